/** Sends requests of object storage to the sandbox, signed by the official SDK. */
import { createHash, createHmac } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import COS from "cos-nodejs-sdk-v5";
import { z } from "zod";
import type { Api } from "../../../sandbox/api/server.ts";
import type { Answer, Key } from "./sub-accounts.ts";

export interface StorageRequest {
  readonly method: "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT";
  readonly host: string;
  /** What follows the path's first slash, decoded. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of the body: the key of a file that a browser uploads by a form. */
  readonly uploads?: string;
}

/** Temporary credentials have a token. */
export type StorageKey = Key & { readonly token?: string };

export type AskStorage = (key: StorageKey, request: StorageRequest) => Promise<Answer>;

export interface HttpAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The whole body. */
  readonly text: string;
}

/** Sends one request and reads the error out of the answer, through the sandbox as a proxy. */
export type Send = (
  method: string,
  url: string,
  headers?: Readonly<Record<string, string>>,
  body?: string | Buffer,
) => Promise<HttpAnswer>;

const ERROR = z.object({ Error: z.object({ Code: z.string(), Message: z.string() }) });

export function sendThrough({ port }: Pick<Api, "port">): Send {
  const agent = new Agent({ keepAlive: true });
  return async (method, url, headers = {}, body = "") => {
    const { host } = new URL(url);
    const sent = {
      host,
      ...headers,
      "content-length": String(Buffer.byteLength(body)),
    };
    return new Promise((resolve, reject) => {
      const options = { agent, host: "127.0.0.1", port, method, path: url, headers: sent };
      const outgoing = httpRequest(options, (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        buffer(response)
          .then((body) => body.toString())
          .then((text) => resolve({ status, ...errorOf(text, answered["x-sandbox-error"]), text }))
          .catch(reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  };
}

/** Answers to HEAD have no body, so that the sandbox has the error in a header. */
function errorOf(text: string, header: string | string[] | undefined): { code: string; message: string } {
  if (typeof header === "string") {
    const [code = "", message = ""] = header.split(" ");
    return { code, message: decodeURIComponent(message) };
  }
  const { Error: error } = ERROR.parse(COS.util.xml2json(text));
  return { code: error.Code, message: error.Message };
}

/**
 * Signs with the official SDK and sends once. The SDK's own methods would send what the sandbox answers with 501 four times.
 *
 * @throws Error for every answer that says nothing about permissions, such as a wrong signature.
 */
export function askStorage(api: Pick<Api, "port">): AskStorage {
  const send = sendThrough(api);
  return async (key, request) => {
    const { method } = request;
    const { headers, body } = request.uploads === undefined ? signed(key, request) : await form(key, request.uploads);
    const { status, code, message } = await send(method, urlOf(request), headers, body);
    const isRefused = code === "AccessDenied" && message !== "Request has expired";
    // What the sandbox knows nothing of gets this status, too.
    const isAllowed = status === 501 && message.startsWith("The caller may use");
    if (!isRefused && !isAllowed) throw new Error(`${code}: ${message}`);
    return { isRefused, hasChanged: false, error: `${code}: ${message}` };
  };
}

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** Headers of a request with its signature, and its body. */
export function signed({ secretId, secretKey, token }: StorageKey, request: StorageRequest): Sent {
  const { method, host, key, query = {}, body = "" } = request;
  const headers = { ...request.headers, ...(token === undefined ? {} : { "x-cos-security-token": token }) };
  const Authorization = COS.getAuthorization({
    SecretId: secretId,
    SecretKey: secretKey,
    // The SDK signs any method, but its types leave some out.
    ...(method === "HEAD" || method === "PATCH" ? { method } : { Method: method }),
    Pathname: `/${key}`,
    Query: { ...query },
    Headers: { Host: host, ...headers },
  });
  return { headers: { ...headers, Authorization }, body };
}

/** The URL, with everything encoded that a URL or the SDK encodes. */
export function urlOf({ host, key, query = {} }: StorageRequest): string {
  const path = encoded(key).replaceAll("%2F", "/");
  const parameters = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return `http://${host}/${path}${parameters.length === 0 ? "" : "?"}${parameters.join("&")}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** What makes a form another one than a good one. */
export interface FormChanges {
  readonly fields?: Readonly<Record<string, string>>;
  /** Of the policy, which says when it ends beside the times of the signature; ISO 8601. */
  readonly expiration?: string;
  /** Conditions of the policy, besides the required ones. */
  readonly conditions?: readonly unknown[];
  /** Instead of the conditions that every policy has. */
  readonly required?: readonly unknown[];
}

/** A form as https://cloud.tencent.com/document/product/436/14690 has it; the SDK for Node.js uploads no forms. */
export async function form(
  { secretId, secretKey, token }: StorageKey,
  key: string,
  changes: FormChanges = {},
): Promise<Sent> {
  const now = Math.floor(Date.now() / 1000);
  const keyTime = `${now - 1};${now + 900}`;
  const exact = { "q-sign-algorithm": "sha1", "q-ak": secretId };
  const { required = [exact, { "q-sign-time": keyTime }], conditions = [] } = changes;
  const { expiration = new Date((now + 900) * 1000).toISOString() } = changes;
  const policy = JSON.stringify({ expiration, conditions: [...required, ...conditions] });
  const hmac = (by: string, text: string) => createHmac("sha1", by).update(text).digest("hex");
  const fields = {
    key,
    policy: Buffer.from(policy).toString("base64"),
    ...exact,
    "q-key-time": keyTime,
    "q-signature": hmac(hmac(secretKey, keyTime), createHash("sha1").update(policy).digest("hex")),
    ...(token === undefined ? {} : { "x-cos-security-token": token }),
    ...changes.fields,
  };
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set("file", new File(["hello"], "hello.txt"));
  const encodedForm = new Response(data);
  const headers = { "content-type": encodedForm.headers.get("content-type") ?? "" };
  return { headers, body: Buffer.from(await encodedForm.arrayBuffer()) };
}
