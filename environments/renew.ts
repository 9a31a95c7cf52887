/** Renews environments that end soon. A renewal is not idempotent, so the end is read before and after a call without an answer. */
import { anyAnswer, type Clients } from "../cloud/client.ts";
import { CloudError, isRefusal } from "../cloud/cloud-error.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import type { CloudEnvironment } from "../lookups/ready-environment.ts";
import { type Problem, problem } from "../problems/problems.ts";
import type { AccountEnvironments, Billing } from "./account.ts";
import { readEnvironments } from "./account.ts";
import type { Pace } from "./create.ts";
import type { EnvironmentRow } from "./orders.ts";

/** One environment to renew. */
export interface Renewal {
  readonly id: string;
  readonly employee: EnvironmentRow["employee"];
  readonly packageId: string;
  readonly months: number;
  /** As the cloud writes it. */
  readonly ends: string;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The employees' environments that end within some days and do not renew themselves; each once. Pure.
 *
 * @param now milliseconds since 1970
 */
export function renewalsOf(
  rows: readonly EnvironmentRow[],
  { all, billing }: AccountEnvironments,
  days: number,
  now: number,
): Renewal[] {
  const renewals = new Map<string, Renewal>();
  for (const { employee, state } of rows) {
    if (!("id" in state) || renewals.has(state.id)) continue;
    const bill = billing.get(state.id);
    const ends = endOf(bill);
    if (bill?.ends === undefined || bill.renewsItself || ends === undefined || ends > now + days * DAY) continue;
    const packageId = packageOf(all, state.id) ?? employee.environment.package;
    if (packageId === undefined) continue;
    renewals.set(state.id, { id: state.id, employee, packageId, months: employee.environment.months, ends: bill.ends });
  }
  return [...renewals.values()];
}

/** Times of bills are those of Beijing: `2026-12-26 08:00:00`. */
function endOf(bill: Billing | undefined): number | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(bill?.ends ?? "") ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${time}+08:00`);
}

function packageOf(all: readonly CloudEnvironment[], id: string): string | undefined {
  return all.find(({ EnvId }) => EnvId === id)?.PackageId ?? undefined;
}

/**
 * Renews one after the other.
 *
 * @param keepLock called before each. @throws Mistake where another run is at it
 * @throws LookupError with every renewal that failed, or of which nobody knows
 */
export async function renewEnvironments(
  clients: Clients,
  file: string,
  renewals: readonly Renewal[],
  keepLock: () => void,
  pace: Pick<Pace, "between" | "wait">,
): Promise<void> {
  const failed = new Map<Renewal, CloudError>();
  for (const renewal of renewals) {
    const { id, months } = renewal;
    keepLock();
    await pace.wait(pace.between);
    try {
      await clients.once("tcb:RenewEnv", anyAnswer, () => clients.tcb.RenewEnv({ EnvId: id, Period: months }));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      failed.set(renewal, error);
    }
  }
  if (failed.size === 0) return;
  const { billing } = await readEnvironments(clients, () => undefined);
  const problems = [...failed].flatMap(([renewal, error]): Problem[] => {
    const isRenewed = billing.get(renewal.id)?.ends !== renewal.ends;
    if (isRenewed && !isRefusal(error.fault)) return [];
    const { name: employee, line, column } = renewal.employee;
    const [message] = error.problems.map((each) => each.message);
    return [problem("environment", { file, line, column, employee, message: `${renewal.id}: ${message ?? ""}` })];
  });
  if (problems.length > 0) throw new LookupError(problems);
}
