/** What rosters cost a month, as text, CSV or JSON. */
import { printable } from "../problems/problems.ts";
import type { CostReport, Sum } from "../workplaces/workplaces.ts";
import { csvRow } from "./csv.ts";
import { counted } from "./words.ts";

export function costText({ people, teams, all }: CostReport): string {
  const rows = people.map((person) => [person.name, person.team, amountText(person)] as const);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const [nameWidth = 0, teamWidth = 0] = widths;
  const lines = [
    ...rows.map(([name, team, amount]) => `${name.padEnd(nameWidth)}  ${team.padEnd(teamWidth)}  ${amount}`),
    ...(teams.length > 1 ? teams.map((each) => `team ${each.team || "(none)"}: ${amountText(each)}`) : []),
    `in all a month: ${amountText(all)}`,
    ...(all.unknown.length === 0 ? [] : [`price not known, and not in the sum: ${all.unknown.join(", ")}`]),
    "by list and last lookup; what is used beyond a package is not in it",
  ];
  return lines.map((line) => `${printable(line.trimEnd())}\n`).join("");
}

export function amountText({ amounts, unknown }: Sum): string {
  const known = Object.entries(amounts).map(([currency, amount]) => `${decimal(amount)} ${currency}`);
  const open = unknown.length === 0 ? [] : [`${counted(unknown.length, "price")} not known`];
  return [...known, ...open].join(" and ") || "nothing";
}

/** `19.90` */
function decimal(hundredths: number): string {
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** A row for each person and currency, and one for what is not known. */
export function costCsv({ people }: CostReport): string {
  const rows = people.flatMap(({ name, team, amounts, unknown }) => [
    ...Object.entries(amounts).map(([currency, amount]) => [name, team, decimal(amount), currency]),
    ...unknown.map((what) => [name, team, "", what]),
  ]);
  return [["name", "team", "month", "currency or what has no known price"], ...rows].map(csvRow).join("");
}

export function costJson({ people, teams, all }: CostReport): string {
  const shown = ({ amounts, unknown, ...rest }: Sum & { readonly name?: string; readonly team?: string }) => ({
    ...rest,
    month: Object.fromEntries(Object.entries(amounts).map(([currency, amount]) => [currency, decimal(amount)])),
    unknown,
  });
  return `${JSON.stringify({ people: people.map(shown), teams: teams.map(shown), all: shown(all) }, null, 2)}\n`;
}
