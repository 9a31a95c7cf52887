/** Actions of the container registry (`tcr`), Enterprise edition. */
import { actionsOf, type CatalogueAction } from "./action.ts";

const INSTANCE = "qcs::tcr:<region>:uin/<ownerUin>:instance/<registryId>";
const NAMESPACE = "qcs::tcr:<region>:uin/<ownerUin>:repository/<registryId>/<namespace>";
const REPOSITORY = "qcs::tcr:<region>:uin/<ownerUin>:repository/<registryId>/<namespace>/<repository>";

export const TCR_ACTIONS: readonly CatalogueAction[] = actionsOf("tcr", [
  ["DescribeInstances", "read", INSTANCE, "sourced", "1051/39860"],
  ["DescribeInstanceStatus", "read", INSTANCE, "sourced", "1051/39860"],
  ["CreateInstance", "write", INSTANCE, "sourced", "1051/39860"],
  ["DeleteInstanceToken", "write", INSTANCE, "sourced", "1051/39860"],
  ["ModifyInstanceToken", "write", INSTANCE, "sourced", "1051/39860"],
  ["DescribeInstanceToken", "read", INSTANCE, "sourced", "1051/39860"],
  ["CreateInstanceToken", "credential", INSTANCE, "sourced", "1051/39860"],
  ["CreateServiceAccount", "credential", INSTANCE, "inferred", "598/57160"],
  ["ModifyServiceAccountPassword", "credential", INSTANCE, "inferred", "598/57160"],
  ["DeleteInstance", "write", INSTANCE, "inferred", "598/57160"],
  ["ModifyInstance", "write", INSTANCE, "inferred", "598/57160"],
  ["DescribeServiceAccounts", "read", INSTANCE, "inferred", "598/57160"],
  ["DescribeInternalEndpoints", "read", INSTANCE, "inferred", "598/57160"],
  ["DescribeExternalEndpointStatus", "read", INSTANCE, "inferred", "598/57160"],
  ["CreateNamespace", "write", NAMESPACE, "sourced", "1051/39860"],
  ["DeleteNamespace", "write", NAMESPACE, "sourced", "1051/39860"],
  ["ModifyNamespace", "write", NAMESPACE, "sourced", "1051/39860"],
  ["DescribeNamespaces", "read", NAMESPACE, "inferred", "1051/39860"],
  ["DescribeRepositories", "read", REPOSITORY, "inferred", "1051/39860"],
  ["CreateRepository", "write", REPOSITORY, "inferred", "1051/39860"],
  ["DeleteRepository", "write", REPOSITORY, "inferred", "1051/39860"],
  ["ModifyRepository", "write", REPOSITORY, "inferred", "1051/39860"],
  ["DescribeImages", "read", REPOSITORY, "inferred", "1051/39860"],
  ["DescribeImageManifests", "data", REPOSITORY, "inferred", "1051/39860"],
  ["DeleteImage", "write", REPOSITORY, "inferred", "1051/39860"],
  ["DeleteRepositoryTags", "write", REPOSITORY, "inferred", "1051/39860"],
  ["PullRepository", "data", REPOSITORY, "inferred", "1051/39860"],
  ["PushRepository", "write", REPOSITORY, "inferred", "1051/39860"],
]);
