/** Actions of servers: `lighthouse`, and `tat`, which runs commands on them. */
import { actionsOf, type CatalogueAction, said, unsaid } from "./action.ts";

const SERVER = "qcs::lighthouse:<region>:uin/<ownerUin>:instance/<instanceId>";
/** Of CVM: TAT reaches both kinds. */
const CVM_SERVER = "qcs::cvm:<region>:uin/<ownerUin>:instance/<instanceId>";
const SERVERS = [SERVER];
const ALL_SERVERS = [SERVER, CVM_SERVER];
const SNAPSHOT = "qcs::lighthouse:<region>:uin/<ownerUin>:snapshot/<snapshotId>";
const KEY_PAIR = "qcs::lighthouse:<region>:uin/<ownerUin>:keypair/<keyId>";
const FIREWALL_TEMPLATE_OF_ANY_REGION = "qcs::lighthouse::uin/<ownerUin>:firewall-template/<templateId>";
const FIREWALL_TEMPLATE = "qcs::lighthouse:<region>:uin/<ownerUin>:firewall-template/<templateId>";
/** Running a command, and listing what its runs printed, asks for the server too; running it on a schedule does not. */
const COMMAND = "qcs::tat:<region>:uin/<ownerUin>:command/<commandId>";

export const LIGHTHOUSE_ACTIONS: readonly CatalogueAction[] = actionsOf("lighthouse", [
  ["DescribeInstances", "read", [...said("1103/41529", SERVER), ...said("1103/41528", "*")]],
  ["StartInstances", "write", said("1103/41528", SERVER)],
  ["StopInstances", "write", said("1103/41528", SERVER)],
  ["RebootInstances", "write", said("1103/41528", SERVER)],
  ["ModifyInstancesAttribute", "write", said("1103/41528", SERVER)],
  ["ModifyInstancesRenewFlag", "write", said("1103/41528", SERVER)],
  ["ModifyInstancesBundle", "write", said("1103/41528", SERVER)],
  ["ResetInstance", "write", said("1103/41528", SERVER)],
  ["TerminateInstances", "write", said("1103/41528", SERVER)],
  ["IsolateInstances", "write", said("1103/41528", SERVER)],
  ["RenewInstances", "write", said("1103/41528", SERVER)],
  ["DescribeFirewallRules", "read", said("1103/41528", SERVER)],
  ["CreateFirewallRules", "write", said("1103/41528", SERVER)],
  ["ModifyFirewallRules", "write", said("1103/41528", SERVER)],
  ["DeleteFirewallRules", "write", said("1103/41528", SERVER)],
  ["ModifyFirewallRuleDescription", "write", said("1103/41528", SERVER)],
  ["CreateInstanceSnapshot", "write", said("1103/41528", SERVER, SNAPSHOT)],
  ["DescribeInstancesTrafficPackages", "read", said("1103/41528", SERVER)],
  ["DescribeInstancesReturnable", "read", said("1103/41528", SERVER)],
  ["DescribeInstancesDiskNum", "read", [...unsaid("598/69972", SERVER), ...said("1103/41528", "*")]],
  ["DescribeInstancesDeniedActions", "read", said("1103/41528", SERVER)],
  ["AssociateInstancesKeyPairs", "write", said(["1103/41528", "598/69972"], SERVER, KEY_PAIR)],
  ["DisassociateInstancesKeyPairs", "write", said("1103/41528", SERVER, KEY_PAIR)],
  ["ResetInstancesPassword", "credential", said("1103/41528", SERVER)],
  ["DescribeInstanceVncUrl", "credential", said("1103/41528", SERVER)],
  ["DescribeBlueprints", "read", said("1103/41528", "*")],
  ["CreateInstances", "write", said("1103/41528", "*")],
  ["DescribeBundles", "read", said("1103/41528", "*")],
  ["DescribeRegions", "read", said("1103/41528", "*")],
  ["DescribeZones", "read", said("1103/41528", "*")],
  ["InquirePriceCreateInstances", "read", said("1103/41528", "*")],
  ["InquirePriceRenewInstances", "read", said("1103/41528", SERVER)],
  ["DescribeFirewallRulesTemplate", "read", said("1103/41528", "*")],
  ["DescribeGeneralResourceQuotas", "read", said("1103/41528", "*")],
  ["DescribeBundleDiscount", "read", said("1103/41528", "*")],
  ["DescribeScenes", "read", unsaid("598/69972", "*", SERVER)],
  ["DescribeAllScenes", "read", unsaid("598/69972", "*", SERVER)],
  ["DescribeFirewallTemplates", "read", unsaid("598/69972", "*", SERVER)],
  ["CreateFirewallTemplate", "write", unsaid("598/69972", "*", SERVER)],
  ["DeleteFirewallTemplate", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["ModifyFirewallTemplate", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["ApplyFirewallTemplate", "write", said("598/69972", FIREWALL_TEMPLATE_OF_ANY_REGION), SERVERS],
  ["CreateFirewallTemplateRules", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["DeleteFirewallTemplateRules", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["ReplaceFirewallTemplateRule", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["ResetFirewallTemplateRules", "write", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["DescribeFirewallTemplateRules", "read", unsaid("598/69972", FIREWALL_TEMPLATE, "*")],
  ["AttachCcn", "write", said("598/69972", "*")],
]);

export const TAT_ACTIONS: readonly CatalogueAction[] = actionsOf("tat", [
  ["CreateCommand", "write", said(["1147/46037", "598/57156", "598/70026"], "*")],
  [
    "RunCommand",
    "write",
    [...said("1147/46037", SERVER, COMMAND), ...said("1147/46037", CVM_SERVER, COMMAND)],
    ALL_SERVERS,
  ],
  [
    "CancelInvocation",
    "write",
    [...unsaid("598/57156", SERVER), ...said(["598/57156", "598/70026"], CVM_SERVER)],
    ALL_SERVERS,
  ],
  [
    "InvokeCommand",
    "write",
    [...said("1147/46037", COMMAND, SERVER), ...said("1147/46037", COMMAND, CVM_SERVER)],
    ALL_SERVERS,
  ],
  ["ModifyCommand", "write", said("1147/46037", COMMAND)],
  ["DeleteCommand", "write", said(["1147/46037", "598/57156", "598/70026"], COMMAND)],
  ["DescribeCommands", "read", said("1147/46037", COMMAND)],
  ["PreviewReplacedCommandContent", "read", said("1147/46037", COMMAND)],
  ["DescribeInvocations", "data", said("1147/46037", COMMAND)],
  [
    "DescribeInvocationTasks",
    "data",
    [...said("1147/46037", COMMAND, SERVER), ...said("1147/46037", COMMAND, CVM_SERVER)],
    ALL_SERVERS,
  ],
  ["DescribeAutomationAgentStatus", "read", [...said("1147/46037", SERVER), ...said("1147/46037", CVM_SERVER)]],
  ["DescribeQuotas", "read", unsaid("598/57156", "*", COMMAND)],
  ["DescribeRegions", "read", unsaid("598/57156", "*", COMMAND)],
  ["CreateInvoker", "write", said(["598/57156", "598/70026"], COMMAND), ALL_SERVERS],
  ["CreateRegisterCode", "credential", said(["598/57156", "598/70026"], "*")],
]);
