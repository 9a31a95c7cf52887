/** Which service, region and bucket a host name stands for (https://cloud.tencent.com/document/product/436/6224). */
import { StorageError } from "./error.ts";

/** `pic` is the older name of Cloud Infinite's hosts, which binds and unbinds buckets. */
export type Endpoint =
  | { readonly kind: "cos" | "ci" }
  | {
      readonly kind: "cos bucket" | "ci bucket";
      readonly region: string;
      /** With the app id at its end: `pictures-1250000000`. */
      readonly bucket: string;
      readonly appId: string;
    };

export type BucketEndpoint = Extract<Endpoint, { bucket: string }>;

const SERVICE =
  /^(?:service\.cos\.(?:myqcloud\.com|tencentcos\.cn)|(cos|ci)\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn))$/;
const BUCKET = /^([^.]+)\.(cos|ci|pic)\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)$/;
const BUCKET_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-([1-9]\d*)$/;

/** Whether the host is one of object storage or of its data processing. */
export function isStorageHost(host: string): boolean {
  const name = hostName(host);
  return SERVICE.test(name) || BUCKET.test(name);
}

/**
 * @param host as a client wrote it, with or without a port.
 * @throws StorageError `InvalidURI`, `InvalidBucketName` or `BucketAccelerateNotEnabled`.
 */
export function endpointOf(host: string): Endpoint {
  const name = hostName(host);
  const service = SERVICE.exec(name);
  if (service !== null) return { kind: service[1] === "ci" ? "ci" : "cos" };
  const [, bucket = "", kind, region = ""] = BUCKET.exec(name) ?? [];
  if (kind === undefined) {
    throw new StorageError(
      "InvalidURI",
      "The host names no bucket: use <bucket>-<app id>.cos.<region>.myqcloud.com, or .ci. for data processing, with the sandbox as HTTP proxy.",
    );
  }
  // The one name of a host that says nothing of where the bucket is.
  if (region === "accelerate") {
    throw new StorageError("BucketAccelerateNotEnabled", "The sandbox has no global acceleration: name the region.");
  }
  const appId = BUCKET_NAME.exec(bucket)?.[1];
  if (appId === undefined) {
    throw new StorageError("InvalidBucketName", "The name of a bucket is of the form <name>-<app id>.");
  }
  return { kind: kind === "cos" ? "cos bucket" : "ci bucket", region, bucket, appId };
}

/** Host names are the same in either case. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}
