/** Actions of services that the templates touch in passing: `ssl`, `cdn`, `vpc` and `tag`. */
import { actionsOf, type CatalogueAction, said, unsaid } from "./action.ts";

const CERTIFICATE = "qcs::ssl::uin/<ownerUin>:certificate/<certificateId>";
const DOMAIN = "qcs::cdn::uin/<ownerUin>:domain/<domain>";
/** A resource of any service. */
const TAGGED = "qcs::<service>:<region>:uin/<ownerUin>:<resource>";

export const SSL_ACTIONS: readonly CatalogueAction[] = actionsOf("ssl", [
  // The answers of the last two have the private key.
  ["DescribeCertificate", "read", said("1009/40433", CERTIFICATE)],
  ["DescribeCertificates", "read", [...unsaid("598/98168", "*"), ...said("1009/40433", CERTIFICATE)]],
  ["DescribeCertificateDetail", "credential", said("1009/40433", CERTIFICATE)],
  ["DownloadCertificate", "credential", unsaid("598/98168", CERTIFICATE, "*")],
]);

export const CDN_ACTIONS: readonly CatalogueAction[] = actionsOf("cdn", [
  ["TcbCheckResource", "read", unsaid("template", "*", DOMAIN)],
  ["PurgeUrlsCache", "write", [...unsaid("template", "*"), ...said(["228/35229", "598/98110"], DOMAIN)]],
]);

export const VPC_ACTIONS: readonly CatalogueAction[] = actionsOf("vpc", [
  ["DescribeSubnets", "read", said("vpc-levels", "*")],
  ["DescribeVpcLimits", "read", said("vpc-levels", "*")],
  ["DescribeRouteTable", "read", said("vpc-levels", "*")],
]);

export const TAG_ACTIONS: readonly CatalogueAction[] = actionsOf("tag", [
  ["AddResourceTag", "write", unsaid("sdk", "*", TAGGED)],
  ["AttachResourcesTag", "write", said("598/67492", "*")],
  ["CreateTag", "write", said("598/67492", "*")],
  ["DeleteResourceTag", "write", unsaid("sdk", "*", TAGGED)],
  ["DescribeResourceTagsByResourceIds", "read", unsaid("sdk", "*", TAGGED)],
  ["DescribeTags", "read", unsaid("sdk", "*", TAGGED)],
  ["DetachResourcesTag", "write", said("598/67492", "*")],
  ["GetResources", "read", unsaid("sdk", "*", TAGGED)],
  ["GetTagKeys", "read", unsaid("sdk", "*", TAGGED)],
  ["GetTagValues", "read", unsaid("sdk", "*", TAGGED)],
  ["ModifyResourceTags", "write", unsaid("sdk", "*", TAGGED)],
  ["TagResources", "write", said("598/67492", "*")],
  ["UnTagResources", "write", said("598/67492", "*")],
  ["UpdateResourceTagValue", "write", unsaid("sdk", "*", TAGGED)],
  ["DescribeResourcesByTags", "read", unsaid("sdk", "*", TAGGED)],
]);
