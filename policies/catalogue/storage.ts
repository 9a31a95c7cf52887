/** Actions of object storage (`cos`) and of the processing of its objects (`ci`). */
import { actionsOf, type CatalogueAction } from "./action.ts";

/** Bucket names end in the app id: `pictures-1250000000`. */
const BUCKET = "qcs::cos:<region>:uid/<appId>:<bucket>/";
const OBJECT = "qcs::cos:<region>:uid/<appId>:<bucket>/<object>";
/** With `bucket/` before the name, unlike COS. */
const CI_BUCKET = "qcs::ci:<region>:uid/<appId>:bucket/<bucket>/*";

export const COS_ACTIONS: readonly CatalogueAction[] = actionsOf("cos", [
  ["GetService", "read", "*", "sourced", "436/30580"],
  ["PutBucket", "write", BUCKET, "inferred", "436/30580"],
  ["DeleteBucket", "write", BUCKET, "inferred", "436/30580"],
  ["GetBucket", "data", BUCKET, "inferred", "436/30580"],
  ["HeadBucket", "read", BUCKET, "inferred", "436/30580"],
  ["PutBucketACL", "permission management", BUCKET, "inferred", "436/30580"],
  ["GetBucketACL", "read", BUCKET, "inferred", "436/30580"],
  ["PutBucketPolicy", "permission management", BUCKET, "inferred", "436/30580"],
  ["GetBucketPolicy", "read", BUCKET, "inferred", "436/30580"],
  ["DeleteBucketPolicy", "permission management", BUCKET, "inferred", "436/30580"],
  ["PutBucketCORS", "write", BUCKET, "inferred", "436/30580"],
  ["GetBucketCORS", "read", BUCKET, "inferred", "436/30580"],
  ["PutBucketReplication", "write", BUCKET, "inferred", "436/30580"],
  ["PutObject", "write", OBJECT, "sourced", "436/30580"],
  ["PostObject", "write", OBJECT, "inferred", "436/30580"],
  ["GetObject", "data", OBJECT, "sourced", "436/30580"],
  ["HeadObject", "data", OBJECT, "inferred", "436/30580"],
  ["DeleteObject", "write", OBJECT, "inferred", "436/30580"],
  ["PutObjectACL", "permission management", OBJECT, "inferred", "436/30580"],
  ["GetObjectACL", "read", OBJECT, "inferred", "436/30580"],
  ["InitiateMultipartUpload", "write", OBJECT, "inferred", "436/30580"],
  ["UploadPart", "write", OBJECT, "inferred", "436/30580"],
  ["CompleteMultipartUpload", "write", OBJECT, "inferred", "436/30580"],
  ["AbortMultipartUpload", "write", OBJECT, "inferred", "436/30580"],
  ["ListMultipartUploads", "data", OBJECT, "inferred", "436/30580"],
  ["ListParts", "data", OBJECT, "inferred", "436/30580"],
  ["OptionsObject", "read", OBJECT, "inferred", "436/30580"],
]);

export const CI_ACTIONS: readonly CatalogueAction[] = actionsOf("ci", [
  ["DescribeCIBuckets", "read", "*", "sourced", "1045/74763"],
  ["DescribeMediaBuckets", "read", "*", "sourced", "1045/74763"],
  ["GetPrivateM3U8", "data", "*", "sourced", "1045/74763"],
  ["CreateCIBucket", "write", CI_BUCKET, "inferred", "1045/74763"],
  ["DeleteCIBucket", "write", CI_BUCKET, "inferred", "1045/74763"],
  ["CreateMediaJobs", "write", CI_BUCKET, "inferred", "1045/74763"],
  ["DescribeMediaJob", "data", CI_BUCKET, "inferred", "1045/74763"],
  ["CreateDocProcessJobs", "write", CI_BUCKET, "inferred", "1045/74763"],
  ["DescribeDocProcessJob", "data", CI_BUCKET, "inferred", "1045/74763"],
  ["ImageProcess", "data", CI_BUCKET, "inferred", "1045/74763"],
]);
