/** Data source tencentcloud_cam_policies: policies by exact name and other members. */
import { createHash } from "node:crypto";
import type { ApiClient } from "../client.ts";
import { ApiCallError, answered } from "../errors.ts";
import type { DataSource } from "../protocol/provider.ts";
import { type Members, numberOf, stringOf } from "../protocol/value.ts";
import { numericId } from "./arguments.ts";
import { fileProblems } from "./result-file.ts";

const PAGE = 200;
const ACTION = "ListPolicies";

export const camPolicies: DataSource<ApiClient> = {
  validate: (config) => {
    const type = numberOf(config, "type");
    return [
      ...(type === undefined || type === 1 || type === 2
        ? []
        : [{ summary: `type has to be 1 (custom) or 2 (preset), and is ${type}`, attribute: "type" }]),
      ...fileProblems(config),
    ];
  },

  read: async (config, { client }) => {
    const matches = (await listPolicies(client, stringOf(config, "scope") || undefined)).filter(wanted(config));
    const policies = matches.map(
      (policy): Members => ({
        policy_id: String(answered(ACTION, "PolicyId", policy.PolicyId)),
        name: answered(ACTION, "PolicyName", policy.PolicyName),
        description: answered(ACTION, "Description", policy.Description),
        attachments: answered(ACTION, "Attachments", policy.Attachments),
        create_time: answered(ACTION, "AddTime", policy.AddTime),
        service_type: answered(ACTION, "ServiceType", policy.ServiceType),
        create_mode: answered(ACTION, "CreateMode", policy.CreateMode),
        type: answered(ACTION, "Type", policy.Type),
      }),
    );
    const ids = policies.map(({ policy_id }) => policy_id).join(",");
    return { ...config, id: createHash("sha256").update(ids).digest("hex").slice(0, 16), policy_list: policies };
  },
};

type Policy = Awaited<ReturnType<typeof listPolicies>>[number];

/** The real provider reads every page and picks here; it sends no keyword, so `key_word` does nothing. */
async function listPolicies(client: ApiClient, scope: string | undefined) {
  const listed = [];
  for (let page = 1; ; page += 1) {
    const parameters = { Page: page, Rp: PAGE, ...(scope === undefined ? {} : { Scope: scope }) };
    const list = (await client.retried("cam", ACTION, parameters).catch(noneIfNotFound)).List ?? [];
    listed.push(...list);
    if (list.length < PAGE) return listed;
  }
}

function noneIfNotFound(error: unknown): { List: [] } {
  if (error instanceof ApiCallError && error.notFound) return { List: [] };
  throw error;
}

function wanted(config: Members): (policy: Policy) => boolean {
  const idText = stringOf(config, "policy_id");
  const id = idText ? numericId("policy_id", idText) : undefined;
  const name = stringOf(config, "name") || undefined;
  const description = stringOf(config, "description") || undefined;
  const type = numberOf(config, "type") || undefined;
  const mode = numberOf(config, "create_mode") || undefined;
  return (policy) =>
    (id === undefined || policy.PolicyId === id) &&
    (name === undefined || policy.PolicyName === name) &&
    (type === undefined || policy.Type === type) &&
    (description === undefined || answered(ACTION, "Description", policy.Description) === description) &&
    (mode === undefined || policy.CreateMode === mode);
}
