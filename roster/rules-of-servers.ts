/** Rules of servers that must be told before one is paid for: ports, addresses and the number of firewall rules; and what opens too much. */
import { coverEverything, networkOf } from "./addresses.ts";
import { type Finding, valueAt } from "./finding.ts";
import { includesPort, isEveryPort, portMistake, portRanges } from "./ports.ts";
import type { Path } from "./yaml.ts";

/** Firewall rules of one server (https://www.tencentcloud.com/document/product/1103/41393). */
const MAX_FIREWALL_RULES = 100;

interface WrittenRule {
  readonly path: Path;
  readonly protocol: string;
  readonly port: string;
  readonly cidr: string;
}

/** @param holder An employee's entry or the defaults, valid or not. */
export function firewallViolations(holder: unknown, path: Path): Finding[] {
  const list = valueAt(holder, ["server", "firewall"]);
  if (!Array.isArray(list)) return [];
  const at = [...path, "server", "firewall"];
  const rules = writtenRules(list, at);
  const firsts = new Map<string, number>();
  return [
    ...(list.length > MAX_FIREWALL_RULES
      ? [
          {
            rule: "firewall-size",
            path: at,
            message: `${list.length} firewall rules, but a server has at most ${MAX_FIREWALL_RULES}`,
            remedy: "join ports of the same addresses: `80,443`",
          } as const,
        ]
      : []),
    ...rules.flatMap((rule, index): Finding[] => {
      const mistake = portMistake(rule.port);
      if (mistake !== undefined) {
        const [message = "", remedy = ""] = mistake.split("; ");
        return [{ rule: "firewall-port", path: [...rule.path, "port"], message, remedy }];
      }
      const key = meaning(rule);
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, index);
        return [];
      }
      return [
        {
          rule: "firewall-twice",
          path: rule.path,
          message: `this says the same as rule ${first + 1} of the list (${rule.protocol} ${rule.port} from ${rule.cidr}), which the cloud refuses`,
          remedy: "keep one",
        },
      ];
    }),
  ];
}

/** What opens a server, or calls, to the whole internet. */
export function openToEverybody(holder: unknown, path: Path): Finding[] {
  const list = valueAt(holder, ["server", "firewall"]);
  const rules = Array.isArray(list) ? writtenRules(list, [...path, "server", "firewall"]) : [];
  const sourceIps = valueAt(holder, ["access", "sourceIps"]);
  const blocks = Array.isArray(sourceIps) ? sourceIps.filter((each: unknown) => typeof each === "string") : [];
  return [
    ...sourcesOfEverywhere(blocks, [...path, "access", "sourceIps"]),
    ...rules.flatMap((rule, index): Finding[] => {
      const opened = whatIsOpen(rule);
      if (opened === undefined || portMistake(rule.port) !== undefined) return [];
      // Rules for the same ports count together: 0.0.0.0/1 and 128.0.0.0/1 are everybody.
      const alike = rules.filter((each) => each.protocol === rule.protocol && whatIsOpen(each) === opened);
      if (alike[0] !== rule || !coverEverything(alike.map(({ cidr }) => cidr))) return [];
      return [
        {
          rule: "open-to-everybody",
          path: rules[index]?.path ?? path,
          message: `${opened} is open to the whole internet`,
          remedy: "write the addresses of the office in `cidr`",
        },
      ];
    }),
  ];
}

function sourcesOfEverywhere(blocks: readonly string[], path: Path): Finding[] {
  if (!coverEverything(blocks)) return [];
  return [
    {
      rule: "open-to-everybody",
      path,
      message: "`sourceIps` is every address there is, so that it stops nobody",
      remedy: "write the addresses of the office, or leave the key out",
    },
  ];
}

/** Undefined where it is neither everything nor the remote shell. */
function whatIsOpen({ protocol, port }: WrittenRule): string | undefined {
  if (isEveryPort(port)) return `every ${protocol} port`;
  return protocol === "TCP" && includesPort(port, 22) ? "TCP port 22 (ssh)" : undefined;
}

/** The same for two rules that the cloud takes for one. */
function meaning({ protocol, port, cidr }: WrittenRule): string {
  const ranges = portRanges(port).map(({ first, last }) => `${first}-${last}`);
  return [protocol, ranges.join(","), networkOf(cidr) ?? cidr].join(" ");
}

/** Those that can be understood; the schema says what is wrong with the others. */
function writtenRules(list: readonly unknown[], path: Path): WrittenRule[] {
  return list.flatMap((each, index) => {
    const [protocol = "TCP", port, cidr] = ["protocol", "port", "cidr"].map((key) => valueAt(each, [key]));
    if (typeof protocol !== "string" || typeof cidr !== "string") return [];
    if (typeof port === "number" ? port < 1 || port > 65_535 : typeof port !== "string") return [];
    if (!/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/.test(String(port))) return [];
    return [{ path: [...path, index], protocol, port: String(port), cidr }];
  });
}
