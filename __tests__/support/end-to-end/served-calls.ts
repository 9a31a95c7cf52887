/** One call, or more, of every action that catalogue and sandbox share: a body about one employee's resources, and what CAM is asked. */
import { type Asks, type Body, calls, EVERYTHING, NOTHING, type ServedCall } from "./served-call.ts";
import { CAM_CALLS } from "./served-calls-cam.ts";
import { REGION } from "./sub-accounts.ts";
import type { Target } from "./targets.ts";

const RULES = [{ Protocol: "TCP", Port: "8080" }];

const LIGHTHOUSE: readonly ServedCall[] = [
  ...calls(
    "lighthouse",
    ["DescribeInstances", "ModifyInstancesAttribute", "IsolateInstances", "TerminateInstances"],
    ({ instanceId }) => ({ InstanceIds: [instanceId] }),
  ),
  ...calls("lighthouse", ["ModifyInstancesRenewFlag"], ({ instanceId }) => ({
    InstanceIds: [instanceId],
    RenewFlag: "NOTIFY_AND_AUTO_RENEW",
  })),
  ...calls("lighthouse", ["ModifyInstancesBundle"], ({ instanceId }) => ({
    InstanceIds: [instanceId],
    BundleId: "bundle_starter_mc_promo_med4_02",
  })),
  ...calls("lighthouse", ["ResetInstancesPassword"], ({ instanceId }) => ({
    InstanceIds: [instanceId],
    Password: "",
  })),
  ...calls("lighthouse", ["ResetInstance", "DescribeFirewallRules"], ({ instanceId }) => ({ InstanceId: instanceId })),
  ...calls("lighthouse", ["CreateFirewallRules", "ModifyFirewallRules", "DeleteFirewallRules"], ({ instanceId }) => ({
    InstanceId: instanceId,
    FirewallRules: RULES,
  })),
  ...calls("lighthouse", ["DescribeBlueprints", "DescribeBundles", "DescribeFirewallTemplates"], NOTHING),
  ...calls("lighthouse", ["CreateInstances"], () => ({
    BundleId: "bundle_starter_mc_promo_med4_02",
    BlueprintId: "lhbp-sandboxo",
    InstanceChargePrepaid: { Period: 1 },
  })),
  ...calls("lighthouse", ["CreateFirewallTemplate"], () => ({ TemplateName: "mallory", TemplateRules: RULES })),
  ...calls(
    "lighthouse",
    ["DeleteFirewallTemplate", "ModifyFirewallTemplate", "DescribeFirewallTemplateRules"],
    ({ templateId }) => ({ TemplateId: templateId }),
  ),
];

/** SCF asks with the short name of the region, as published refusals show: https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/136 */
const namespaceOf = ({ ownerUin, envId }: Target) => `qcs::scf:sh:uin/${ownerUin}:namespace/${envId}`;
const functionOf: Asks = (target) => [`${namespaceOf(target)}/function/${target.function}`];
const functionNamed: Body = ({ envId, function: name }) => ({ Namespace: envId, FunctionName: name });

const SCF: readonly ServedCall[] = [
  ...calls("scf", ["CreateFunction"], functionNamed, (target) => [namespaceOf(target)]),
  ...calls("scf", ["GetFunction", "UpdateFunctionCode", "DeleteFunction", "Invoke"], functionNamed, functionOf),
  // Of operation level for the catalogue (598/57149), of resource level here (https://www.tencentcloud.com/document/product/583/47932):
  // the documents disagree, which docs/sandbox.md says.
  ...calls("scf", ["InvokeFunction"], functionNamed, functionOf),
  ...calls("scf", ["ListFunctions"], ({ envId }) => ({ Namespace: envId })),
];

const STS: readonly ServedCall[] = [
  // Everybody may ask who they are.
  ...calls("sts", ["GetCallerIdentity"], NOTHING, () => []),
  ...calls("sts", ["GetFederationToken"], () => ({ Name: "mallory", Policy: EVERYTHING })),
];

const TAG = { TagKey: "team", TagValue: "data" };
const tagged = ({ ownerUin, envId }: Target) => `qcs::tcb:${REGION}:uin/${ownerUin}:env/${envId}`;

const TAGS: readonly ServedCall[] = [
  ...calls("tag", ["AddResourceTag", "UpdateResourceTagValue"], (target) => ({ Resource: tagged(target), ...TAG })),
  ...calls("tag", ["DeleteResourceTag"], (target) => ({ Resource: tagged(target), TagKey: TAG.TagKey })),
  ...calls("tag", ["ModifyResourceTags"], (target) => ({ Resource: tagged(target), ReplaceTags: [TAG] })),
  ...calls("tag", ["TagResources"], (target) => ({ ResourceList: [tagged(target)], Tags: [TAG] })),
  ...calls("tag", ["UnTagResources"], (target) => ({ ResourceList: [tagged(target)], TagKeys: [TAG.TagKey] })),
  ...calls("tag", ["GetResources"], (target) => ({ ResourceList: [tagged(target)] })),
  ...calls("tag", ["DescribeResourceTagsByResourceIds"], ({ envId }) => ({
    ServiceType: "tcb",
    ResourcePrefix: "env",
    ResourceIds: [envId],
    ResourceRegion: REGION,
  })),
  ...calls("tag", ["DescribeResourcesByTags"], () => ({ TagFilters: [{ TagKey: TAG.TagKey }] })),
];

