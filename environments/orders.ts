/** What is to be bought for a roster, what it costs, and what keeps it from being bought. Pure. */
import { indexEnvironments } from "../lookups/environment-index.ts";
import { type Problem, problem } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { employeeTags } from "../terraform/tags.ts";
import type { AccountEnvironments } from "./account.ts";
import { type EnvironmentState, environmentState } from "./state.ts";

/** An employee with what there is of the environment. */
export interface EnvironmentRow {
  readonly employee: Employee;
  readonly state: EnvironmentState;
}

/** One environment to buy. Whoever shares it is in the order of the roster. */
export interface Order {
  readonly alias: string;
  /** The first of those who have the environment, whose tags it gets: bills know one employee for each. */
  readonly employee: Employee;
  readonly packageId: string;
  readonly months: number;
}

/** The environments of all employees, in the order of the roster. */
export function environmentRows({ employees }: Roster, { all, billing }: AccountEnvironments): EnvironmentRow[] {
  const find = indexEnvironments(all, ({ EnvId, Alias }) => ({ id: EnvId, alias: Alias }));
  return employees.map((employee) => ({ employee, state: environmentState(employee.environment, find, billing) }));
}

/** One order for each environment that is missing, and everything that keeps an environment from being made or found. */
export function ordersOf(
  file: string,
  rows: readonly EnvironmentRow[],
): { readonly orders: readonly Order[]; readonly problems: readonly Problem[] } {
  const orders = new Map<string, Order>();
  const problems: Problem[] = [];
  for (const { employee, state } of rows) {
    const { line, column, name, environment } = employee;
    const refuse = (message: string, remedy: string) =>
      problems.push(problem("environment", { file, line, column, employee: name, message, remedy }));
    if (state.kind === "ambiguous") {
      refuse(`${state.ids.length} environments have the alias: ${state.ids.join(", ")}`, "write the id that is meant");
    } else if (state.kind === "isolated") {
      const since = state.since === "" ? "" : ` since ${state.since}`;
      refuse(`environment ${state.id} is isolated${since}`, "renew it in the CloudBase console, or name another one");
    } else if (state.kind === "missing" && !("alias" in environment.reference)) {
      const message = `there is no environment ${environment.reference.id}, and one cannot be made with a given id`;
      refuse(message, "correct it, or leave `id` out to have one made");
    } else if (state.kind === "missing" && "alias" in environment.reference) {
      const { alias } = environment.reference;
      const { package: packageId, months } = environment;
      if (packageId === undefined) {
        refuse(
          "nobody says which package to buy",
          "write `environment: { package: baas_personal }`, here or in `defaults`",
        );
      } else if (!orders.has(alias)) {
        orders.set(alias, { alias, employee, packageId, months });
      }
    }
  }
  return { orders: [...orders.values()], problems };
}

/** What a purchase costs. */
export interface Cost {
  /** CNY, by list price; without those of unknown price. */
  readonly sum: number;
  /** Packages whose price the cloud does not tell. */
  readonly unknown: readonly string[];
}

/** @param prices CNY for a month, by package */
export function costOf(
  purchases: readonly Pick<Order, "packageId" | "months">[],
  prices: ReadonlyMap<string, number>,
): Cost {
  const unknown = new Set(purchases.map(({ packageId }) => packageId).filter((id) => !prices.has(id)));
  // In hundredths, since sums of decimals are not exact.
  const hundredths = purchases.reduce(
    (sum, { packageId, months }) => sum + Math.round((prices.get(packageId) ?? 0) * 100) * months,
    0,
  );
  return { sum: hundredths / 100, unknown: [...unknown].sort() };
}

/** tcb:CreateEnv's parameters for an order. */
export function createEnvRequest({ alias, employee, packageId, months }: Order) {
  const { renew, overrun } = employee.environment;
  return {
    Alias: alias,
    PackageId: packageId,
    // What the template confines: documents, storage and functions.
    Resources: ["flexdb", "storage", "function"],
    Period: months,
    RenewFlag: renew === "auto" ? "NOTIFY_AND_AUTO_RENEW" : "NOTIFY_AND_MANUAL_RENEW",
    EnableOverrun: overrun === "bill" ? "TRUE" : "FALSE",
    Tags: Object.entries(employeeTags(employee)).map(([Key, Value]) => ({ Key, Value })),
  };
}
