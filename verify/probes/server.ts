/** Probes of Lighthouse and its command runner. */
import { NOTHING, type Probe, probesOf } from "./probe.ts";

const ofServers: Probe["body"] = ({ instanceId }) => ({ InstanceIds: [instanceId] });
const ofServer: Probe["body"] = ({ instanceId }) => ({ InstanceId: instanceId });
const RULES = [{ Protocol: "TCP", Port: "1" }];
/** `exit` */
const CONTENT = "ZXhpdA==";

export const SERVER_PROBES: readonly Probe[] = [
  ...probesOf("lighthouse", "2020-03-24", [
    [["DescribeBlueprints", "DescribeBundles", "DescribeFirewallTemplates"], NOTHING],
    [["DescribeRegions", "DescribeZones", "DescribeGeneralResourceQuotas"], NOTHING],
    [
      [
        ...["DescribeInstances", "DescribeInstancesTrafficPackages", "DescribeInstancesReturnable"],
        ...["DescribeInstancesDiskNum", "StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"],
        ...["IsolateInstances", "ModifyInstancesAttribute", "RenewInstances", "AssociateInstancesKeyPairs"],
        ...["DisassociateInstancesKeyPairs"],
      ],
      ofServers,
    ],
    [["DescribeFirewallRules", "DescribeInstanceVncUrl", "CreateInstanceSnapshot", "ResetInstance"], ofServer],
    [
      ["CreateFirewallRules", "ModifyFirewallRules", "DeleteFirewallRules"],
      ({ instanceId }) => ({ InstanceId: instanceId, FirewallRules: RULES }),
    ],
    [
      ["ModifyInstancesRenewFlag"],
      ({ instanceId }) => ({ InstanceIds: [instanceId], RenewFlag: "NOTIFY_AND_MANUAL_RENEW" }),
    ],
    [["ModifyInstancesBundle"], ({ instanceId }) => ({ InstanceIds: [instanceId], BundleId: "nobody" })],
    [["ModifyFirewallRuleDescription"], ofServer],
    [["ResetInstancesPassword"], ({ instanceId }) => ({ InstanceIds: [instanceId], Password: "" })],
    [
      [
        ...["DescribeFirewallTemplateRules", "DeleteFirewallTemplate", "ModifyFirewallTemplate"],
        ...["ApplyFirewallTemplate", "CreateFirewallTemplateRules", "DeleteFirewallTemplateRules"],
        ...["ReplaceFirewallTemplateRule", "ResetFirewallTemplateRules"],
      ],
      ({ templateId }) => ({ TemplateId: templateId }),
    ],
    // No size and no image has those ids, so that nothing can be bought.
    [
      ["CreateInstances"],
      () => ({ BundleId: "nobody", BlueprintId: "lhbp-00000000", InstanceChargePrepaid: { Period: 1 } }),
    ],
  ]),
  ...probesOf("tat", "2020-10-28", [
    [["DescribeCommands"], ({ commandId }) => ({ CommandIds: [commandId] })],
    [["DescribeInvocations"], ({ invocationId }) => ({ InvocationIds: [invocationId] })],
    [["DescribeInvocationTasks"], () => ({ Limit: 1 })],
    [["DescribeAutomationAgentStatus"], ofServers],
    [["DescribeQuotas"], () => ({ ResourceNames: ["COMMAND"] })],
    [
      ["PreviewReplacedCommandContent", "ModifyCommand", "DeleteCommand"],
      ({ commandId }) => ({ CommandId: commandId }),
    ],
    [["InvokeCommand"], ({ commandId, instanceId }) => ({ CommandId: commandId, InstanceIds: [instanceId] })],
    [["RunCommand"], ({ instanceId }) => ({ Content: CONTENT, InstanceIds: [instanceId] })],
  ]),
];