const serverOf = ({ ownerUin, instanceId }: Target) =>
  `qcs::lighthouse:${REGION}:uin/${ownerUin}:instance/${instanceId}`;
const commandOf = ({ ownerUin, commandId }: Target) => `qcs::tat:${REGION}:uin/${ownerUin}:command/${commandId}`;
const commandNamed: Body = ({ commandId }) => ({ CommandId: commandId });
/** `ls` */
const CONTENT = "bHM=";

const TAT: readonly ServedCall[] = [
  ...calls("tat", ["CreateCommand"], () => ({ CommandName: "mallory", Content: CONTENT })),
  ...calls("tat", ["DescribeCommands"], ({ commandId }) => ({ CommandIds: [commandId] })),
  ...calls("tat", ["ModifyCommand", "DeleteCommand"], commandNamed),
  ...calls("tat", ["RunCommand"], ({ instanceId }) => ({ Content: CONTENT, InstanceIds: [instanceId] })),
  // The servers too: https://www.tencentcloud.com/document/product/1147/46037
  ...calls(
    "tat",
    ["InvokeCommand"],
    ({ commandId, instanceId }) => ({ CommandId: commandId, InstanceIds: [instanceId] }),
    (target) => [commandOf(target), serverOf(target)],
  ),
  ...calls("tat", ["CancelInvocation"], ({ invocationId }) => ({ InvocationId: invocationId })),
  ...calls("tat", ["DescribeQuotas"], () => ({ ResourceNames: ["COMMAND"] })),
  // Commands, and the servers too where they are shown: https://www.tencentcloud.com/document/product/1147/46037
  ...calls(
    "tat",
    ["DescribeInvocations"],
    ({ invocationId }) => ({ InvocationIds: [invocationId] }),
    (target) => [commandOf(target)],
  ),
  ...calls("tat", ["DescribeInvocationTasks"], NOTHING, (target) => [
    commandOf({ ...target, commandId: "*" }),
    serverOf({ ...target, instanceId: "*" }),
  ]),
  ...calls(
    "tat",
    ["DescribeAutomationAgentStatus"],
    ({ instanceId }) => ({ InstanceIds: [instanceId] }),
    (target) => [serverOf(target)],
  ),
];

const ofEnvironment: Body = ({ envId }) => ({ EnvId: envId });
const ofTable: Body = ({ envId, table }) => ({ EnvId: envId, TableName: table });

const TCB: readonly ServedCall[] = [
  ...calls("tcb", ["CheckTcbService", "DescribeEnvLimit", "DescribeEnvPlans"], NOTHING),
  ...calls("tcb", ["CreateEnv"], () => ({ Alias: "mallory", PackageId: "baas_personal", Resources: ["flexdb"] })),
  ...calls(
    "tcb",
    [
      "DescribeBillingInfo",
      "DescribeEnvs",
      "DescribeEnvInfo",
      "DestroyEnv",
      "RenewEnv",
      "CreateStaticStore",
      "ListFunctions",
      "DescribeApiKeyList",
    ],
    ofEnvironment,
  ),
  // Without an id it asks for all, or for none and leaves out what the caller may not see (setting `unfilteredDescribeEnvs`).
  ...calls("tcb", ["DescribeEnvs"], NOTHING, ({ ownerUin }) => [`qcs::tcb:${REGION}:uin/${ownerUin}:env/*`]),
  // The account is empty in published refusals: https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/130
  ...calls("tcb", ["DescribeStaticStore"], ofEnvironment, ({ envId }) => [`qcs::tcb:${REGION}::env/${envId}`]),
  ...calls("tcb", ["CreateEnvResource"], ({ envId }) => ({ EnvId: envId, Resources: ["log"] })),
  ...calls("tcb", ["CreateApiKey"], ({ envId }) => ({ EnvId: envId, KeyType: "api_key" })),
  ...calls("tcb", ["DeleteApiKey"], ({ envId }) => ({ EnvId: envId, KeyId: "none" })),
  ...calls("tcb", ["CreateTable", "DeleteTable", "UpdateTable", "DescribeTable"], ofTable),
  ...calls("tcb", ["QueryRecords", "CountRecords"], ofTable),
  ...calls("tcb", ["ListTables", "DescribeTables"], ({ envId }) => ({ EnvId: envId, MgoLimit: 10 })),
  ...calls("tcb", ["PutItem"], (target) => ({ ...ofTable(target), MgoDocs: ["{}"] })),
  ...calls("tcb", ["UpdateItem"], (target) => ({ ...ofTable(target), MgoQuery: "{}", MgoUpdate: '{"$set":{"a":1}}' })),
  ...calls("tcb", ["DeleteItem"], (target) => ({ ...ofTable(target), MgoQuery: "{}" })),
  ...calls("tcb", ["RunCommands"], ({ envId, table }) => ({
    EnvId: envId,
    MgoCommands: [{ TableName: table, CommandType: "QUERY", Command: `{"find":"${table}"}` }],
  })),
  ...calls("tcb", ["CreateFunction", "UpdateFunctionCode"], ({ envId, function: name }) => ({
    EnvId: envId,
    FunctionName: name,
  })),
];

export const SERVED_CALLS: readonly ServedCall[] = [
  ...CAM_CALLS,
  ...LIGHTHOUSE,
  ...SCF,
  ...STS,
  ...TAGS,
  ...TAT,
  ...TCB,
];
