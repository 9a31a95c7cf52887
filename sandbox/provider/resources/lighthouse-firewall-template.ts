/** tencentcloud_lighthouse_firewall_template: rules that a new server starts with. The id is the template's. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, stringOf } from "../protocol/value.ts";
import { differs, told } from "./arguments.ts";
import { firewallBlock, firewallRules } from "./firewall.ts";

export const lighthouseFirewallTemplate: Resource<ApiClient> = {
  create: async (planned, { client, keep }) => {
    const rules = firewallRules(planned, "template_rules");
    const { TemplateId } = await client.retried("lighthouse", "CreateFirewallTemplate", {
      TemplateName: stringOf(planned, "template_name") ?? "",
      TemplateRules: rules.length > 0 ? rules : undefined,
    });
    const created = { ...planned, id: answered("CreateFirewallTemplate", "TemplateId", TemplateId) };
    keep(created);
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    if (differs(prior, planned, "template_rules")) {
      throw new DiagnosticError("argument `template_rules` cannot be changed");
    }
    await client.retried("lighthouse", "ModifyFirewallTemplate", {
      TemplateId: templateId(prior),
      TemplateName: stringOf(planned, "template_name") || undefined,
    });
    return read(planned, client);
  },

  delete: async (state, { client }) => {
    await client.once("lighthouse", "DeleteFirewallTemplate", { TemplateId: templateId(state) });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const TemplateId = templateId(state);
  const { TemplateSet } = await client.once("lighthouse", "DescribeFirewallTemplates", { TemplateIds: [TemplateId] });
  const template = TemplateSet?.[0];
  if (template === undefined) return null;
  const action = "DescribeFirewallTemplateRules";
  const { TemplateRuleSet } = await client.once("lighthouse", action, { TemplateId });
  return {
    ...state,
    ...told({ template_name: template.TemplateName }),
    template_rules: (TemplateRuleSet ?? []).map(({ FirewallRuleInfo }) =>
      firewallBlock(answered(action, "FirewallRuleInfo", FirewallRuleInfo)),
    ),
  };
}

function templateId(state: Members): string {
  return stringOf(state, "id") ?? "";
}
