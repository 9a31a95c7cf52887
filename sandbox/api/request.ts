/** Reads an API 3.0 request off an HTTP request (https://www.tencentcloud.com/document/api/213/31575). */
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "./errors.ts";
import { parseJson } from "./json.ts";
import type { SignedRequest } from "./signature.ts";

export interface ApiRequest extends RequestHead, SignedRequest {
  readonly parameters: unknown;
}

/** What is known of a request before its body is read. */
export interface RequestHead extends Omit<SignedRequest, "body"> {
  /** X-TC-Action and X-TC-Version as sent. */
  readonly action: string;
  readonly version: string;
  readonly region: string | undefined;
}

/** Bounds of a request in bytes, as documented for TC3 signatures: 10 MB posted, 32 KB in a query. */
const BODY_LIMIT = 10 * 1024 * 1024;
const QUERY_LIMIT = 32 * 1024;

/** @throws ApiError `RequestSizeLimitExceeded`, with the rest of the body unread. */
export async function readBody(message: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  if (declaredLength(message) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  // The usual iterator destroys the connection when it is left early, and with it the answer.
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("an HTTP request without an encoding gives buffers");
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function declaredLength(message: IncomingMessage): number {
  return Number(message.headers["content-length"] ?? 0);
}

/**
 * Ends the connection after the answer where a body was too large, since it is read no further and the connection cannot serve another
 * request. A small one that nobody began to read, Node discards.
 */
export function closeUnlessRead(message: IncomingMessage, response: ServerResponse): void {
  if (!message.complete && (message.readableDidRead || declaredLength(message) > BODY_LIMIT)) {
    response.setHeader("Connection", "close");
  }
}

/** Whether the client has gone while it was still sending: nobody is left to answer, and nothing is wrong here. */
export function hasHungUp(message: IncomingMessage): boolean {
  return message.destroyed && !message.complete;
}

/** The encoding of a body that is not sent as it is, which nothing here decompresses. */
export function contentEncoding(message: IncomingMessage): string | undefined {
  const encoding = message.headers["content-encoding"]?.trim().toLowerCase();
  return encoding === "" || encoding === "identity" ? undefined : encoding;
}

/**
 * Reads requests in the origin-form of the SDKs and in the absolute-form that a client sends to a proxy.
 *
 * @throws ApiError `MissingParameter`, `InvalidParameter`, `UnsupportedProtocol` or `RequestSizeLimitExceeded`.
 */
export function readHead(message: IncomingMessage): RequestHead {
  const { method = "", url: target = "/" } = message;
  if (!URL.canParse(target, "http://sandbox.invalid")) {
    throw new ApiError("InvalidParameter", `The request target \`${target}\` is not a URL.`);
  }
  const url = new URL(target, "http://sandbox.invalid");
  const query = url.search.slice(1);
  if (method !== "GET" && method !== "POST") {
    throw new ApiError("UnsupportedProtocol", `The request method \`${method}\` is not supported: use POST or GET.`);
  }
  if (query.length > QUERY_LIMIT) throw tooLarge(QUERY_LIMIT);
  if (declaredLength(message) > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  const encoding = contentEncoding(message);
  if (encoding !== undefined) {
    throw new ApiError(
      "InvalidParameter",
      `The content encoding \`${encoding}\` is not supported: send the body as it is.`,
    );
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );
  return {
    method,
    path: url.pathname,
    query,
    headers,
    action: required(headers["x-tc-action"], "Action"),
    version: required(headers["x-tc-version"], "Version"),
    region: headers["x-tc-region"] || undefined,
  };
}

/** @throws ApiError `InvalidParameter` for a body that is not JSON. */
export function withBody(head: RequestHead, body: Buffer): ApiRequest {
  const { method, query } = head;
  const parameters = method === "GET" ? unflattened(new URLSearchParams(query)) : parsedBody(body);
  return { ...head, body, parameters };
}

function required(header: string | undefined, parameter: string): string {
  if (header) return header;
  throw new ApiError("MissingParameter", `The request is missing a required parameter \`${parameter}\`.`);
}

function parsedBody(body: Buffer): unknown {
  // The Node SDK sends no body at all for actions without parameters.
  if (body.length === 0) return {};
  try {
    return parseJson(body.toString("utf8"));
  } catch (error) {
    throw new ApiError("InvalidParameter", `The request body is not valid JSON: ${String(error)}`);
  }
}

/**
 * The parameters of a GET request: `Info.0.GroupId=7` means `{ Info: [{ GroupId: "7" }] }`. All leaves are texts.
 *
 * @throws ApiError `InvalidParameter` for a name of more parts than any parameter has.
 */
export function unflattened(query: URLSearchParams): unknown {
  const tree: Tree = new Map();
  for (const [name, value] of query) {
    const path = name.split(".");
    const last = path.pop() ?? name;
    if (path.length > DEEPEST) throw new ApiError("InvalidParameter", `The parameter \`${name}\` is nested too deep.`);
    let branch = tree;
    for (const key of path) {
      const inner = branch.get(key);
      const next: Tree = inner instanceof Map ? inner : new Map();
      branch.set(key, next);
      branch = next;
    }
    branch.set(last, value);
  }
  return plain(tree);
}

/** Levels of a parameter's name; keeps a hostile query from exhausting the stack. */
const DEEPEST = 16;

type Tree = Map<string, string | Tree>;

function plain(tree: string | Tree): unknown {
  if (typeof tree === "string") return tree;
  const entries = [...tree].map(([key, value]): [string, unknown] => [key, plain(value)]);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function tooLarge(limit: number): ApiError {
  return new ApiError("RequestSizeLimitExceeded", `The request is larger than ${limit} bytes.`);
}
