/** Verifies signatures of object storage, in the header or in the URL (https://cloud.tencent.com/document/product/436/7778). */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Credentials } from "../signature.ts";
import { accessDenied, StorageError } from "./error.ts";
import type { StorageRequest } from "./request.ts";

/** What a client states, by the names of the documents. */
export interface StatedSignature {
  readonly algorithm: string;
  readonly secretId: string;
  /** `<first second>;<last second>` since 1970. */
  readonly signTime: string;
  readonly keyTime: string;
  readonly signature: string;
  /** Of temporary credentials; empty for others. */
  readonly token: string;
}

type Find<Found> = (secretId: string) => Found | undefined;

/**
 * @param find credentials by SecretId; undefined where there are none, or they are disabled.
 * @param now milliseconds since 1970.
 * @returns the credentials that the request is signed with.
 * @throws StorageError `AccessDenied` for what is not signed or has expired, `RequestTimeTooSkewed`, `InvalidAccessKeyId`,
 * `SignatureDoesNotMatch` or `ExpiredToken`.
 */
export function verifySignature<Found extends Credentials>(
  request: StorageRequest,
  find: Find<Found>,
  now: number,
): Found {
  const fields = statedFields(request);
  const field = (name: string) => fields.get(name) ?? "";
  const stated: StatedSignature = {
    algorithm: field("q-sign-algorithm"),
    secretId: field("q-ak"),
    signTime: field("q-sign-time"),
    keyTime: field("q-key-time"),
    signature: field("q-signature"),
    token: tokenOf(request),
  };
  const texts = canonicalRequests(request, listed(field("q-header-list")), listed(field("q-url-param-list")));
  const toSign = texts.map((text) => `sha1\n${stated.signTime}\n${sha1(text)}\n`);
  return verifyStated(stated, toSign, find, now);
}

/**
 * @param texts every text that the client may have signed.
 * @throws StorageError as `verifySignature`.
 */
export function verifyStated<Found extends Credentials>(
  stated: StatedSignature,
  texts: readonly string[],
  find: Find<Found>,
  now: number,
): Found {
  if (stated.algorithm !== "sha1") throw doesNotMatch("The signature algorithm must be sha1.");
  checkPeriod(stated.signTime, now);
  checkPeriod(stated.keyTime, now);
  const credentials = find(stated.secretId);
  if (credentials === undefined) throw unknownKey("The SecretId does not exist, or is disabled.");
  const signKey = hmacSha1(credentials.secretKey, stated.keyTime);
  const matches = texts.map((text) => isSame(hmacSha1(signKey, text), stated.signature));
  if (!matches.includes(true)) {
    throw doesNotMatch("The signature does not match: check the key, and what was signed.");
  }
  if (!isSame(credentials.token ?? "", stated.token))
    throw unknownKey("The security token is not that of the SecretId.");
  if (credentials.expires !== undefined && credentials.expires <= now) {
    throw new StorageError("ExpiredToken", "The security token has expired.");
  }
  return credentials;
}

/** Lower-case hexadecimal. */
export function sha1(text: string | Buffer): string {
  return createHash("sha1").update(text).digest("hex");
}

function hmacSha1(key: string, text: string): string {
  return createHmac("sha1", key).update(text).digest("hex");
}

function isSame(expected: string, stated: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(stated)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** `q-…` out of the header or, for a presigned URL, out of the query or its older parameter `sign`. */
function statedFields({ headers, query }: StorageRequest): ReadonlyMap<string, string> {
  const text = headers["authorization"] ?? query.get("sign");
  if (text === undefined) {
    if (!query.has("q-sign-algorithm")) throw accessDenied();
    return query;
  }
  if (!text.startsWith("q-sign-algorithm=")) {
    throw doesNotMatch(
      "A signature is of the form q-sign-algorithm=sha1&q-ak=…&q-sign-time=…&q-key-time=…&q-header-list=…&q-url-param-list=…&q-signature=….",
    );
  }
  return new Map(
    text.split("&").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    }),
  );
}

function tokenOf({ headers, query }: StorageRequest): string {
  // The official SDK names it by the service whose host it asks.
  const names = ["x-cos-security-token", "x-ci-security-token"];
  return names.map((name) => headers[name] ?? query.get(name)).find((token) => token !== undefined) ?? "";
}

/** A signature may begin up to a quarter of an hour ahead of this clock ("403 Error for COS Access" of the documents). */
const CLOCK_SKEW = 15 * 60 * 1000;

function checkPeriod(period: string, now: number): void {
  const [, first, last] = /^(\d{1,11});(\d{1,11})$/.exec(period) ?? [];
  if (first === undefined || last === undefined) {
    throw doesNotMatch("The times of a signature are of the form <first second>;<last second> since 1970.");
  }
  if (Number(first) * 1000 > now + CLOCK_SKEW) {
    throw new StorageError("RequestTimeTooSkewed", "The signature begins more than 15 minutes from now.");
  }
  // Documented with this message, and clients look for it.
  if (Number(last) * 1000 < now) throw new StorageError("AccessDenied", EXPIRED);
}

/** The message that tells an expired signature from a refusal, which has the same code. */
export const EXPIRED = "Request has expired";

function listed(names: string): string[] {
  return names.split(";").filter((name) => name !== "");
}

/** The host may be signed with or without its port. What the lists do not name is not signed, as documented. */
function canonicalRequests(request: StorageRequest, headerList: string[], parameterList: string[]): string[] {
  const { method, path, query, headers, host } = request;
  const byEncodedName = new Map([...query].map(([name, value]) => [encoded(name).toLowerCase(), value]));
  const lines = (names: string[], find: (name: string) => string | undefined) =>
    names.map((name) => `${name}=${encoded(required(find(name)))}`).join("&");
  const parameters = lines(parameterList, (name) => byEncodedName.get(name));
  const hosts = new Set([host, host.replace(/:\d+$/, "")]);
  return [...hosts].map((signedHost) => {
    const signed = lines(headerList, (name) => (name === "host" ? signedHost : headers[name]));
    return `${method.toLowerCase()}\n${path}\n${parameters}\n${signed}\n`;
  });
}

function required(value: string | undefined): string {
  if (value === undefined)
    throw doesNotMatch("The signature names a header or a parameter that the request does not have.");
  return value;
}

/** As the documents encode: also what `encodeURIComponent` leaves alone. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function doesNotMatch(message: string): StorageError {
  return new StorageError("SignatureDoesNotMatch", message);
}

function unknownKey(message: string): StorageError {
  return new StorageError("InvalidAccessKeyId", message);
}
