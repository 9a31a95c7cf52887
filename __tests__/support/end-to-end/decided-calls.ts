/** A call of every action that the sandbox decides without serving it: the parameters that name a resource, as the SDK has them. */
import { CATALOGUE } from "../../../policies/catalogue/catalogue.ts";
import { DECIDED_ACTIONS } from "../../../sandbox/api/catalogue.ts";
import { type Body, calls, NOTHING, type ServedCall } from "./served-call.ts";

const ofEnvironment: Body = ({ envId }) => ({ EnvId: envId });
const ofFunction: Body = ({ envId, function: name }) => ({ Namespace: envId, FunctionName: name });
const ofServers: Body = ({ instanceId }) => ({ InstanceIds: [instanceId] });
const ofServer: Body = ({ instanceId }) => ({ InstanceId: instanceId });
const ofTopic: Body = ({ topicId }) => ({ TopicId: topicId });
const ofRegistry: Body = ({ registryId }) => ({ RegistryId: registryId });
const ofNamespace: Body = ({ registryId, namespace }) => ({ RegistryId: registryId, NamespaceName: namespace });
const ofRepository: Body = (target) => ({ ...ofNamespace(target), RepositoryName: target.repository });

const OF_RESOURCES: readonly ServedCall[] = [
  ...calls("cam", ["AddSubAccountCheckingMFA", "CreateApiKey", "DeleteApiKey"], ({ uin }) => ({
    TargetUin: uin,
  })),
  ...calls("cam", ["PassRole"], ({ ownerUin, roleName }) => ({
    RoleArn: `qcs::cam::uin/${ownerUin}:roleName/${roleName}`,
  })),
  // No document has the parameters of this one: it names no id, and so asks for all.
  ...calls("cam", ["BuildDataFlowAuthToken"], NOTHING, ({ ownerUin }) => [
    `qcs::cam:ap-shanghai:uin/${ownerUin}:resourceUser/*/*`,
  ]),
  ...calls("sts", ["AssumeRole"], ({ ownerUin, roleName }) => ({
    RoleArn: `qcs::cam::uin/${ownerUin}:roleName/${roleName}`,
    RoleSessionName: "mallory",
  })),
  ...calls("cls", ["ModifyLogset", "DeleteLogset"], ({ logsetId }) => ({ LogsetId: logsetId })),
  ...calls("cls", ["DescribeLogsets"], ({ logsetId }) => ({ Filters: [{ Key: "logsetId", Values: [logsetId] }] })),
  ...calls("cls", ["CreateLogset"], () => ({ LogsetName: "mallory" })),
  ...calls(
    "cls",
    ["ModifyTopic", "DeleteTopic", "CreateExport", "pushLog", "CreateAsyncSearchTask", "downloadLog", "pullLogs"],
    ofTopic,
  ),
  ...calls("cls", ["SearchLog"], ({ topicId }) => ({ Topics: [{ TopicId: topicId }], From: 0, To: 1 })),
  ...calls("cls", ["DescribeTopics"], ({ topicId }) => ({ Filters: [{ Key: "topicId", Values: [topicId] }] })),
  ...calls(
    "lighthouse",
    [
      "StartInstances",
      "StopInstances",
      "RebootInstances",
      "RenewInstances",
      "DescribeInstancesTrafficPackages",
      "DescribeInstancesReturnable",
      "DescribeInstancesDiskNum",
      "DescribeInstancesDeniedActions",
      "AssociateInstancesKeyPairs",
      "DisassociateInstancesKeyPairs",
      "InquirePriceRenewInstances",
    ],
    ofServers,
  ),
  ...calls(
    "lighthouse",
    ["ModifyFirewallRuleDescription", "CreateInstanceSnapshot", "DescribeInstanceVncUrl"],
    ofServer,
  ),
  ...calls(
    "lighthouse",
    [
      "ApplyFirewallTemplate",
      "CreateFirewallTemplateRules",
      "DeleteFirewallTemplateRules",
      "ReplaceFirewallTemplateRule",
      "ResetFirewallTemplateRules",
    ],
    ({ templateId }) => ({ TemplateId: templateId }),
  ),
  ...calls("lowcode", ["DescribeAppDetail", "PublishApp"], ofEnvironment),
  ...calls(
    "scf",
    [
      "BuildDebugConnection",
      "DeleteReservedConcurrencyConfig",
      "DeleteProvisionedConcurrencyConfig",
      "UpdateFunctionConfiguration",
      "GetFunctionLogs",
      "GetFunctionAddress",
      "PublishVersion",
      "ListTriggers",
      "ListVersionByFunction",
      "InvokeFunctionUrl",
    ],
    ofFunction,
  ),
  ...calls("ssl", ["DescribeCertificate", "DescribeCertificateDetail", "DownloadCertificate"], ({ certificateId }) => ({
    CertificateId: certificateId,
  })),
  ...calls("tat", ["PreviewReplacedCommandContent", "CreateInvoker"], ({ commandId }) => ({ CommandId: commandId })),
  ...calls(
    "tcb",
    [
      "DestroyStaticStore",
      "ModifyClsTopic",
      "ModifyEnv",
      "ReinstateEnv",
      "ModifyDatabaseACL",
      "AggregateDocument",
      "AddCustomDomain",
      "InsertDocument",
      "DeleteDocument",
      "BindCls",
      "ModifyEnvExtra",
      "DescribeDatabaseACL",
      "DescribeAuthDomains",
      "CreateAuthDomain",
      "DeleteAuthDomain",
      "DescribeQuotaData",
      "DescribeCurveData",
      "DescribeEnvAccountCircle",
      "GetFunction",
      "SearchClsLog",
      "RunSql",
      "CreateUser",
      "ModifyEnvPlan",
      "DescribeUserList",
      "CreateHostingDomain",
      "DeleteUsers",
      "EditAuthConfig",
      "ModifySafeRule",
      "ModifyUser",
      "DescribeCloudBaseBuildService",
      "DescribeCloudBaseRunServerVersion",
      "DescribeHostingDomainTask",
    ],
    ofEnvironment,
  ),
  ...calls(
    "tcbr",
    [
      "CreateAnyService",
      "BatchDeleteAnyService",
      "BindTcrRepository",
      "DescribeCloudRunServers",
      "DeleteCloudRunServer",
      "CreateCloudRunServer",
      "CreateTcrTokens",
    ],
    ofEnvironment,
  ),
  ...calls("tcr", ["DescribeInstances"], ({ registryId }) => ({ Registryids: [registryId] })),
  ...calls("tcr", ["DescribeInstanceStatus"], ({ registryId }) => ({ RegistryIds: [registryId] })),
  // There is no id yet.
  ...calls(
    "tcr",
    ["CreateInstance"],
    ({ name }) => ({ RegistryName: name }),
    ({ ownerUin }) => [`qcs::tcr:ap-shanghai:uin/${ownerUin}:instance/*`],
  ),
  ...calls(
    "tcr",
    [
      "DeleteInstanceToken",
      "ModifyInstanceToken",
      "DescribeInstanceToken",
      "CreateInstanceToken",
      "CreateServiceAccount",
      "ModifyServiceAccountPassword",
      "DeleteInstance",
      "ModifyInstance",
      "DescribeServiceAccounts",
      "DescribeInternalEndpoints",
      "DescribeExternalEndpointStatus",
      "CreateCustomAccount",
    ],
    ofRegistry,
  ),
  ...calls("tcr", ["CreateNamespace", "DeleteNamespace", "ModifyNamespace", "DescribeNamespaces"], ofNamespace),
  ...calls(
    "tcr",
    [
      "DescribeRepositories",
      "CreateRepository",
      "DeleteRepository",
      "ModifyRepository",
      "DescribeImages",
      "DescribeImageManifests",
      "DeleteImage",
      "DeleteRepositoryTags",
      "PullRepository",
      "PushRepository",
    ],
    ofRepository,
  ),
];

const decided = new Set(DECIDED_ACTIONS.map(({ name }) => name));

/** Of operation level: no parameter changes what CAM is asked. */
const OF_OPERATIONS: readonly ServedCall[] = CATALOGUE.filter(
  ({ name, resource }) => decided.has(name) && resource === "*",
).map(({ name }) => ({ action: name, body: NOTHING, asks: () => ["*"] }));

export const DECIDED_CALLS: readonly ServedCall[] = [...OF_RESOURCES, ...OF_OPERATIONS];
