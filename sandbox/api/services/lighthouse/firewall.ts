/** Firewall rules: how requests write them, how answers show them, and which are refused. */
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import type { Blueprint, FirewallRule } from "./state.ts";

/** The Terraform provider sends every member, unset ones as "". */
export const FIREWALL_RULES = z.array(
  z.strictObject({
    Protocol: z.string(),
    Port: z.string().optional(),
    CidrBlock: z.string().optional(),
    Action: z.string().optional(),
    FirewallRuleDescription: z.string().optional(),
  }),
);

/** Rules of one instance or one template (https://www.tencentcloud.com/document/product/1103/41393). */
const MAX_RULES = 100;

/**
 * The rules with every default filled in: all ports, from everywhere, ACCEPT.
 *
 * @param existing rules that are there already.
 * @throws ApiError `InvalidParameterValue` for a rule that is none, `InvalidParameter.FirewallRulesDuplicated`,
 * `InvalidParameter.FirewallRulesExist` and `LimitExceeded.FirewallRulesLimitExceeded`
 */
export function newRules(sent: z.infer<typeof FIREWALL_RULES>, existing: readonly FirewallRule[]): FirewallRule[] {
  const rules = sent.map(readRule);
  const keys = rules.map(ruleKey);
  if (new Set(keys).size < keys.length) {
    throw new ApiError("InvalidParameter.FirewallRulesDuplicated", "`FirewallRules` has a rule twice.");
  }
  const known = new Set(existing.map(ruleKey));
  const double = rules.find((rule) => known.has(ruleKey(rule)));
  if (double !== undefined) {
    throw new ApiError("InvalidParameter.FirewallRulesExist", `There is a rule ${ruleKey(double)} already.`);
  }
  if (rules.length + existing.length > MAX_RULES) {
    throw new ApiError("LimitExceeded.FirewallRulesLimitExceeded", `An instance has at most ${MAX_RULES} rules.`);
  }
  return rules;
}

/**
 * What is left of the rules without those sent.
 *
 * @throws ApiError `ResourceNotFound.FirewallRulesNotFound`
 */
export function withoutRules(sent: z.infer<typeof FIREWALL_RULES>, existing: readonly FirewallRule[]): FirewallRule[] {
  const gone = new Set(sent.map(readRule).map(ruleKey));
  const left = existing.filter((rule) => !gone.has(ruleKey(rule)));
  if (left.length + gone.size > existing.length) {
    throw new ApiError("ResourceNotFound.FirewallRulesNotFound", "`FirewallRules` names a rule that is not there.");
  }
  return left;
}

/** `FirewallRuleInfo`, as DescribeFirewallRules answers it. */
export function ruleAnswer({ protocol, port, cidr, action, description }: FirewallRule): object {
  return {
    AppType: APPLICATIONS.get(`${protocol} ${port}`) ?? "User-defined",
    Protocol: protocol,
    Port: port,
    CidrBlock: cidr,
    Action: action,
    FirewallRuleDescription: description,
  };
}

/** What a new instance lets in when nobody chose a template: sign-in, web pages and ping. */
export function defaultRules({ platformType }: Blueprint): readonly FirewallRule[] {
  const signIn = platformType === "WINDOWS" ? "3389" : "22";
  return [
    accepting("TCP", "80", "Web service HTTP(80)"),
    accepting("TCP", "443", "Web service HTTPS(443)"),
    accepting("TCP", signIn, platformType === "WINDOWS" ? "Windows login" : "Linux SSH login"),
    accepting("ICMP", "ALL", "Ping"),
  ];
}

const APPLICATIONS: ReadonlyMap<string, string> = new Map([
  ["TCP 80", "HTTP(80)"],
  ["TCP 443", "HTTPS(443)"],
  ["TCP 22", "Linux login(22)"],
  ["TCP 3389", "Windows login(3389)"],
  ["ICMP ALL", "Ping"],
]);

function accepting(protocol: string, port: string, description: string): FirewallRule {
  return { protocol, port, cidr: "0.0.0.0/0", action: "ACCEPT", description };
}

function readRule(sent: z.infer<typeof FIREWALL_RULES>[number]): FirewallRule {
  const rule = {
    protocol: sent.Protocol.toUpperCase(),
    port: sent.Port || "ALL",
    cidr: sent.CidrBlock || "0.0.0.0/0",
    action: sent.Action || "ACCEPT",
    description: sent.FirewallRuleDescription ?? "",
  };
  if (!["TCP", "UDP", "ICMP", "ALL"].includes(rule.protocol))
    refuse("Protocol", sent.Protocol, "TCP, UDP, ICMP or ALL");
  const hasPorts = rule.protocol === "TCP" || rule.protocol === "UDP";
  if (hasPorts ? !isPort(rule.port) : rule.port !== "ALL") {
    refuse("Port", rule.port, hasPorts ? "ALL, 80, 8000-8010 or 80,443" : `ALL for ${rule.protocol}`);
  }
  if (!isCidr(rule.cidr)) refuse("CidrBlock", rule.cidr, "an IPv4 address or range such as 203.0.113.0/24");
  if (!["ACCEPT", "DROP"].includes(rule.action)) refuse("Action", rule.action, "ACCEPT or DROP");
  if ([...rule.description].length > 64) refuse("FirewallRuleDescription", rule.description, "at most 64 characters");
  return rule;
}

function isPort(port: string): boolean {
  if (port === "ALL") return true;
  const ends = port.split(/[-,]/);
  return /^\d+(-\d+|(,\d+)*)$/.test(port) && ends.every((end) => Number(end) >= 1 && Number(end) <= 65535);
}

function isCidr(cidr: string): boolean {
  return z.union([z.ipv4(), z.cidrv4()]).safeParse(cidr).success;
}

/** The description is not part of what a rule is. */
function ruleKey({ protocol, port, cidr, action }: FirewallRule): string {
  return [protocol, port, cidr, action].join(" ");
}

function refuse(member: string, value: string, wanted: string): never {
  throw new ApiError("InvalidParameterValue", `\`${member}\` takes ${wanted}, not \`${value}\`.`);
}
