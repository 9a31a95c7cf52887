/** Verifies the TC3-HMAC-SHA256 signature of a request (https://www.tencentcloud.com/document/api/213/30654). */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ApiError } from "./errors.ts";

/** What is signed of an HTTP request. */
export interface SignedRequest {
  readonly method: string;
  /** Path of the URL, without the query. */
  readonly path: string;
  /** What follows the question mark, as it was sent. */
  readonly query: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a signature is checked against. */
export interface Credentials {
  readonly secretKey: string;
  /** Of temporary credentials: what X-TC-Token must say. */
  readonly token?: string;
  /** Of temporary credentials: when they end, in milliseconds since 1970. */
  readonly expires?: number;
}

/** Checks signatures, and remembers the keys that are derived from secret keys, since deriving takes three of the four HMACs. */
export class SignatureVerifier {
  readonly #signingKeys = new Map<string, Buffer>();

  /**
   * @param find credentials by SecretId; undefined where there are none, or they are disabled.
   * @param now milliseconds since 1970.
   * @returns the credentials that the request is signed with.
   * @throws ApiError `MissingParameter`, `AuthFailure.InvalidAuthorization`, `.SignatureExpire`, `.SecretIdNotFound`,
   * `.TokenFailure` or `.SignatureFailure`.
   */
  verify<Found extends Credentials>(
    request: SignedRequest,
    find: (secretId: string) => Found | undefined,
    now: number,
  ): Found {
    const { authorization, timestamp, credentials } = readClaim(request.headers, find, now);
    const signingKey = this.#signingKey(authorization, credentials.secretKey);
    const stated = Buffer.from(authorization.signature, "hex");
    const matches = canonicalRequests(request, authorization.signedHeaders).some((canonical) => {
      const scope = `${authorization.date}/${authorization.service}/tc3_request`;
      const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`;
      const computed = createHmac("sha256", signingKey).update(text).digest();
      return computed.length === stated.length && timingSafeEqual(computed, stated);
    });
    if (!matches) throw signatureFailure();
    return credentials;
  }

  #signingKey({ secretId, date, service }: Authorization, secretKey: string): Buffer {
    const name = [secretId, secretKey, date, service].join("/");
    const known = this.#signingKeys.get(name);
    if (known !== undefined) return known;
    const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
    const derived = hmac(hmac(hmac(`TC3${secretKey}`, date), service), "tc3_request");
    // The service is as the client wrote it, so that a client could fill the memory with made-up ones.
    if (this.#signingKeys.size >= 10_000) this.#signingKeys.clear();
    this.#signingKeys.set(name, derived);
    return derived;
  }
}

/**
 * What the headers alone say of the key that a request is signed with, so that nobody without one has a body read.
 *
 * @throws ApiError as `verify`, but for what only the whole request tells.
 */
export function readClaim<Found extends Credentials>(
  headers: SignedRequest["headers"],
  find: (secretId: string) => Found | undefined,
  now: number,
): { authorization: Authorization; timestamp: string; credentials: Found } {
  const authorization = parseAuthorization(headers["authorization"]);
  const timestamp = headers["x-tc-timestamp"];
  if (timestamp === undefined) throw missing("Timestamp");
  checkTime(timestamp, authorization.date, now);
  const credentials = find(authorization.secretId);
  if (credentials === undefined) {
    throw new ApiError(
      "AuthFailure.SecretIdNotFound",
      "The SecretId is not found, please ensure that your SecretId is correct.",
    );
  }
  checkToken(credentials, headers["x-tc-token"] ?? "", now);
  return { authorization, timestamp, credentials };
}

/** How far a client's clock may be off, in milliseconds: five minutes (https://www.tencentcloud.com/document/api/213/30435). */
const CLOCK_SKEW = 5 * 60 * 1000;

interface Authorization {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 +Credential=([^/\s]+)\/(\d{4}-\d\d-\d\d)\/([^/\s]+)\/tc3_request, *SignedHeaders=([\w;-]+), *Signature=([0-9a-f]+)$/;

function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined) throw missing("Authorization");
  const [, secretId, date, service, signedHeaders, signature] = AUTHORIZATION.exec(header) ?? [];
  if (!secretId || !date || !service || !signedHeaders || !signature) {
    throw new ApiError(
      "AuthFailure.InvalidAuthorization",
      "The header `Authorization` is not of the form `TC3-HMAC-SHA256 Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=<names>, Signature=<hex>`.",
    );
  }
  const names = signedHeaders.split(";");
  if (!names.includes("host") || !names.includes("content-type")) throw signatureFailure();
  return { secretId, date, service, signedHeaders: names, signature };
}

function checkTime(timestamp: string, date: string, now: number): void {
  const sent = /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  if (Number.isNaN(sent)) throw new ApiError("InvalidParameter", "The parameter `Timestamp` is not valid.");
  if (Math.abs(now - sent) > CLOCK_SKEW) {
    throw new ApiError(
      "AuthFailure.SignatureExpire",
      `The request is expired: X-TC-Timestamp ${timestamp} and the server's time ${Math.floor(now / 1000)} are more than five minutes apart.`,
    );
  }
  if (new Date(sent).toISOString().slice(0, 10) !== date) throw signatureFailure();
}

function checkToken(credentials: Credentials, sent: string, now: number): void {
  const expected = Buffer.from(credentials.token ?? "");
  const stated = Buffer.from(sent);
  const matches = expected.length === stated.length && timingSafeEqual(expected, stated);
  if (!matches || (credentials.expires !== undefined && credentials.expires <= now)) {
    throw new ApiError("AuthFailure.TokenFailure", "The token is wrong or has expired.");
  }
}

/**
 * Every text that a client may have signed for this request. The Node SDK signs the host without its port, the Go SDK and the
 * CloudBase CLI with it; the Go SDK signs `/` where its domain brought a path; the documents sign header values in lower case,
 * the SDKs as sent.
 */
function canonicalRequests(request: SignedRequest, signedHeaders: readonly string[]): string[] {
  const host = request.headers["host"] ?? "";
  const hosts = new Set([host.replace(/:\d+$/, ""), host]);
  const paths = new Set([request.path, "/"]);
  const values = (print: (value: string) => string, signedHost: string) =>
    signedHeaders
      .map((name) => `${name}:${print(name === "host" ? signedHost : (request.headers[name] ?? "").trim())}\n`)
      .join("");
  const headers = [...hosts].flatMap((signedHost) => [
    ...new Set([values((value) => value, signedHost), values((value) => value.toLowerCase(), signedHost)]),
  ]);
  const hash = sha256(request.body);
  return [...paths].flatMap((path) =>
    headers.map((lines) => [request.method, path, request.query, lines, signedHeaders.join(";"), hash].join("\n")),
  );
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function missing(parameter: string): ApiError {
  return new ApiError("MissingParameter", `The request is missing a required parameter \`${parameter}\`.`);
}

function signatureFailure(): ApiError {
  return new ApiError(
    "AuthFailure.SignatureFailure",
    "The provided credentials could not be validated. Please check your signature is correct.",
  );
}
