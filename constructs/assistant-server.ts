/** A Lighthouse server with the OpenClaw assistant, set up for one employee's environment. */
import { LighthouseFirewallRule } from "@cdktf/provider-tencentcloud/lib/lighthouse-firewall-rule";
import { LighthouseInstance } from "@cdktf/provider-tencentcloud/lib/lighthouse-instance";
import { TagAttachmentV2 } from "@cdktf/provider-tencentcloud/lib/tag-attachment-v2";
import { TatInvocationInvokeAttachment } from "@cdktf/provider-tencentcloud/lib/tat-invocation-invoke-attachment";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { AccountLookup } from "../lookups/lookups.ts";
import type { FirewallRule } from "../roster/roster.ts";
import { terraformId } from "../terraform/id.ts";
import { serverName } from "../terraform/names.ts";
import { employeeTags } from "../terraform/tags.ts";
import type { ResolvedWorkplace, ServerOrder } from "../workplaces/workplace.ts";
import type { EnvironmentPolicy } from "./environment-policy.ts";
import { BOOTSTRAP_TIMEOUT, type ServerBaseline } from "./server-baseline.ts";

export interface AssistantServerProps {
  readonly workplace: ResolvedWorkplace;
  /** The server of that workplace. */
  readonly order: ServerOrder;
  readonly account: AccountLookup;
  readonly baseline: ServerBaseline;
  readonly environmentPolicy: EnvironmentPolicy;
}

const RENEW_FLAGS = { manual: "NOTIFY_AND_MANUAL_RENEW", auto: "NOTIFY_AND_AUTO_RENEW" } as const;

/** Attributes whose change the provider answers with a reinstallation (blueprint_id) or with an error (the others). */
const UNCHANGEABLE = ["blueprint_id", "period", "zone", "login_configuration", "firewall_template_id"];

export class AssistantServer extends Construct {
  /** Public IP address, or several with commas between, as a reference. */
  readonly publicAddress: string;

  constructor(scope: Construct, id: string, props: AssistantServerProps) {
    super(scope, id);
    const { workplace, order, account, baseline, environmentPolicy } = props;
    const { employee, environmentId, environment } = workplace;
    const { name } = employee;

    const instance = new LighthouseInstance(this, "instance", {
      bundleId: order.bundle,
      blueprintId: order.blueprintId,
      instanceName: serverName(name),
      period: order.months,
      renewFlag: RENEW_FLAGS[order.renew],
      firewallTemplateId: baseline.firewallTemplateId,
      isUpdateBundleIdAutoVoucher: false,
      isolateDataDisk: true,
      lifecycle: { ignoreChanges: UNCHANGEABLE },
    });
    instance.overrideLogicalId(terraformId(name));
    this.publicAddress = Fn.join(", ", instance.publicAddresses);

    const firewall = new LighthouseFirewallRule(this, "firewall", {
      instanceId: instance.id,
      firewallRules: [PING, ...sortedRules(order.firewall)],
    });
    firewall.overrideLogicalId(terraformId(name));

    const invocation = new TatInvocationInvokeAttachment(this, "bootstrap", {
      instanceId: instance.id,
      commandId: baseline.commandId,
      parameters: JSON.stringify({ environmentId, region: environment.region }),
      workingDirectory: "/",
      username: "root",
      timeout: BOOTSTRAP_TIMEOUT,
      timeouts: { create: `${BOOTSTRAP_TIMEOUT / 60 + 5}m` },
      lifecycle: {
        // Every attribute forces a new run, and how the API echoes this one is not documented: a difference in spacing would set
        // every server up again at every apply.
        ignoreChanges: ["parameters"],
        // So what must make it run again is named: another script, or another environment.
        replaceTriggeredBy: [baseline.commandContentAddress, environmentPolicy.nameAddress],
      },
    });
    invocation.overrideLogicalId(terraformId(name));

    // The provider's Lighthouse resource has no tags, although the API does.
    for (const [tagKey, tagValue] of Object.entries(employeeTags(employee))) {
      const tag = new TagAttachmentV2(this, `tag-${tagKey}`, {
        tagKey,
        tagValue,
        resource: `qcs::lighthouse:${environment.region}:uin/${account.ownerUin}:instance/${instance.id}`,
      });
      tag.overrideLogicalId(terraformId(name, tagKey));
    }
  }
}

/** The rule of the default template that does no harm; every field is set, since the provider sends unset ones as "". */
const PING = {
  protocol: "ICMP",
  port: "ALL",
  cidrBlock: "0.0.0.0/0",
  action: "ACCEPT",
  firewallRuleDescription: "ping",
};

/** The provider compares rules by position, so the order of the roster must not matter. */
function sortedRules(rules: readonly FirewallRule[]) {
  return rules
    .map(({ protocol, port, cidr }) => ({
      protocol,
      port,
      cidrBlock: cidr,
      action: "ACCEPT",
      firewallRuleDescription: "from the roster",
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
