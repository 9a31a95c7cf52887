/** Actions of the container registry (`tcr`), Enterprise edition. */
import { actionsOf, type CatalogueAction, said, unsaid } from "./action.ts";

const INSTANCE = "qcs::tcr:<region>:uin/<ownerUin>:instance/<registryId>";
const NAMESPACE = "qcs::tcr:<region>:uin/<ownerUin>:repository/<registryId>/<namespace>";
const REPOSITORY = "qcs::tcr:<region>:uin/<ownerUin>:repository/<registryId>/<namespace>/<repository>";

export const TCR_ACTIONS: readonly CatalogueAction[] = actionsOf("tcr", [
  ["DescribeInstances", "read", said("1051/39860", INSTANCE)],
  ["DescribeInstanceStatus", "read", said("1051/39860", INSTANCE)],
  ["CreateInstance", "write", said("1051/39860", INSTANCE)],
  ["DeleteInstanceToken", "write", said("1051/39860", INSTANCE)],
  ["ModifyInstanceToken", "write", said("1051/39860", INSTANCE)],
  ["DescribeInstanceToken", "read", said("1051/39860", INSTANCE)],
  ["CreateInstanceToken", "credential", said(["1051/39860", "598/57160"], INSTANCE)],
  ["CreateServiceAccount", "credential", unsaid("598/57160", INSTANCE, "*")],
  ["ModifyServiceAccountPassword", "credential", unsaid("598/57160", INSTANCE, "*")],
  ["DeleteInstance", "write", unsaid("598/57160", INSTANCE, "*")],
  ["ModifyInstance", "write", unsaid("598/57160", INSTANCE, "*")],
  ["DescribeServiceAccounts", "read", unsaid("598/57160", INSTANCE, "*")],
  ["DescribeInternalEndpoints", "read", unsaid("598/57160", INSTANCE, "*")],
  ["DescribeExternalEndpointStatus", "read", unsaid("598/57160", INSTANCE, "*")],
  ["CreateNamespace", "write", said("1051/39860", NAMESPACE)],
  ["DeleteNamespace", "write", said("1051/39860", NAMESPACE)],
  ["ModifyNamespace", "write", said("1051/39860", NAMESPACE)],
  ["DescribeNamespaces", "read", [...said("1051/39860", NAMESPACE), ...said("tcr-cases", REPOSITORY)]],
  ["DescribeRepositories", "read", said("tcr-cases", REPOSITORY)],
  ["CreateRepository", "write", said("1051/39860", REPOSITORY)],
  ["DeleteRepository", "write", said("1051/39860", REPOSITORY)],
  ["ModifyRepository", "write", said("1051/39860", REPOSITORY)],
  ["DescribeImages", "read", [...said("1051/39860", REPOSITORY), ...said("1051/39860", NAMESPACE)]],
  ["DescribeImageManifests", "data", unsaid("1051/39860", REPOSITORY, "*")],
  ["DeleteImage", "write", unsaid("1051/39860", REPOSITORY, "*")],
  ["DeleteRepositoryTags", "write", unsaid("1051/39860", REPOSITORY, "*")],
  ["PullRepository", "data", said("tcr-cases", REPOSITORY)],
  ["PushRepository", "write", unsaid("1051/39860", REPOSITORY, "*")],
  ["CreateCustomAccount", "credential", said("598/57160", INSTANCE)],
  ["CreateApplicationTokenPersonal", "credential", said(["598/57160", "598/70035"], "*")],
]);
