/** What all assistant servers of a stack share: a firewall template that opens nothing, and the command that sets a server up. */
import { LighthouseFirewallTemplate } from "@cdktf/provider-tencentcloud/lib/lighthouse-firewall-template";
import { TatCommand } from "@cdktf/provider-tencentcloud/lib/tat-command";
import { Construct } from "constructs";
import { literal } from "../terraform/literal.ts";
import { setUpCommandName } from "../terraform/names.ts";
import { MANAGED_BY } from "../terraform/tags.ts";

/** Seconds that the bootstrap script may take. */
export const BOOTSTRAP_TIMEOUT = 960;

export interface ServerBaselineProps {
  /** Name of the stack, which the cloud names carry because several stacks may share a region. */
  readonly stack: string;
  /** Text of bootstrap/openclaw.sh. */
  readonly bootstrapScript: string;
}

/** One command for all: TAT allows some 500 commands a region (tat:DescribeQuotas), which one for each employee would exceed. */
export class ServerBaseline extends Construct {
  readonly firewallTemplateId: string;
  readonly commandId: string;
  /** Address of the command's text (`tencentcloud_tat_command.openclaw.content`), which changes when the script does. */
  readonly commandContentAddress: string;

  constructor(scope: Construct, id: string, { stack, bootstrapScript }: ServerBaselineProps) {
    super(scope, id);
    // New servers get default rules (22, 80, 443, ...) unless a template is given; rules beside ours would show as drift.
    const template = new LighthouseFirewallTemplate(this, "firewall-template", {
      templateName: `cloudbase-subaccounts-${stack}-closed`,
    });
    template.overrideLogicalId("closed");
    this.firewallTemplateId = template.id;

    // The provider reads back every field that the API has a default for, and none of them is computed: one that is left out here
    // would show as a change at each plan (tencentcloud/services/tat, 1.83.25).
    const command = new TatCommand(this, "command", {
      commandName: setUpCommandName(stack),
      description: "Installs CloudBase MCP and skills for OpenClaw. Made by cloudbase-subaccounts.",
      content: literal(bootstrapScript),
      commandType: "SHELL",
      // One that everybody may enter: commands of the assistant's user begin there too.
      workingDirectory: "/",
      username: "root",
      timeout: BOOTSTRAP_TIMEOUT,
      enableParameter: true,
      defaultParameters: JSON.stringify({ environmentId: "", region: "" }),
      tags: Object.entries(MANAGED_BY).map(([key, value]) => ({ key, value })),
      // How the API echoes it (spacing, order) is not documented.
      lifecycle: { ignoreChanges: ["default_parameters"] },
    });
    command.overrideLogicalId("openclaw");
    this.commandId = command.id;
    this.commandContentAddress = `${command.terraformResourceType}.${command.friendlyUniqueId}.content`;
  }
}
