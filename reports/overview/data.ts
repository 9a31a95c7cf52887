/** What the overview shows, as plain data. Pure. */
import type { AccountEnvironments, Billing } from "../../environments/environments.ts";
import type { PathStatus, Verdict } from "../../policies/isolation/isolation.ts";
import { type CostReport, isFinding, type Judgement, type Sum, type Workplace } from "../../workplaces/workplaces.ts";
import { amountText } from "../cost.ts";

export type Status = "active" | "leaving" | "suspended" | "pending";

export interface OverviewPerson {
  readonly name: string;
  readonly email: string;
  readonly team: string;
  readonly stack: string;
  readonly status: Status;
  /** Empty: none is known. */
  readonly lastDay: string;
  readonly environment: string;
  readonly sharedWith: readonly string[];
  /** Bundle; empty: none. */
  readonly server: string;
  /** When the environment ends, as the cloud said; empty where nobody asked it. */
  readonly ends: string;
  readonly profile: string;
  readonly verdict: Verdict;
  /** Ids of the known ways that are open. */
  readonly ways: readonly string[];
  readonly cost: string;
  /** Hundredths of CNY, for sorting. */
  readonly cents: number;
}

export interface OverviewWay {
  readonly id: string;
  readonly title: string;
  readonly status: PathStatus;
  readonly by: string;
  readonly people: readonly string[];
}

export interface OverviewWaiver {
  readonly person: string;
  readonly action: string;
  readonly reason: string;
  /** Day on which it was committed; empty where no history says it. */
  readonly since: string;
}

/** What the account uses of what it may. */
export interface OverviewQuota {
  readonly ownerUin: string;
  readonly what: "sub-accounts" | "environments";
  readonly used: number;
  /** Undefined: only the cloud knows. */
  readonly limit: number | undefined;
}

export interface Overview {
  /** `2026-12-31`. */
  readonly asOf: string;
  readonly people: readonly OverviewPerson[];
  readonly teams: readonly {
    readonly team: string;
    readonly people: number;
    readonly cost: string;
    readonly cents: number;
  }[];
  readonly cost: string;
  readonly ways: readonly OverviewWay[];
  /** What neither a profile declares nor a waiver accepts. */
  readonly violations: readonly { readonly person: string; readonly invariant: string; readonly message: string }[];
  readonly waivers: readonly OverviewWaiver[];
  readonly quotas: readonly OverviewQuota[];
  /** Of `check`. */
  readonly warnings: readonly string[];
}

export interface OverviewInput {
  readonly judgement: Judgement;
  readonly cost: CostReport;
  readonly today: string;
  readonly waivers: readonly OverviewWaiver[];
  readonly quotas: readonly OverviewQuota[];
  /** By stack, where the cloud was asked. */
  readonly clouds: ReadonlyMap<string, AccountEnvironments>;
}

export function overviewOf({ judgement, cost, today, waivers, quotas, clouds }: OverviewInput): Overview {
  const { stacks, proofs, errors, warnings } = judgement;
  const verdicts = new Map(
    proofs.flatMap(({ proof }) => proof.verdicts.map(({ subject, verdict }) => [subject, verdict])),
  );
  const ways = proofs
    .flatMap(({ proof }) => proof.paths)
    .filter(({ status }) => status === "open" || status === "open-unless");
  const waysOf = new Map<string, string[]>();
  for (const { id, subjects } of ways) {
    for (const name of subjects) waysOf.set(name, [...(waysOf.get(name) ?? []), id]);
  }
  const costs = new Map(cost.people.map((each) => [each.name, each]));
  const people = stacks.flatMap(({ roster, workplaces }) => {
    const ends = endsOf(clouds.get(roster.stack));
    return workplaces.map((workplace): OverviewPerson => {
      const { employee, environmentId, server } = workplace;
      const sum: Sum = costs.get(employee.name) ?? { amounts: {}, unknown: [] };
      return {
        ...{ name: employee.name, email: employee.email ?? "", team: employee.team ?? "", stack: roster.stack },
        ...{ status: statusOf(workplace), lastDay: employee.lastDay ?? "", environment: environmentId },
        sharedWith: employee.environment.sharedWith ?? [],
        server: server === false ? "" : server.bundle,
        ends: ends.get(environmentId)?.ends?.slice(0, 10) ?? "",
        profile: "profile" in employee.policy ? employee.policy.profile : employee.policy.template,
        verdict: verdicts.get(employee.name) ?? "violated",
        ways: [...new Set(waysOf.get(employee.name) ?? [])].sort(),
        cost: amountText(sum),
        cents: sum.amounts["CNY"] ?? 0,
      };
    });
  });
  return {
    asOf: today,
    people,
    teams: cost.teams.map(({ team, ...sum }) => ({
      team,
      people: people.filter((each) => each.team === team).length,
      cost: amountText(sum),
      cents: sum.amounts["CNY"] ?? 0,
    })),
    cost: amountText(cost.all),
    ways: ways.map(({ id, title, status, by = "", subjects }) => ({ id, title, status, by, people: subjects })),
    violations: errors
      .filter(isFinding)
      .map(({ employee = "", rule, message }) => ({ person: employee, invariant: rule, message })),
    waivers,
    quotas,
    warnings: warnings.map(({ file = "", employee, message }) => [file, employee, message].filter(Boolean).join(": ")),
  };
}

function endsOf(cloud: AccountEnvironments | undefined): ReadonlyMap<string, Billing> {
  return cloud?.billing ?? new Map();
}

function statusOf({ employee, suspended, pending }: Workplace): Status {
  if (suspended) return "suspended";
  if (pending) return "pending";
  return employee.lastDay === undefined ? "active" : "leaving";
}

/** What is kept of an overview, so that the next one can say what has changed: by name. */
export type Remembered = Readonly<
  Record<string, readonly [status: string, environment: string, server: string, verdict: string, cost: string]>
>;

export function remembered({ people }: Overview): Remembered {
  return Object.fromEntries(
    people.map(({ name, status, environment, server, verdict, cost }) => [
      name,
      [status, environment, server, verdict, cost],
    ]),
  );
}

export interface OverviewChange {
  readonly person: string;
  readonly kind: "joined" | "left" | "changed";
  /** `status: active → suspended`. */
  readonly details: readonly {
    readonly what: "status" | "environment" | "server" | "isolation" | "cost";
    readonly before: string;
    readonly after: string;
  }[];
}

const PARTS = ["status", "environment", "server", "isolation", "cost"] as const;

/** By name. */
export function changesSince(before: Remembered, now: Remembered): readonly OverviewChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((person): OverviewChange[] => {
    const [old, next] = [own(before, person), own(now, person)];
    if (old === undefined) return [{ person, kind: "joined", details: [] }];
    if (next === undefined) return [{ person, kind: "left", details: [] }];
    const details = PARTS.flatMap((what, index) => {
      const [was = "", is = ""] = [old[index], next[index]];
      return was === is ? [] : [{ what, before: was, after: is }];
    });
    return details.length === 0 ? [] : [{ person, kind: "changed", details }];
  });
}

function own(all: Remembered, name: string) {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
