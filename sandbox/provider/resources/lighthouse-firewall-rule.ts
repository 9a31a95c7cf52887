/** tencentcloud_lighthouse_firewall_rule: all firewall rules of one server. The id is the server's. */
import type { ApiClient } from "../client.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, stringOf } from "../protocol/value.ts";
import { differs } from "./arguments.ts";
import { firewallBlock, firewallRules } from "./firewall.ts";

const PAGE = 50;

export const lighthouseFirewallRule: Resource<ApiClient> = {
  forceNew: ["instance_id"],

  create: async (planned, { client, keep }) => {
    const InstanceId = stringOf(planned, "instance_id") ?? "";
    // Adds to what is there: rules that the server came with are read back as drift.
    await client.retried("lighthouse", "CreateFirewallRules", {
      InstanceId,
      FirewallRules: firewallRules(planned, "firewall_rules"),
    });
    const created = { ...planned, id: InstanceId };
    keep(created);
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    if (differs(prior, planned, "firewall_rules")) {
      await client.retried("lighthouse", "ModifyFirewallRules", {
        InstanceId: instanceId(prior),
        FirewallRules: firewallRules(planned, "firewall_rules"),
      });
    }
    return read(planned, client);
  },

  // Every rule that the server has, whoever made it.
  delete: async (state, { client }) => {
    const rules = await listRules(client, instanceId(state));
    if (rules.length === 0) return;
    await client.retried("lighthouse", "DeleteFirewallRules", {
      InstanceId: instanceId(state),
      FirewallRules: rules.map(({ Protocol, Port, CidrBlock, Action, FirewallRuleDescription }) => ({
        Protocol,
        Port,
        CidrBlock,
        Action,
        FirewallRuleDescription,
      })),
    });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const rules = await listRules(client, instanceId(state));
  if (rules.length === 0) return null;
  return { ...state, instance_id: instanceId(state), firewall_rules: rules.map(firewallBlock) };
}

async function listRules(client: ApiClient, instance: string) {
  const page = async (offset: number) => {
    const parameters = { InstanceId: instance, Offset: offset, Limit: PAGE };
    return (await client.once("lighthouse", "DescribeFirewallRules", parameters)).FirewallRuleSet ?? [];
  };
  const rules = await page(0);
  let full = rules.length === PAGE;
  while (full) {
    const more = await page(rules.length);
    rules.push(...more);
    full = more.length === PAGE;
  }
  return rules;
}

function instanceId(state: Members): string {
  return stringOf(state, "id") ?? "";
}
