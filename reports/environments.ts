/** Environments as text: a line for each employee, what to do about those that are not ready, and those that are nobody's. */
import type { Billing, EnvironmentRow } from "../environments/environments.ts";
import { printable } from "../problems/problems.ts";

/** The environments of one roster. */
export interface EnvironmentsReport {
  readonly file: string;
  readonly rows: readonly EnvironmentRow[];
  /** By environment id. */
  readonly billing: ReadonlyMap<string, Billing>;
  /** Of the account in this region, and of no roster. */
  readonly unclaimed: readonly { readonly id: string; readonly alias: string | undefined }[];
}

/** `ready, ends 2026-12-26 08:00:00, renews itself`; without a name. */
export function stateText({ employee, state }: EnvironmentRow, bill: Billing | undefined, file: string): string {
  const create = `run: npx subaccounts environments --create ${file}`;
  switch (state.kind) {
    case "missing":
      return "alias" in employee.environment.reference
        ? `none yet; to make: alias ${employee.environment.reference.alias}, ${employee.environment.package ?? "no package named"}; ${create}`
        : `none with the id ${employee.environment.reference.id}, which cannot be chosen`;
    case "ambiguous":
      return `${state.ids.length} have the alias (${state.ids.join(", ")}); write the id that is meant`;
    case "unavailable":
      return `${state.id}, being made or out of service${billText(bill)}`;
    case "isolated":
      return `${state.id}, isolated${state.since === "" ? "" : ` since ${state.since}`}; renew it in the console before it is deleted`;
    case "incomplete": {
      const lacks = state.lacks.length === 0 ? "" : `, lacks ${state.lacks.join(" and ")}; ${create}`;
      const awaits = state.awaits.length === 0 ? "" : `, ${state.awaits.join(" and ")} being made`;
      return `${state.id}${billText(bill)}${awaits}${lacks}`;
    }
    case "ready":
      return `${state.id}, ready${billText(bill)}`;
  }
}

function billText(bill: Billing | undefined): string {
  if (bill?.ends === undefined) return "";
  return `, ends ${bill.ends}${bill.renewsItself ? ", renews itself" : ""}`;
}

/** A line for each employee in the order of the roster, then one for each environment that is nobody's. */
export function environmentsText(reports: readonly EnvironmentsReport[]): string {
  return reports.map((report) => `${report.file}:\n${reportText(report)}`).join("");
}

function reportText({ file, rows, billing, unclaimed }: EnvironmentsReport): string {
  const lines = rows.map(
    (row) =>
      [row.employee.name, stateText(row, "id" in row.state ? billing.get(row.state.id) : undefined, file)] as const,
  );
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  const own = lines.map(([name, text]) => `  ${name.padEnd(width)}  ${printable(text)}\n`);
  const others = unclaimed.map(({ id, alias }) => {
    const named = alias === undefined ? "" : ` (alias ${alias})`;
    return `  in no roster: ${printable(`${id}${named}${billText(billing.get(id))}`)}\n`;
  });
  return [...own, ...others].join("");
}

/** The same for programs: an array, a member for each roster. */
export function environmentsJson(reports: readonly EnvironmentsReport[]): string {
  const bill = (billing: ReadonlyMap<string, Billing>, id: string | undefined) => {
    const found = id === undefined ? undefined : billing.get(id);
    return { ends: found?.ends ?? null, renewsItself: found?.renewsItself ?? null };
  };
  const all = reports.map(({ file, rows, billing, unclaimed }) => ({
    file,
    employees: rows.map(({ employee, state }) => ({
      employee: employee.name,
      ...state,
      ...bill(billing, "id" in state ? state.id : undefined),
    })),
    unclaimed: unclaimed.map(({ id, alias }) => ({ id, alias: alias ?? null, ...bill(billing, id) })),
  }));
  return `${JSON.stringify(all, null, 2)}\n`;
}
