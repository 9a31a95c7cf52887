/** Actions of services that the templates touch in passing: `ssl`, `cdn`, `vpc` and `tag`. */
import { actionsOf, type CatalogueAction } from "./action.ts";

const CERTIFICATE = "qcs::ssl::uin/<ownerUin>:certificate/<certificateId>";

export const SSL_ACTIONS: readonly CatalogueAction[] = actionsOf("ssl", [
  // The answers of the last two have the private key.
  ["DescribeCertificate", "read", CERTIFICATE, "inferred", "598/98168"],
  ["DescribeCertificates", "read", "*", "inferred", "598/98168"],
  ["DescribeCertificateDetail", "credential", CERTIFICATE, "inferred", "598/98168"],
  ["DownloadCertificate", "credential", CERTIFICATE, "inferred", "598/98168"],
]);

export const CDN_ACTIONS: readonly CatalogueAction[] = actionsOf("cdn", [
  ["TcbCheckResource", "read", "*", "inferred", "template"],
  ["PurgeUrlsCache", "write", "*", "inferred", "598/98110"],
]);

export const VPC_ACTIONS: readonly CatalogueAction[] = actionsOf("vpc", [
  ["DescribeSubnets", "read", "*", "inferred", "template"],
  ["DescribeVpcLimits", "read", "*", "inferred", "template"],
  ["DescribeRouteTable", "read", "*", "inferred", "template"],
]);

export const TAG_ACTIONS: readonly CatalogueAction[] = actionsOf("tag", [
  ["AddResourceTag", "write", "*", "inferred", "sdk"],
  ["AttachResourcesTag", "write", "*", "inferred", "sdk"],
  ["CreateTag", "write", "*", "inferred", "sdk"],
  ["DeleteResourceTag", "write", "*", "inferred", "sdk"],
  ["DescribeResourceTagsByResourceIds", "read", "*", "inferred", "sdk"],
  ["DescribeTags", "read", "*", "inferred", "sdk"],
  ["DetachResourcesTag", "write", "*", "inferred", "sdk"],
  ["GetResources", "read", "*", "inferred", "sdk"],
  ["GetTagKeys", "read", "*", "inferred", "sdk"],
  ["GetTagValues", "read", "*", "inferred", "sdk"],
  ["ModifyResourceTags", "write", "*", "inferred", "sdk"],
  ["TagResources", "write", "*", "inferred", "sdk"],
  ["UnTagResources", "write", "*", "inferred", "sdk"],
  ["UpdateResourceTagValue", "write", "*", "inferred", "sdk"],
  ["DescribeResourcesByTags", "read", "*", "inferred", "sdk"],
]);
