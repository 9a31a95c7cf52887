/** What several employees' servers ask for, looked up once for all of them. */
import { distance } from "fastest-levenshtein";
import { type Problem, problem } from "../problems/problems.ts";
import type { Employee, Roster, ServerRequest } from "../roster/roster.ts";

/** Each thing that the roster's servers ask for, with the employees who do, in the order of the roster. */
export function wantedOfServers(
  { employees }: Roster,
  wanted: (server: ServerRequest) => string | undefined,
): ReadonlyMap<string, readonly Employee[]> {
  const all = new Map<string, Employee[]>();
  for (const employee of employees) {
    const key = employee.server === false ? undefined : wanted(employee.server);
    if (key !== undefined) all.set(key, [...(all.get(key) ?? []), employee]);
  }
  return all;
}

/** A problem at the first of the employees who ask for the thing. */
export function problemOfWanted(
  rule: string,
  file: string,
  [first, ...others]: readonly Employee[],
  { message, remedy }: Required<Pick<Problem, "message" | "remedy">>,
): Problem {
  const place = first === undefined ? {} : { line: first.line, column: first.column, employee: first.name };
  const shared = others.length === 0 ? "" : ` (as for ${others.length} more)`;
  return problem(rule, { file, ...place, message: `${message}${shared}`, remedy });
}

/** How many near names a message suggests. */
const SUGGESTIONS = 3;

/** The names that are nearest to one, those that contain it first. */
export function nearest(name: string, others: readonly string[]): string[] {
  const lower = name.toLowerCase();
  const far = (other: string) => (other.toLowerCase().includes(lower) ? 0 : distance(other.toLowerCase(), lower));
  return [...new Set(others)].sort((a, b) => far(a) - far(b) || (a < b ? -1 : 1)).slice(0, SUGGESTIONS);
}
