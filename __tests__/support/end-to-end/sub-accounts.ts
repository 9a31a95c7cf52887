/** Asks the sandbox with the SDK's signatures, as root and with the keys of sub-accounts that have a stack's policies. */
import { once } from "node:events";
import { Agent, request } from "node:http";
import { json } from "node:stream/consumers";
import sdkSign from "tencentcloud-sdk-nodejs/tencentcloud/common/sign.js";
import { z } from "zod";
import { type PolicyDocument, printPolicyDocument } from "../../../policies/language/document.ts";
import { ACTIONS, DECIDED_ACTIONS } from "../../../sandbox/api/catalogue.ts";
import type { Api } from "../../../sandbox/api/server.ts";

export const REGION = "ap-shanghai";

export interface Key {
  readonly secretId: string;
  readonly secretKey: string;
}

/** What a call was answered with. */
export interface Answer {
  /** Whether CAM refused it; any other error comes after the permission was there. */
  readonly isRefused: boolean;
  /** Code and message of the error; absent for a success. */
  readonly error?: string;
  /** Whether the cloud may be another one now. */
  readonly hasChanged: boolean;
  readonly response?: unknown;
}

/** Sends `service:Action` with a body, signed with a key. */
export type Ask = (key: Key, action: string, body: object) => Promise<Answer>;

/** What a sub-account is given. */
export interface Permissions {
  readonly name: string;
  readonly documents: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  /** Names of preset policies. */
  readonly presets?: readonly string[];
}

export interface SubAccount {
  readonly uin: number;
  readonly key: Key;
  /** Of the custom policies, in the order of the documents. */
  readonly policyIds: readonly number[];
}

const KNOWN = new Map([...ACTIONS, ...DECIDED_ACTIONS].map((action) => [action.name, action]));

export function rootKey({ cloud: { account } }: Api): Key {
  return { secretId: account.rootSecretId, secretKey: account.rootSecretKey };
}

/** Signs as the SDK does, and sends in half of the time that its clients take: a cross asks many thousand times. */
export function askThrough({ port, url }: Pick<Api, "port" | "url">): Ask {
  const agent = new Agent({ keepAlive: true });
  return async ({ secretId, secretKey }, action, body) => {
    const [service = "", name = ""] = action.split(":");
    const { version = "", writes = false } = KNOWN.get(action) ?? {};
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      "Content-Type": "application/json",
      "X-TC-Action": name,
      "X-TC-Version": version,
      "X-TC-Region": REGION,
      "X-TC-Timestamp": String(timestamp),
    };
    const signed = { method: "POST", url, payload: body, timestamp, service, secretId, secretKey, headers };
    const Authorization = sdkSign.default.sign3({ ...signed, multipart: false, boundary: "" });
    const sent = request({ agent, host: "127.0.0.1", port, method: "POST", headers: { ...headers, Authorization } });
    sent.end(JSON.stringify(body));
    const [message] = await once(sent, "response");
    const { Response: response } = ANSWER.parse(await json(message));
    if (response.Error === undefined) return { isRefused: false, hasChanged: writes, response };
    const error = `${response.Error.Code}: ${response.Error.Message}`;
    const isRefused = response.Error.Code.includes("UnauthorizedOperation");
    // A wrong signature says nothing about permissions.
    if (error.startsWith("AuthFailure") && !isRefused) throw new Error(error);
    return { isRefused, hasChanged: writes && !isRefused, error };
  };
}

const ANSWER = z.object({
  Response: z.looseObject({ Error: z.object({ Code: z.string(), Message: z.string() }).optional() }),
});

/** The part of the response that the schema describes. @throws Error where the call failed. */
export async function answered<T>(answer: Promise<Answer>, schema: z.ZodType<T>): Promise<T> {
  const { error, response } = await answer;
  if (error !== undefined) throw new Error(error);
  return schema.parse(response);
}

const USER = z.object({ Uin: z.int(), SecretId: z.string(), SecretKey: z.string() });
const POLICY = z.object({ PolicyId: z.int() });
const POLICIES = z.object({ List: z.array(z.object({ PolicyId: z.int(), PolicyName: z.string() })) });

/** A sub-account with a key, its policies attached as a stack does: custom ones, presets, and the boundary. */
export async function addSubAccount(
  ask: Ask,
  root: Key,
  { name, documents, boundary, presets = [] }: Permissions,
): Promise<SubAccount> {
  const user = await answered(ask(root, "cam:AddUser", { Name: name, UseApi: 1 }), USER);
  const policyIds: number[] = [];
  for (const document of documents) {
    policyIds.push(await createPolicy(ask, root, `${name}-${policyIds.length}`, document));
  }
  for (const preset of presets) {
    const sought = ask(root, "cam:ListPolicies", { Keyword: preset, Scope: "QCS", Rp: 200 });
    const { List } = await answered(sought, POLICIES);
    const found = List.find(({ PolicyName }) => PolicyName === preset);
    if (found === undefined) throw new Error(`the sandbox has no preset ${preset}`);
    await attach(ask, root, user.Uin, found.PolicyId);
  }
  for (const id of policyIds) await attach(ask, root, user.Uin, id);
  if (boundary !== undefined) {
    const PolicyId = await createPolicy(ask, root, `${name}-boundary`, boundary);
    await answered(ask(root, "cam:PutUserPermissionsBoundary", { TargetUin: user.Uin, PolicyId }), z.unknown());
  }
  return { uin: user.Uin, key: { secretId: user.SecretId, secretKey: user.SecretKey }, policyIds };
}

async function createPolicy(ask: Ask, root: Key, PolicyName: string, document: PolicyDocument): Promise<number> {
  const PolicyDocument = printPolicyDocument(document);
  const created = await answered(ask(root, "cam:CreatePolicy", { PolicyName, PolicyDocument }), POLICY);
  return created.PolicyId;
}

async function attach(ask: Ask, root: Key, AttachUin: number, PolicyId: number): Promise<void> {
  await answered(ask(root, "cam:AttachUserPolicy", { AttachUin, PolicyId }), z.unknown());
}
