/** tencentcloud_cam_policy: a custom policy. The id is the policy's number. */
import { isDeepStrictEqual } from "node:util";
import type { ApiClient } from "../client.ts";
import { ApiCallError, answered } from "../errors.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, stringMapOf, stringOf } from "../protocol/value.ts";
import { differs, numericId, told } from "./arguments.ts";
import { checkDocument } from "./policy-document.ts";
import { changedTags, modifyTags, tagResource } from "./tags.ts";

export const camPolicy: Resource<ApiClient> = {
  forceNew: ["name"],
  equivalent: { document: sameJson },

  create: async (planned, { client, keep }) => {
    const document = stringOf(planned, "document") ?? "";
    checkDocument(document);
    const tags = stringMapOf(planned, "tags");
    const { PolicyId } = await client.retried(
      "cam",
      "CreatePolicy",
      {
        PolicyName: stringOf(planned, "name") ?? "",
        PolicyDocument: document,
        Description: stringOf(planned, "description") || undefined,
        Tags: tags.size > 0 ? [...tags].map(([Key, Value]) => ({ Key, Value })) : undefined,
      },
      ["PolicyNameInUse"],
    );
    const created = { ...planned, id: String(answered("CreatePolicy", "PolicyId", PolicyId)) };
    keep(created);
    await describePolicy(client, created);
    // The real provider sleeps 10 s here; see cam-user.ts.
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    const changes = {
      Description: differs(prior, planned, "description") ? (stringOf(planned, "description") ?? "") : undefined,
      PolicyDocument: differs(prior, planned, "document") ? (stringOf(planned, "document") ?? "") : undefined,
    };
    if (changes.PolicyDocument !== undefined) checkDocument(changes.PolicyDocument);
    if (changes.Description !== undefined || changes.PolicyDocument !== undefined) {
      await client.retried("cam", "UpdatePolicy", { PolicyId: policyId(prior), ...changes });
    }
    if (differs(prior, planned, "tags")) {
      const resource = tagResource(client, policyId(prior), "cam", "policy");
      await modifyTags(client, resource, changedTags(prior, planned));
    }
    return read(planned, client);
  },

  delete: async (state, { client }) => {
    await client.retried("cam", "DeletePolicy", { PolicyId: [policyId(state)] });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const policy = await describePolicy(client, state);
  if (policy?.PolicyName === null || policy?.PolicyName === undefined) return null;
  const tags = policy.Tags ?? [];
  return {
    ...state,
    name: policy.PolicyName,
    // The API answers with escaped slashes.
    document: answered("GetPolicy", "PolicyDocument", policy.PolicyDocument).replaceAll("\\/", "/"),
    create_time: answered("GetPolicy", "AddTime", policy.AddTime),
    update_time: answered("GetPolicy", "UpdateTime", policy.UpdateTime),
    type: answered("GetPolicy", "Type", policy.Type),
    ...told({
      description: policy.Description,
      // Left as they are where the API has none: so does the real provider, and never sees the last tag go.
      tags: tags.length > 0 ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) : undefined,
    }),
  };
}

async function describePolicy(client: ApiClient, state: Members) {
  try {
    return await client.retried("cam", "GetPolicy", { PolicyId: policyId(state) });
  } catch (error) {
    if (error instanceof ApiCallError && error.notFound) return undefined;
    throw error;
  }
}

function policyId(state: Members): number {
  return numericId("id", stringOf(state, "id"));
}

/** Order of members does not count, order in arrays does, as with Go's reflect.DeepEqual. */
function sameJson(prior: string, next: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(prior), JSON.parse(next));
  } catch {
    return prior === next;
  }
}
