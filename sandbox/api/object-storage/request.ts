/** Reads a request of object storage off an HTTP request, without normalizing anything that could be part of an object's key. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { StorageError } from "./error.ts";
import { isStorageHost } from "./host.ts";

export interface StorageRequest {
  /** Upper case. */
  readonly method: string;
  /** Of the request target where it has one, else of the header `Host`. */
  readonly host: string;
  /** Decoded, with its leading slash; what follows the slash is the object's key. */
  readonly path: string;
  /** Decoded, by name in the case that it was sent in. No two names are the same but for their case. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What follows the origin is path and query; `URL` would resolve `..`, which is an ordinary part of a key. */
const TARGET = /^(?:https?:\/\/([^/?#]*))?(\/[^?#]*)?(?:\?([^#]*))?$/i;

/** Whether a request is one of object storage: by its signature, its host, or since nothing else here takes forms. */
export function isStorageRequest({ method, url = "/", headers }: IncomingMessage): boolean {
  const { authorization = "" } = headers;
  if (authorization.startsWith("TC3-")) return false;
  return (
    authorization.startsWith("q-sign-algorithm=") ||
    /[?&]q-sign-algorithm=/.test(url) ||
    isStorageHost(TARGET.exec(url)?.[1] ?? headers.host ?? "") ||
    (method === "POST" && isForm(headers))
  );
}

/** Whether the body is a form with files, which is how browsers upload objects. */
export function isForm(headers: { readonly "content-type"?: string | undefined }): boolean {
  return /^multipart\/form-data *;/i.test(headers["content-type"] ?? "");
}

/** @throws StorageError `InvalidURI` or `InvalidArgument`. */
export function readStorageRequest(message: IncomingMessage, body: Buffer): StorageRequest {
  const { method = "", url = "/" } = message;
  const [whole, authority, sentPath = "/", query = ""] = TARGET.exec(url) ?? [];
  if (whole === undefined) throw new StorageError("InvalidURI", "The request target is not a URL.");
  return {
    method: method.toUpperCase(),
    // A client that asks a proxy names the host twice; it is the target that counts (RFC 9112, 3.2.2).
    host: authority ?? message.headers.host ?? "",
    path: decoded(sentPath),
    query: parsedQuery(query),
    headers: joined(message.headers),
    body,
  };
}

/** Decodes `%41`. @throws StorageError `InvalidURI` for what is not UTF-8. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new StorageError("InvalidURI", "The URL is not percent-encoded UTF-8.");
  }
}

function parsedQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const seen = new Set<string>();
  for (const pair of query.split("&").filter((text) => text !== "")) {
    const [name = "", ...value] = pair.split("=").map((text) => decoded(text.replaceAll("+", " ")));
    // Signatures name parameters in lower case, so that one of two could be signed and the other one be used.
    if (seen.has(name.toLowerCase())) {
      throw new StorageError("InvalidArgument", "A parameter of the query is given twice.");
    }
    seen.add(name.toLowerCase());
    parameters.set(name, value.join("="));
  }
  return parameters;
}

function joined(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );
}
