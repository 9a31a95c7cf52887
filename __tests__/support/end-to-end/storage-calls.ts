/** A request of object storage or data processing for every action of cos and ci in the catalogue. */
import { findAction, resourceOf } from "../../../policies/catalogue/catalogue.ts";
import type { StorageRequest } from "./storage-client.ts";

export { type AskStorage, askStorage } from "./storage-client.ts";

/** An object that a request is about. */
export interface StorageTarget {
  /** With the app id at its end. */
  readonly bucket: string;
  readonly object: string;
  /** `ap-shanghai` */
  readonly region: string;
}

export interface StorageCall {
  /** `service:Action` */
  readonly action: string;
  readonly request: (target: StorageTarget) => StorageRequest;
  /** Every resource that CAM is asked about, in that order. */
  readonly asks: (target: StorageTarget) => readonly string[];
}

type Parts = Omit<StorageRequest, "host" | "key" | "method"> & { readonly key?: string };

const cosHost = ({ bucket, region }: StorageTarget) => `${bucket}.cos.${region}.myqcloud.com`;
const ciHost = ({ bucket, region }: StorageTarget) => `${bucket}.ci.${region}.myqcloud.com`;
const flag = (name: string): Parts => ({ query: { [name]: "" } });

function call(
  action: string,
  method: StorageRequest["method"],
  host: (target: StorageTarget) => string,
  parts: (target: StorageTarget) => Parts = () => ({}),
): StorageCall {
  return {
    action,
    request: (target) => ({ method, host: host(target), key: "", ...parts(target) }),
    asks: (target) => [asked(action, target)],
  };
}

/** What the catalogue says, with the values of a target. */
export function asked(name: string, { bucket, object, region }: StorageTarget): string {
  const action = findAction(name);
  if (action === undefined) throw new RangeError(`the catalogue has no ${name}`);
  return resourceOf(action, { bucket, object, region, appId: bucket.slice(bucket.lastIndexOf("-") + 1) });
}

function ofBucket(name: string, method: StorageRequest["method"], parts?: Parts): StorageCall {
  return call(`cos:${name}`, method, cosHost, () => parts ?? {});
}

function ofObject(name: string, method: StorageRequest["method"], parts?: Parts): StorageCall {
  return call(name, method, cosHost, ({ object }) => ({ key: object, ...parts }));
}

const UPLOAD = { uploadId: "1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361" };

/** Actions of cos that go to hosts of their own, which the sandbox does not serve: batch jobs, and mounts on servers. */
export const NOT_REQUESTED: readonly string[] = ["cos:CreateJob", "cos:CreateMounting"];

/** One for every action of cos and ci in the catalogue, but for `NOT_REQUESTED`. */
export const STORAGE_CALLS: readonly StorageCall[] = [
  call("cos:GetService", "GET", () => "service.cos.myqcloud.com"),
  ofBucket("PutBucket", "PUT"),
  ofBucket("DeleteBucket", "DELETE"),
  ofBucket("GetBucket", "GET", { query: { prefix: "", "max-keys": "10" } }),
  ofBucket("HeadBucket", "HEAD"),
  ofBucket("PutBucketACL", "PUT", { ...flag("acl"), headers: { "x-cos-acl": "public-read" } }),
  ofBucket("GetBucketACL", "GET", flag("acl")),
  ofBucket("PutBucketPolicy", "PUT", { ...flag("policy"), body: "{}" }),
  ofBucket("GetBucketPolicy", "GET", flag("policy")),
  ofBucket("DeleteBucketPolicy", "DELETE", flag("policy")),
  ofBucket("PutBucketCORS", "PUT", { ...flag("cors"), body: "<CORSConfiguration/>" }),
  ofBucket("GetBucketCORS", "GET", flag("cors")),
  ofBucket("PutBucketReplication", "PUT", { ...flag("replication"), body: "<ReplicationConfiguration/>" }),
  ofObject("cos:PutObject", "PUT", { body: "hello" }),
  call("cos:PostObject", "POST", cosHost, ({ object }) => ({ uploads: object })),
  ofObject("cos:GetObject", "GET"),
  ofObject("cos:HeadObject", "HEAD"),
  ofObject("cos:DeleteObject", "DELETE"),
  ofObject("cos:PutObjectACL", "PUT", { ...flag("acl"), headers: { "x-cos-acl": "public-read" } }),
  ofObject("cos:GetObjectACL", "GET", flag("acl")),
  ofObject("cos:InitiateMultipartUpload", "POST", flag("uploads")),
  ofObject("cos:UploadPart", "PUT", { query: { partNumber: "1", ...UPLOAD }, body: "hello" }),
  ofObject("cos:CompleteMultipartUpload", "POST", { query: UPLOAD, body: "<CompleteMultipartUpload/>" }),
  ofObject("cos:AbortMultipartUpload", "DELETE", { query: UPLOAD }),
  call("cos:ListMultipartUploads", "GET", cosHost, ({ object }) => ({ query: { uploads: "", prefix: object } })),
  ofObject("cos:ListParts", "GET", { query: UPLOAD }),
  ofObject("cos:OptionsObject", "OPTIONS", {
    headers: { origin: "https://example.com", "access-control-request-method": "PUT" },
  }),
  call("ci:DescribeCIBuckets", "GET", ciHost),
  call(
    "ci:DescribeMediaBuckets",
    "GET",
    ({ region }) => `ci.${region}.myqcloud.com`,
    () => ({ key: "mediabucket" }),
  ),
  ofObject("ci:GetPrivateM3U8", "GET", { query: { "ci-process": "pm3u8", expires: "3600" } }),
  call("ci:CreateCIBucket", "PUT", ciHost),
  call("ci:DeleteCIBucket", "PUT", ciHost, () => flag("unbind")),
  call("ci:CreateMediaJobs", "POST", ciHost, () => ({ key: "jobs", body: "<Request/>" })),
  call("ci:DescribeMediaJob", "GET", ciHost, () => ({ key: "jobs/j8d121820f5e411ec926ef19d53ba9c5d" })),
  call("ci:CreateDocProcessJobs", "POST", ciHost, () => ({ key: "doc_jobs", body: "<Request/>" })),
  call("ci:DescribeDocProcessJob", "GET", ciHost, () => ({ key: "doc_jobs/d18a9a2fa1dff11eb8f3bb10f6e2c4d7b" })),
  ofObject("ci:ImageProcess", "POST", {
    ...flag("image_process"),
    headers: { "pic-operations": '{"is_pic_info":1}' },
  }),
];
