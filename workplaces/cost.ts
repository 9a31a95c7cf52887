/** What rosters cost a month, by person and team. Prices that nobody has published or looked up are said to be unknown. Pure. */
import type { BundleLookup } from "../lookups/lookups.ts";
import type { Stack, Workplace } from "./workplace.ts";

/** Hundredths of a currency by its code; nothing is added up in floating point. */
export type Amounts = Readonly<Record<string, number>>;

export interface Sum {
  readonly amounts: Amounts;
  /** What has no price that is known: `environment of alice (baas_pf_standard)`. */
  readonly unknown: readonly string[];
}

export interface PersonCost extends Sum {
  readonly name: string;
  /** Empty: none. */
  readonly team: string;
}

export interface CostReport {
  /** In the order of the rosters. */
  readonly people: readonly PersonCost[];
  /** By team; those without one under an empty name. */
  readonly teams: readonly (Sum & { readonly team: string })[];
  readonly all: Sum;
}

/** Hundredths of CNY a month (https://docs.cloudbase.net, sub-account mode: Personal). Other packages have no published list price. */
const PACKAGES: Readonly<Record<string, number>> = { baas_personal: 1990 };

/**
 * @param bundlesOf Looked-up sizes of servers, with prices, of a stack.
 * @param management Package of the environment of the administrators, which no roster has; undefined: there is none.
 */
export function costOf(
  stacks: readonly Stack[],
  bundlesOf: (stack: Stack) => Readonly<Record<string, BundleLookup>>,
  management: string | undefined,
): CostReport {
  // An environment that several people have is paid once.
  const paid = new Set<string>();
  const people = stacks.flatMap((stack) => {
    const bundles = bundlesOf(stack);
    return stack.workplaces.map((workplace) => personCost(workplace, bundles, paid));
  });
  const teams = [...new Set(people.map(({ team }) => team))].sort();
  const managed: Sum[] = management === undefined ? [] : [packageCost(management, "the management environment")];
  return {
    people,
    teams: teams.map((team) => ({ team, ...sumOf(people.filter((each) => each.team === team)) })),
    all: sumOf([...people, ...managed]),
  };
}

function personCost(
  { employee, environmentId, environment, server }: Workplace,
  bundles: Readonly<Record<string, BundleLookup>>,
  paid: Set<string>,
): PersonCost {
  const { name, team = "" } = employee;
  const parts: Sum[] = [];
  if (!paid.has(environmentId)) parts.push(packageCost(environment.package, `environment of ${name}`));
  paid.add(environmentId);
  if (server !== false) {
    const price = Object.hasOwn(bundles, server.bundle) ? bundles[server.bundle]?.price : undefined;
    parts.push(
      price === undefined
        ? { amounts: {}, unknown: [`server of ${name} (${server.bundle})`] }
        : { amounts: { [price.currency]: Math.round(price.month * 100) }, unknown: [] },
    );
  }
  return { name, team, ...sumOf(parts) };
}

function packageCost(id: string, what: string): Sum {
  const price = Object.hasOwn(PACKAGES, id) ? PACKAGES[id] : undefined;
  return price === undefined ? { amounts: {}, unknown: [`${what} (${id})`] } : { amounts: { CNY: price }, unknown: [] };
}

function sumOf(parts: readonly Sum[]): Sum {
  const amounts = new Map<string, number>();
  for (const [currency, amount] of parts.flatMap((part) => Object.entries(part.amounts))) {
    amounts.set(currency, (amounts.get(currency) ?? 0) + amount);
  }
  return { amounts: Object.fromEntries([...amounts].sort()), unknown: parts.flatMap(({ unknown }) => unknown) };
}
