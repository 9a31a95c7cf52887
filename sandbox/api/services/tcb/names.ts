/** What Tencent Cloud names by itself when it makes an environment; all of it follows from the environment's id. */
import { createHash } from "node:crypto";

/** Instance id of the document database, which its actions take as `Tag`: `tnt-` and 9 characters. */
export function databaseId(environmentId: string): string {
  return `tnt-${digest("database", environmentId).slice(0, 9)}`;
}

/** `626f-bob-8grqda2hfc2f62bb-1250000000`: the first two characters of the id in hexadecimal, the id, the app id. */
export function storageBucket(environmentId: string, appId: number): string {
  return `${Buffer.from(environmentId.slice(0, 2)).toString("hex")}-${environmentId}-${appId}`;
}

/** The bucket of the static hosting: `626f-static-bob-8grqda2hfc2f62bb-1250000000`. */
export function hostingBucket(environmentId: string, appId: number): string {
  return storageBucket(environmentId, appId).replace("-", "-static-");
}

export function hostingDomain(environmentId: string, appId: number): string {
  return `${environmentId}-${appId}.tcloudbaseapp.com`;
}

/** CLS names log sets and topics by UUIDs. */
export function logsetId(environmentId: string): string {
  return uuid(digest("logset", environmentId));
}

export function topicId(environmentId: string): string {
  return uuid(digest("topic", environmentId));
}

function digest(kind: string, environmentId: string): string {
  return createHash("sha256").update(`${kind} ${environmentId}`).digest("hex");
}

function uuid(hexadecimal: string): string {
  return [0, 8, 12, 16, 20].map((start, i, starts) => hexadecimal.slice(start, starts[i + 1] ?? 32)).join("-");
}
