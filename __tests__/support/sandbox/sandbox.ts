/** Starts the API for a test, with the real SDK's clients for it. */
import { randomBytes } from "node:crypto";
import { cam } from "tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js";
import { sts } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js";
import { tag } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js";
import { type Cloud, newCloud } from "../../../sandbox/api/cloud.ts";
import { type Api, type ApiOptions, startApi } from "../../../sandbox/api/server.ts";
import type { Settings } from "../../../sandbox/api/settings.ts";

export const OWNER_UIN = 100000000001;
export const APP_ID = 1250000000;

export interface Key {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
}

export interface Sandbox {
  readonly api: Api;
  readonly cloud: Cloud;
  readonly rootKey: Key;
  /** The SDK's clients; default: with the root key, by POST. */
  readonly cam: (key?: Key, method?: "GET" | "POST") => InstanceType<typeof cam.v20190116.Client>;
  readonly sts: (key?: Key) => InstanceType<typeof sts.v20180813.Client>;
  readonly tag: (key?: Key) => InstanceType<typeof tag.v20180813.Client>;
  /** A request of the control endpoint, with its token. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
}

/** An account whose root key is made up anew. */
export function emptyCloud(settings: Partial<Settings> = {}): Cloud {
  const rootSecretId = `root${randomBytes(8).toString("hex")}`;
  const rootSecretKey = randomBytes(16).toString("hex");
  return newCloud({ ownerUin: OWNER_UIN, appId: APP_ID, rootSecretId, rootSecretKey }, settings);
}

/** The caller closes `api`. */
export async function startSandbox(options: Partial<ApiOptions> = {}): Promise<Sandbox> {
  const cloud = options.cloud ?? emptyCloud();
  const api = await startApi({ ...options, cloud });
  const rootKey = { secretId: cloud.account.rootSecretId, secretKey: cloud.account.rootSecretKey };
  const config = (key: Key, reqMethod: "GET" | "POST") => ({
    credential: key,
    region: "ap-shanghai",
    profile: { httpProfile: { endpoint: `127.0.0.1:${api.port}`, protocol: "http://" as const, reqMethod } },
  });
  return {
    api,
    cloud,
    rootKey,
    cam: (key = rootKey, method = "POST") => new cam.v20190116.Client(config(key, method)),
    sts: (key = rootKey) => new sts.v20180813.Client(config(key, "POST")),
    tag: (key = rootKey) => new tag.v20180813.Client(config(key, "POST")),
    control: async (method, path, body) => {
      const response = await fetch(`${api.url}/_sandbox/${path}`, {
        method,
        headers: { Authorization: `Bearer ${api.controlToken}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

/** A sub-account with a key and, where a document is given, a policy of its own. */
export async function addEmployee(
  sandbox: Sandbox,
  name: string,
  ...documents: readonly object[]
): Promise<{ uin: number; policyIds: number[]; key: Key }> {
  const root = sandbox.cam();
  const {
    Uin: uin = 0,
    SecretId: secretId = "",
    SecretKey: secretKey = "",
  } = await root.AddUser({ Name: name, UseApi: 1 });
  const policyIds: number[] = [];
  for (const document of documents) {
    const PolicyName = `${name}-${policyIds.length}`;
    const { PolicyId = 0 } = await root.CreatePolicy({ PolicyName, PolicyDocument: JSON.stringify(document) });
    await root.AttachUserPolicy({ PolicyId, AttachUin: uin });
    policyIds.push(PolicyId);
  }
  return { uin, policyIds, key: { secretId, secretKey } };
}

/** A document with one statement. */
export function document(
  effect: "allow" | "deny",
  action: readonly string[],
  resource: readonly string[] = ["*"],
): object {
  return { version: "2.0", statement: [{ effect, action, resource }] };
}

/** The code of the error that a call fails with, or a text that no code is. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no error",
    (error: unknown) =>
      error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error),
  );
}

/** The message of the error that a call fails with. */
export async function messageOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "no error",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
