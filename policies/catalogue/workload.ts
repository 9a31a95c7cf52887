/** Actions of what runs in an environment: functions (`scf`), CloudBase Run (`tcbr`), low code (`lowcode`) and logs (`cls`). */
import { actionsOf, type CatalogueAction } from "./action.ts";

/** Creating asks for the namespace, everything else for the function in it. The namespace of an environment is its id. */
const FUNCTIONS = "qcs::scf:<region>:uin/<ownerUin>:namespace/<envId>";
const FUNCTION = "qcs::scf:<region>:uin/<ownerUin>:namespace/<envId>/function/<function>";
const CLOUD_RUN = "qcs::tcbr::uin/<ownerUin>:env/<envId>";
const CLOUD_RUN_OF_REGION = "qcs::tcbr:<region>:uin/<ownerUin>:env/<envId>";
const LOWCODE = "qcs::lowcode::uin/<ownerUin>:env/<envId>";
const LOGSET = "qcs::cls:<region>:uin/<ownerUin>:logset/<logsetId>";
const TOPIC = "qcs::cls:<region>:uin/<ownerUin>:topic/<topicId>";

export const SCF_ACTIONS: readonly CatalogueAction[] = actionsOf("scf", [
  ["CreateFunction", "write", FUNCTIONS, "sourced", "error-message"],
  ["CreateTrigger", "write", "*", "sourced", "598/57149"],
  ["BindTrigger", "write", "*", "sourced", "598/57149"],
  ["CopyFunction", "write", "*", "sourced", "598/57149"],
  ["CreateNamespace", "write", "*", "sourced", "598/57149"],
  ["DeleteNamespace", "write", "*", "sourced", "598/57149"],
  ["CreateAlias", "write", "*", "sourced", "598/57149"],
  ["DeleteAlias", "write", "*", "sourced", "598/57149"],
  ["DeleteFunctionVersion", "write", "*", "sourced", "598/57149"],
  ["DeleteLayerVersion", "write", "*", "sourced", "598/57149"],
  // 598/57149 says operation level. Of the two readings this one has the proof look at resources as well as at `*`.
  ["InvokeFunction", "write", FUNCTION, "sourced", "583/47932"],
  ["BuildDebugConnection", "write", FUNCTION, "sourced", "598/57149"],
  ["DeleteReservedConcurrencyConfig", "write", FUNCTION, "sourced", "598/57149"],
  ["DeleteProvisionedConcurrencyConfig", "write", FUNCTION, "sourced", "598/57149"],
  ["Invoke", "write", FUNCTION, "inferred", "598/57149"],
  ["GetFunction", "data", FUNCTION, "inferred", "598/57149"],
  ["UpdateFunctionCode", "write", FUNCTION, "inferred", "598/57149"],
  ["UpdateFunctionConfiguration", "write", FUNCTION, "inferred", "598/57149"],
  ["DeleteFunction", "write", FUNCTION, "inferred", "598/57149"],
  ["GetFunctionLogs", "data", FUNCTION, "inferred", "598/57149"],
  ["GetFunctionAddress", "data", FUNCTION, "inferred", "598/57149"],
  ["PublishVersion", "write", FUNCTION, "inferred", "598/57149"],
  ["ListTriggers", "read", FUNCTION, "inferred", "598/57149"],
  ["ListVersionByFunction", "read", FUNCTION, "inferred", "598/57149"],
  ["ListFunctions", "read", "*", "inferred", "598/57149"],
]);

export const TCBR_ACTIONS: readonly CatalogueAction[] = actionsOf("tcbr", [
  ["DescribeArchitectureType", "read", "*", "inferred", "template"],
  ["DescribeUserServiceTermsRecord", "read", "*", "inferred", "template"],
  ["CreateCloudRunEnv", "write", "*", "sourced", "598/76364"],
  ["CreateTdsqlBackup", "write", "*", "sourced", "598/76364"],
  ["CreateAnyService", "write", CLOUD_RUN, "sourced", "598/76364"],
  ["BatchDeleteAnyService", "write", CLOUD_RUN, "sourced", "598/76364"],
  ["BindTcrRepository", "write", CLOUD_RUN, "sourced", "598/76364"],
  ["CreateCloudRunServer", "write", CLOUD_RUN_OF_REGION, "sourced", "598/76364"],
  ["CreateTcrTokens", "credential", CLOUD_RUN_OF_REGION, "sourced", "598/76364"],
  ["DescribeCloudRunServers", "read", CLOUD_RUN, "inferred", "598/76364"],
  ["DeleteCloudRunServer", "write", CLOUD_RUN, "inferred", "598/76364"],
]);

export const LOWCODE_ACTIONS: readonly CatalogueAction[] = actionsOf("lowcode", [
  ["GetUserCertifyInfo", "read", "*", "inferred", "template"],
  ["DescribeUserCompositeGroupsList", "read", "*", "inferred", "template"],
  ["DescribeWedaWxBind", "read", "*", "inferred", "template"],
  ["GetMaxAppNum", "read", "*", "inferred", "template"],
  ["DescribeApps", "read", "*", "inferred", "template"],
  ["DescribePackageLicenseInfo", "read", "*", "inferred", "template"],
  ["DescribeAppDetail", "read", LOWCODE, "inferred", "598/112089"],
  ["PublishApp", "write", LOWCODE, "inferred", "598/112089"],
]);

export const CLS_ACTIONS: readonly CatalogueAction[] = actionsOf("cls", [
  ["DescribeLogsets", "read", LOGSET, "inferred", "cls-resources"],
  ["ModifyLogset", "write", LOGSET, "inferred", "cls-resources"],
  ["DeleteLogset", "write", LOGSET, "inferred", "cls-resources"],
  ["SearchLog", "data", TOPIC, "inferred", "cls-resources"],
  ["DescribeTopics", "read", TOPIC, "inferred", "cls-resources"],
  ["ModifyTopic", "write", TOPIC, "inferred", "cls-resources"],
  ["DeleteTopic", "write", TOPIC, "inferred", "cls-resources"],
  ["CreateExport", "data", TOPIC, "inferred", "cls-resources"],
  ["pushLog", "write", TOPIC, "inferred", "cls-resources"],
  ["CreateLogset", "write", "qcs::cls:<region>:uin/<ownerUin>:logset/", "inferred", "error-message"],
]);
