/** Actions of what runs in an environment: functions (`scf`), CloudBase Run (`tcbr`), low code (`lowcode`) and logs (`cls`). */
import { actionsOf, type CatalogueAction, said, unsaid } from "./action.ts";

/** Creating asks for the namespace, everything else for the function in it. The namespace of an environment is its id. */
const NAMESPACE = "qcs::scf:<region>:uin/<ownerUin>:namespace/<envId>";
/** As an older text of a refused call names it: whatever the namespace. */
const FUNCTION_ALONE = "qcs::scf:<region>:uin/<ownerUin>:function/<function>";
const FUNCTION_OF_ANY_REGION = "qcs::scf::uin/<ownerUin>:namespace/<envId>/function/<function>";
const FUNCTION = "qcs::scf:<region>:uin/<ownerUin>:namespace/<envId>/function/<function>";
const CLOUD_RUN = "qcs::tcbr::uin/<ownerUin>:env/<envId>";
const CLOUD_RUN_OF_REGION = "qcs::tcbr:<region>:uin/<ownerUin>:env/<envId>";
const LOWCODE = "qcs::lowcode::uin/<ownerUin>:env/<envId>";
const LOGSET = "qcs::cls:<region>:uin/<ownerUin>:logset/<logsetId>";
const TOPIC = "qcs::cls:<region>:uin/<ownerUin>:topic/<topicId>";

export const SCF_ACTIONS: readonly CatalogueAction[] = actionsOf("scf", [
  [
    "CreateFunction",
    "write",
    [...said("error-message", NAMESPACE), ...said("583/38177", FUNCTION), ...said("serverless-faq", FUNCTION_ALONE)],
    [NAMESPACE],
  ],
  ["CreateTrigger", "write", said("598/70005", "*")],
  ["BindTrigger", "write", said(["598/57149", "598/70005"], "*")],
  ["CopyFunction", "write", said(["598/57149", "598/70005"], "*")],
  ["CreateNamespace", "write", said(["598/57149", "598/70005"], "*")],
  ["DeleteNamespace", "write", said("598/57149", "*")],
  ["CreateAlias", "write", [...said("598/57149", "*"), ...said("598/70005", FUNCTION_OF_ANY_REGION)]],
  ["DeleteAlias", "write", said("598/57149", "*")],
  ["DeleteFunctionVersion", "write", said("598/57149", "*")],
  ["DeleteLayerVersion", "write", said("598/57149", "*")],
  ["InvokeFunction", "write", [...said(["583/47932", "583/38177"], FUNCTION), ...said("598/57149", "*")]],
  ["BuildDebugConnection", "write", said(["598/57149", "598/70005"], FUNCTION)],
  ["DeleteReservedConcurrencyConfig", "write", said("598/57149", FUNCTION)],
  ["DeleteProvisionedConcurrencyConfig", "write", said("598/57149", FUNCTION)],
  ["Invoke", "write", unsaid("598/57149", FUNCTION, "*")],
  ["GetFunction", "data", said(["583/38177", "583/47932"], FUNCTION)],
  ["UpdateFunctionCode", "write", unsaid("598/57149", FUNCTION, "*")],
  ["UpdateFunctionConfiguration", "write", unsaid("598/57149", FUNCTION, "*")],
  ["DeleteFunction", "write", said(["583/38177", "583/47932"], FUNCTION)],
  ["GetFunctionLogs", "data", said(["583/38177", "583/47932"], FUNCTION)],
  ["GetFunctionAddress", "data", unsaid("598/57149", FUNCTION, "*")],
  ["PublishVersion", "write", unsaid("598/57149", FUNCTION, "*")],
  ["ListTriggers", "read", unsaid("598/57149", FUNCTION, "*")],
  ["ListVersionByFunction", "read", unsaid("598/57149", FUNCTION, "*")],
  ["ListFunctions", "read", said(["583/38177", "583/47932"], "*")],
  ["CreateFunctionDestination", "write", said("598/70005", "*")],
  ["CreateWorkflowSecret", "credential", said("598/70005", "*")],
  ["InvokeFunctionUrl", "write", said("598/57149", FUNCTION)],
]);

