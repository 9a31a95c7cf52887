/** Which request is which action, as the API references say; `docs/sandbox.md` has the same as a table. */
import type { Endpoint } from "./host.ts";
import type { StorageRequest } from "./request.ts";

/** One kind of request. */
export interface Route {
  readonly host: Endpoint["kind"];
  readonly method: string;
  /** `/`, `/<key>` for any object, or a path of Cloud Infinite where `<id>` stands for one segment. */
  readonly path: string;
  /** Parameters that tell this request from others: `acl`, or with its value `ci-process=pm3u8`. */
  readonly with: readonly string[];
  /** Parameters that may be there besides. */
  readonly may: readonly string[];
  /** `service:Action` */
  readonly action: string;
}

const VERSION = ["versionId"];
const LISTED = ["prefix", "delimiter", "encoding-type"];
const RESPONSE = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const PAGES = ["pageNumber", "pageSize", "regions", "region", "bucketName", "bucketNames", "tagKey"];

type Row = readonly [method: string, path: string, parameters: string, action: string, may?: readonly string[]];

/** https://cloud.tencent.com/document/product/436/7751 */
const BUCKET_ROWS: readonly Row[] = [
  ["PUT", "/", "", "PutBucket"],
  ["DELETE", "/", "", "DeleteBucket"],
  ["GET", "/", "", "GetBucket", [...LISTED, "marker", "max-keys"]],
  ["HEAD", "/", "", "HeadBucket"],
  ["PUT", "/", "acl", "PutBucketACL"],
  ["GET", "/", "acl", "GetBucketACL"],
  ["PUT", "/", "policy", "PutBucketPolicy"],
  ["GET", "/", "policy", "GetBucketPolicy"],
  ["DELETE", "/", "policy", "DeleteBucketPolicy"],
  ["PUT", "/", "cors", "PutBucketCORS"],
  ["GET", "/", "cors", "GetBucketCORS"],
  ["PUT", "/", "replication", "PutBucketReplication"],
  ["GET", "/", "uploads", "ListMultipartUploads", [...LISTED, "key-marker", "upload-id-marker", "max-uploads"]],
  ["PUT", "/<key>", "", "PutObject"],
  ["GET", "/<key>", "", "GetObject", [...VERSION, ...RESPONSE.map((name) => `response-${name}`)]],
  ["HEAD", "/<key>", "", "HeadObject", VERSION],
  ["DELETE", "/<key>", "", "DeleteObject", VERSION],
  ["PUT", "/<key>", "acl", "PutObjectACL", VERSION],
  ["GET", "/<key>", "acl", "GetObjectACL", VERSION],
  ["POST", "/<key>", "uploads", "InitiateMultipartUpload", ["encoding-type"]],
  ["PUT", "/<key>", "partNumber uploadId", "UploadPart"],
  ["POST", "/<key>", "uploadId", "CompleteMultipartUpload"],
  ["DELETE", "/<key>", "uploadId", "AbortMultipartUpload"],
  ["GET", "/<key>", "uploadId", "ListParts", ["encoding-type", "max-parts", "part-number-marker"]],
  ["OPTIONS", "/<key>", "", "OptionsObject"],
];

/** A processed object is asked of the bucket's own host. */
const PROCESSING_ROWS: readonly Row[] = [
  ["GET", "/<key>", "ci-process=pm3u8", "GetPrivateM3U8", ["expires", "tokenType", "token", ...VERSION]],
  ["POST", "/<key>", "image_process", "ImageProcess"],
];

/** As the page of each request has it, such as https://www.tencentcloud.com/document/product/1045/33703 */
const CI_BUCKET_ROWS: readonly Row[] = [
  ["PUT", "/", "", "CreateCIBucket"],
  ["PUT", "/", "unbind", "DeleteCIBucket"],
  ["GET", "/", "", "DescribeCIBuckets"],
  ["POST", "/jobs", "", "CreateMediaJobs"],
  ["GET", "/jobs/<id>", "", "DescribeMediaJob"],
  ["POST", "/doc_jobs", "", "CreateDocProcessJobs"],
  ["GET", "/doc_jobs/<id>", "", "DescribeDocProcessJob"],
];

const CI_ROWS: readonly Row[] = [
  ["GET", "/mediabucket", "", "DescribeMediaBuckets", PAGES],
  ["GET", "/cibuckets", "", "DescribeCIBuckets", PAGES],
];

export const ROUTES: readonly Route[] = [
  ...routes("cos", "cos", [["GET", "/", "", "GetService", ["tagkey", "tagvalue", "region", "marker", "max-keys"]]]),
  ...routes("cos bucket", "cos", BUCKET_ROWS),
  ...routes("cos bucket", "ci", PROCESSING_ROWS),
  ...routes("ci bucket", "ci", CI_BUCKET_ROWS),
  // Older documents ask for these lists at a bucket's host.
  ...routes("ci bucket", "ci", CI_ROWS),
  ...routes("ci", "ci", CI_ROWS),
];

function routes(host: Endpoint["kind"], service: string, rows: readonly Row[]): Route[] {
  return rows.map(([method, path, parameters, action, may = []]) => ({
    host,
    method,
    path,
    with: parameters.split(" ").filter((name) => name !== ""),
    may,
    action: `${service}:${action}`,
  }));
}

/** The one route of a request. Every parameter must be one of the route's: an unknown one could make it another request. */
export function routeOf(kind: Endpoint["kind"], { method, path, query }: StorageRequest): Route | undefined {
  const given = [...query.keys()].filter((name) => !isOfSignature(name));
  return ROUTES.find((route) => {
    const names = route.with.map((parameter) => parameter.split("=")[0] ?? parameter);
    return (
      route.host === kind &&
      route.method === method &&
      pathMatches(route.path, path) &&
      route.with.every(isGiven) &&
      given.every((name) => names.includes(name) || route.may.includes(name))
    );
  });

  function isGiven(parameter: string): boolean {
    const [name = "", value] = parameter.split("=");
    return value === undefined ? query.has(name) : query.get(name) === value;
  }
}

function pathMatches(pattern: string, path: string): boolean {
  if (pattern === "/<key>") return path !== "/";
  if (!pattern.endsWith("/<id>")) return path === pattern;
  const folder = pattern.slice(0, -"<id>".length);
  return path.startsWith(folder) && /^[\w-]+$/.test(path.slice(folder.length));
}

/** A presigned URL carries these, and names what they sign. */
function isOfSignature(name: string): boolean {
  return /^(q-[a-z-]+|sign|x-(cos|ci)-security-token)$/.test(name);
}
