/** Answers requests of object storage with what CAM decides; the sandbox stores no objects. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorizer, Circumstances } from "../authorize.ts";
import type { Cloud } from "../cloud.ts";
import { ApiError } from "../errors.ts";
import type { Fault, Faults } from "../faults.ts";
import { findIdentity, type Identity } from "../identity.ts";
import { closeUnlessRead, hasHungUp, readBody } from "../request.ts";
import { StorageError } from "./error.ts";
import { readForm, verifyForm } from "./form.ts";
import { endpointOf, hostName } from "./host.ts";
import { formOperation, isBucket, type Operation, operationOf } from "./operation.ts";
import { isForm, readStorageRequest, type StorageRequest } from "./request.ts";
import { verifySignature } from "./signature.ts";

/** What the server lends for one request. */
export interface StorageContext extends Circumstances {
  readonly cloud: Cloud;
  readonly authorizer: Authorizer;
  readonly faults: Faults;
  /** Lets the faults of one call happen; throws the ApiError of a fault that is one. */
  readonly befall: (faults: readonly Fault[], when: "before" | "after") => Promise<"dropped" | "served">;
  readonly reportBug: (error: unknown) => void;
}

/** Never a success: what is allowed is answered with `NotImplemented`. */
export async function answerStorage(
  message: IncomingMessage,
  response: ServerResponse,
  context: StorageContext,
): Promise<void> {
  const decided = await decide(message, context).catch((error: unknown) => {
    // The client hung up while it was still sending.
    return hasHungUp(message) ? "dropped" : storageError(error, context);
  });
  if (decided === "dropped") {
    message.socket.destroy();
    return;
  }
  closeUnlessRead(message, response);
  print(decided, message, response, context.requestId);
}

async function decide(message: IncomingMessage, context: StorageContext): Promise<StorageError | "dropped"> {
  const request = readStorageRequest(message, await readBody(message));
  const { identity, operation } = await readSigned(request, context);
  const faults = context.faults.next(operation.action);
  if ((await context.befall(faults, "before")) === "dropped") return "dropped";
  authorize(identity, operation, context);
  if ((await context.befall(faults, "after")) === "dropped") return "dropped";
  return new StorageError(
    "NotImplemented",
    `The caller may use ${operation.action} here, but the sandbox stores no objects: it only decides who may do what.`,
  );
}

interface Signed {
  readonly identity: Identity;
  readonly operation: Operation;
}

/** The signature comes first, so that nobody without a key learns anything about a request. */
async function readSigned(request: StorageRequest, { cloud, now }: StorageContext): Promise<Signed> {
  const appId = String(cloud.account.appId);
  const find = (secretId: string) => findIdentity(cloud, secretId);
  if (!isFormUpload(request)) {
    const identity = verifySignature(request, find, now);
    return { identity, operation: operationOf(endpointOf(request.host), request, appId) };
  }
  const upload = await readForm(request);
  const endpoint = endpointOf(request.host);
  if (endpoint.kind !== "cos bucket" || !isBucket(endpoint)) {
    throw new StorageError("MethodNotAllowed", "Forms are uploaded to the host of a bucket.");
  }
  const identity = verifyForm(upload, endpoint.bucket, find, now);
  return { identity, operation: formOperation(endpoint, upload.key, appId) };
}

function isFormUpload({ method, path, query, headers }: StorageRequest): boolean {
  return method === "POST" && path === "/" && query.size === 0 && isForm(headers);
}

/** @throws StorageError `AccessDenied`, whatever the code is that API 3.0 would refuse with. */
function authorize(identity: Identity, { action, asks }: Operation, context: StorageContext): void {
  const may = context.authorizer.forCall(identity, action, context);
  try {
    for (const { action: needed, resource } of asks) may([resource], needed);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new StorageError("AccessDenied", error.message);
  }
}

function storageError(error: unknown, { reportBug }: StorageContext): StorageError {
  if (error instanceof StorageError) return error;
  if (error instanceof ApiError) {
    const isTooLarge = error.code === "RequestSizeLimitExceeded";
    return new StorageError(isTooLarge ? "EntityTooLarge" : error.code, error.message);
  }
  reportBug(error);
  return new StorageError("InternalError", "An internal error has occurred in the sandbox; its log has the details.");
}

/** https://cloud.tencent.com/document/product/436/7730; an answer to HEAD has no body, so that the sandbox says it in headers of its own. */
function print(error: StorageError, message: IncomingMessage, response: ServerResponse, requestId: string): void {
  const { status, code } = error;
  const nodes = {
    Code: code,
    Message: error.message,
    Resource: resourceText(message),
    RequestId: requestId,
    TraceId: requestId,
  };
  const lines = Object.entries(nodes).map(([name, text]) => `\t<${name}>${escaped(text)}</${name}>\n`);
  const body = `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n${lines.join("")}</Error>\n`;
  const isHead = message.method === "HEAD";
  const headers = {
    "Content-Type": "application/xml",
    "Content-Length": Buffer.byteLength(body),
    "x-cos-request-id": requestId,
    "x-cos-trace-id": requestId,
    ...(isHead && { "x-sandbox-error": `${code} ${encodeURIComponent(error.message)}` }),
  };
  response.writeHead(status, headers).end(isHead ? undefined : body);
}

/** Host and path as they were sent; the query may have a signature and a token in it. */
function resourceText({ url = "/", headers }: IncomingMessage): string {
  const [, authority, path = "/"] = /^(?:https?:\/\/([^/?#]*))?([^?#]*)/i.exec(url) ?? [];
  return `${hostName(authority ?? headers.host ?? "")}${path}`;
}

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