export const TCBR_ACTIONS: readonly CatalogueAction[] = actionsOf("tcbr", [
  ["DescribeArchitectureType", "read", unsaid("template", "*", CLOUD_RUN)],
  ["DescribeUserServiceTermsRecord", "read", unsaid("template", "*", CLOUD_RUN)],
  ["CreateCloudRunEnv", "write", said("598/76364", "*")],
  ["CreateTdsqlBackup", "write", said("598/76364", "*")],
  ["CreateAnyService", "write", said("598/76364", CLOUD_RUN)],
  ["BatchDeleteAnyService", "write", said("598/76364", CLOUD_RUN)],
  ["BindTcrRepository", "write", said("598/76364", CLOUD_RUN)],
  ["CreateCloudRunServer", "write", said("598/76364", CLOUD_RUN_OF_REGION)],
  ["CreateTcrTokens", "credential", said("598/76364", CLOUD_RUN_OF_REGION)],
  ["DescribeCloudRunServers", "read", unsaid("598/76364", CLOUD_RUN, "*")],
  ["DeleteCloudRunServer", "write", unsaid("598/76364", CLOUD_RUN, "*")],
]);

export const LOWCODE_ACTIONS: readonly CatalogueAction[] = actionsOf("lowcode", [
  ["GetUserCertifyInfo", "read", unsaid("template", "*", LOWCODE)],
  ["DescribeUserCompositeGroupsList", "read", unsaid("template", "*", LOWCODE)],
  ["DescribeWedaWxBind", "read", unsaid("template", "*", LOWCODE)],
  ["GetMaxAppNum", "read", unsaid("template", "*", LOWCODE)],
  ["DescribeApps", "read", unsaid("template", "*", LOWCODE)],
  ["DescribePackageLicenseInfo", "read", unsaid("template", "*", LOWCODE)],
  ["DescribeAppDetail", "read", unsaid("598/112089", LOWCODE, "*")],
  ["PublishApp", "write", unsaid("598/112089", LOWCODE, "*")],
]);

export const CLS_ACTIONS: readonly CatalogueAction[] = actionsOf("cls", [
  ["DescribeLogsets", "read", [...said("614/45004", LOGSET), ...said("614/45004", TOPIC)]],
  ["ModifyLogset", "write", [...said("614/45004", LOGSET), ...said("614/45004", TOPIC)]],
  ["DeleteLogset", "write", [...said("614/45004", LOGSET), ...said("614/45004", TOPIC)]],
  ["SearchLog", "data", [...said(["614/45004", "cls-viewing"], TOPIC), ...said("614/45004", LOGSET)]],
  ["DescribeTopics", "read", [...said("614/45004", TOPIC), ...said("614/45004", LOGSET)]],
  ["ModifyTopic", "write", [...said("614/45004", TOPIC), ...said("614/45004", LOGSET)]],
  ["DeleteTopic", "write", [...said("614/45004", TOPIC), ...said("614/45004", LOGSET)]],
  ["CreateExport", "data", [...said("614/45004", TOPIC), ...said("614/45004", LOGSET)]],
  ["pushLog", "write", [...said("cls-collecting", TOPIC), ...said("614/45004", "*")]],
  [
    "CreateLogset",
    "write",
    [
      ...said("error-message", "qcs::cls:<region>:uin/<ownerUin>:logset/"),
      ...said("614/45004", LOGSET),
      ...said("614/45004", TOPIC),
    ],
  ],
  ["CreateAlarm", "write", said("598/98119", "*")],
  ["CreateAsyncSearchTask", "data", said("598/57091", TOPIC)],
  ["downloadLog", "data", said("cls-viewing", TOPIC)],
  ["pullLogs", "data", said("cls-viewing", TOPIC)],
]);
