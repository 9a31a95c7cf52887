/** What a request of object storage does, in terms of the catalogue's actions and resources. */
import { findAction, type ResourceValues, resourceOf } from "../../../policies/catalogue/catalogue.ts";
import { accessDenied, StorageError } from "./error.ts";
import { type BucketEndpoint, type Endpoint, endpointOf } from "./host.ts";
import { decoded, type StorageRequest } from "./request.ts";
import { routeOf } from "./routes.ts";

export interface Operation {
  /** `service:Action`, by which faults name it. */
  readonly action: string;
  /** What CAM is asked, in this order; all of it must be allowed. */
  readonly asks: readonly Ask[];
}

export interface Ask {
  readonly action: string;
  /** Six segments; the text of a key is in it as it is, so that `*` is an ordinary character. */
  readonly resource: string;
}

/** Bytes of the longest key (https://cloud.tencent.com/document/product/436/13324). */
const KEY_LIMIT = 850;

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/**
 * @param appId of the account. A bucket of any other one is closed to everybody here, the root account included.
 * @throws StorageError `AccessDenied` for a bucket of another account, `MethodNotAllowed`, `NotImplemented` for a request that is no action
 * of the catalogue, and codes for what is wrong with a key or a list of keys.
 */
export function operationOf(endpoint: Endpoint, request: StorageRequest, appId: string): Operation {
  if (isBucket(endpoint) && endpoint.appId !== appId) throw accessDenied();
  const { method, path, query, headers } = request;
  if (!METHODS.includes(method)) throw new StorageError("MethodNotAllowed", "Object storage has no such method.");
  const route = routeOf(endpoint.kind, request);
  if (route === undefined) {
    const where = isBucket(endpoint)
      ? `${path === "/" ? "a bucket" : "an object"} (${endpoint.kind} host)`
      : endpoint.kind;
    const names = [...query.keys()].filter((name) => !name.startsWith("q-")).join(", ");
    throw new StorageError(
      "NotImplemented",
      `The sandbox does not decide about ${method} of ${where}${names && ` with the parameters ${names}`}: docs/sandbox.md lists what it knows.`,
    );
  }
  const { action } = route;
  if (!isBucket(endpoint)) return { action, asks: [ask(action, {})] };
  const asked = (key: string) => ask(action, valuesOf(endpoint, key));
  if (action === "cos:ListMultipartUploads") return { action, asks: [asked(query.get("prefix") ?? "")] };
  if (path === "/") return { action, asks: [asked("")] };
  const key = endpoint.kind === "cos bucket" ? checkedKey(path.slice(1)) : "";
  const source = headers["x-cos-copy-source"];
  if (source === undefined || (action !== "cos:PutObject" && action !== "cos:UploadPart")) {
    return { action, asks: [asked(key)] };
  }
  // Copies, whole or in parts, ask to store the target and to read the source (436/30580).
  return {
    action,
    asks: [ask("cos:PutObject", valuesOf(endpoint, key)), ask("cos:GetObject", sourceOf(source, appId))],
  };
}

/** An upload by a form, whose key is one of its fields. @throws StorageError as `operationOf`. */
export function formOperation(endpoint: BucketEndpoint, key: string, appId: string): Operation {
  if (endpoint.appId !== appId) throw accessDenied();
  const action = "cos:PostObject";
  return { action, asks: [ask(action, valuesOf(endpoint, checkedKey(key)))] };
}

export function isBucket(endpoint: Endpoint): endpoint is BucketEndpoint {
  return "bucket" in endpoint;
}

function ask(name: string, values: ResourceValues): Ask {
  const action = findAction(name);
  if (action === undefined) throw new RangeError(`the catalogue has no ${name}`);
  return { action: action.name, resource: resourceOf(action, values) };
}

function valuesOf({ region, appId, bucket }: BucketEndpoint, object: string): ResourceValues {
  return { region, appId, bucket, object };
}

/** `<bucket>-<app id>.cos.<region>.myqcloud.com/<encoded key>`, perhaps with a version (https://cloud.tencent.com/document/product/436/10881). */
function sourceOf(header: string, appId: string): ResourceValues {
  const [, host = "", path = ""] = /^([^/?]+)\/([^?]+)(?:\?versionId=[^&?]*)?$/i.exec(header) ?? [];
  const endpoint = host === "" ? undefined : endpointOf(host);
  if (endpoint?.kind !== "cos bucket") {
    throw new StorageError(
      "InvalidCopySource",
      "The source is of the form <bucket>-<app id>.cos.<region>.myqcloud.com/<key>.",
    );
  }
  if (endpoint.appId !== appId) throw accessDenied();
  return valuesOf(endpoint, checkedKey(decoded(path)));
}

/** @throws StorageError `KeyTooLong`, or `InvalidObjectName` for a key that a path resolver takes for the bucket itself. */
function checkedKey(key: string): string {
  if (Buffer.byteLength(key) > KEY_LIMIT) {
    throw new StorageError("KeyTooLong", `The key of an object has at most ${KEY_LIMIT} bytes.`);
  }
  // The official SDK refuses to read these, since the service would answer with a list of the bucket.
  if (key.split("/").every((segment) => ["", ".", ".."].includes(segment))) {
    throw new StorageError("InvalidObjectName", "The key of an object cannot consist of slashes and dots alone.");
  }
  return key;
}
