/** Firewall rules of servers and of templates, which share their form. */
import { blocksOf, type Members, stringOf } from "../protocol/value.ts";

/** The API's FirewallRule; the real provider sends what is not set as an empty text. */
export interface FirewallRule {
  readonly Protocol: string;
  readonly Port: string;
  readonly CidrBlock: string;
  readonly Action: string;
  readonly FirewallRuleDescription: string;
}

export function firewallRules(values: Members, name: string): FirewallRule[] {
  return blocksOf(values, name).map((rule) => ({
    Protocol: stringOf(rule, "protocol") ?? "",
    Port: stringOf(rule, "port") ?? "",
    CidrBlock: stringOf(rule, "cidr_block") ?? "",
    Action: stringOf(rule, "action") ?? "",
    FirewallRuleDescription: stringOf(rule, "firewall_rule_description") ?? "",
  }));
}

/** A rule as the API lists it, as a block of the state. */
export function firewallBlock(rule: Partial<Record<keyof FirewallRule, string | null>>): Members {
  return {
    protocol: rule.Protocol ?? null,
    port: rule.Port ?? null,
    cidr_block: rule.CidrBlock ?? null,
    action: rule.Action ?? null,
    firewall_rule_description: rule.FirewallRuleDescription ?? null,
  };
}
