/** A sandbox with alice's bucket, for requests of object storage. */
import type { ApiOptions } from "../../../sandbox/api/server.ts";
import {
  type AskStorage,
  askStorage,
  type Send,
  type StorageKey,
  type StorageRequest,
  sendThrough,
} from "../end-to-end/storage-client.ts";
import { APP_ID, addEmployee, document, type Sandbox, startSandbox } from "./sandbox.ts";

export const REGION = "ap-shanghai";
export const BUCKET = `616c-alice-${APP_ID}`;
/** Of another account. */
export const OTHERS = "626f-bob-1299999999";
/** The host of a bucket. */
export const at = (bucket: string) => `${bucket}.cos.${REGION}.myqcloud.com`;
export const HOST = at(BUCKET);
export const ofAlice = (path: string, region = REGION) => `qcs::cos:${region}:uid/${APP_ID}:${BUCKET}/${path}`;
export const READ: StorageRequest = { method: "GET", host: HOST, key: "reports/1" };

export interface Buckets {
  readonly sandbox: Sandbox;
  readonly ask: AskStorage;
  readonly send: Send;
  /** Has no policies. */
  readonly nobody: StorageKey;
  /** May do all with objects under `reports/`, but nothing with those under `reports/secret`. */
  readonly reporter: StorageKey;
}

/** The caller closes `sandbox.api`. */
export async function startBuckets(options: Partial<ApiOptions> = {}): Promise<Buckets> {
  const sandbox = await startSandbox(options);
  const { key: nobody } = await addEmployee(sandbox, "nobody");
  const allowed = document("allow", ["cos:*"], [ofAlice("reports/*")]);
  const denied = document("deny", ["cos:*"], [ofAlice("reports/secret*")]);
  const { key: reporter } = await addEmployee(sandbox, "reporter", allowed, denied);
  return { sandbox, ask: askStorage(sandbox.api), send: sendThrough(sandbox.api), nobody, reporter };
}
