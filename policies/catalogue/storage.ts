/** Actions of object storage (`cos`) and of the processing of its objects (`ci`). */
import { actionsOf, type CatalogueAction, said, unsaid } from "./action.ts";

/** Bucket names end in the app id: `pictures-1250000000`. */
const BUCKET = "qcs::cos:<region>:uid/<appId>:<bucket>/";
/** How lists of actions print what 436/30580 prints as the bucket alone. */
const ALL_OF_BUCKET = "qcs::cos:<region>:uid/<appId>:<bucket>/*";
const OBJECT = "qcs::cos:<region>:uid/<appId>:<bucket>/<object>";
/** With `bucket/` before the name, unlike COS. */
const CI_BUCKET = "qcs::ci:<region>:uid/<appId>:bucket/<bucket>/*";

export const COS_ACTIONS: readonly CatalogueAction[] = actionsOf("cos", [
  ["GetService", "read", said("436/30580", "*")],
  ["PutBucket", "write", said("436/30580", BUCKET)],
  ["DeleteBucket", "write", [...said("436/30580", BUCKET), ...said("598/69901", ALL_OF_BUCKET)]],
  ["GetBucket", "data", [...said("436/30580", BUCKET), ...said("598/57092", OBJECT)]],
  ["HeadBucket", "read", said("436/30580", BUCKET)],
  ["PutBucketACL", "permission management", said("436/30580", BUCKET)],
  ["GetBucketACL", "read", [...said("436/30580", BUCKET), ...said("598/57092", ALL_OF_BUCKET)]],
  ["PutBucketPolicy", "permission management", unsaid("436/30580", BUCKET, "*")],
  ["GetBucketPolicy", "read", unsaid("436/30580", BUCKET, "*")],
  ["DeleteBucketPolicy", "permission management", unsaid("436/30580", BUCKET, "*")],
  ["PutBucketCORS", "write", said("436/30580", BUCKET)],
  ["GetBucketCORS", "read", [...said("436/30580", BUCKET), ...said("598/57092", ALL_OF_BUCKET)]],
  ["PutBucketReplication", "write", unsaid("436/30580", BUCKET, "*")],
  ["PutObject", "write", said("436/30580", OBJECT)],
  ["PostObject", "write", said("436/30580", OBJECT)],
  ["GetObject", "data", said("436/30580", OBJECT)],
  ["HeadObject", "data", said("436/30580", OBJECT)],
  ["DeleteObject", "write", said("436/30580", OBJECT)],
  ["PutObjectACL", "permission management", said("436/30580", OBJECT)],
  ["GetObjectACL", "read", said("436/30580", OBJECT)],
  ["InitiateMultipartUpload", "write", said("436/30580", OBJECT)],
  ["UploadPart", "write", said("436/30580", OBJECT)],
  ["CompleteMultipartUpload", "write", said(["436/30580", "598/69901"], OBJECT)],
  ["AbortMultipartUpload", "write", said(["436/30580", "598/69901"], OBJECT)],
  ["ListMultipartUploads", "data", [...said("436/30580", OBJECT), ...said("436/30580", BUCKET)]],
  ["ListParts", "data", said("436/30580", OBJECT)],
  ["OptionsObject", "read", said("436/30580", OBJECT)],
  ["CreateJob", "write", said("598/69901", "*")],
  ["CreateMounting", "write", said("598/69901", "*")],
]);

export const CI_ACTIONS: readonly CatalogueAction[] = actionsOf("ci", [
  ["DescribeCIBuckets", "read", said(["1045/49896", "1045/74763"], "*")],
  ["DescribeMediaBuckets", "read", [...said(["1045/49896", "1045/74763"], "*"), ...said("1045/49896", CI_BUCKET)]],
  ["GetPrivateM3U8", "data", said(["1045/49896", "1045/74763"], "*")],
  ["CreateCIBucket", "write", said("1045/49896", CI_BUCKET)],
  ["DeleteCIBucket", "write", said("1045/49896", CI_BUCKET)],
  ["CreateMediaJobs", "write", said(["1045/49896", "460/104297"], CI_BUCKET)],
  ["DescribeMediaJob", "data", said("1045/49896", CI_BUCKET)],
  ["CreateDocProcessJobs", "write", said(["1045/49896", "460/104297"], CI_BUCKET)],
  ["DescribeDocProcessJob", "data", said("1045/49896", CI_BUCKET)],
  ["ImageProcess", "data", unsaid("1045/74763", CI_BUCKET, "*")],
]);
