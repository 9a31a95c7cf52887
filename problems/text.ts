/** Problems as text for people: one line each, with a place that terminals and editors turn into a link. */
import { printable } from "./printable.ts";
import type { Problem } from "./problem.ts";

/**
 * `employees.yaml:12:5: alice: what is wrong; what to write`, with `warning: ` before the message of a warning.
 *
 * @param withRule ends in the id of the rule: ` [unknown-key]`
 */
export function printProblem(problem: Problem, { withRule = false }: { readonly withRule?: boolean } = {}): string {
  const { employee, path, severity, message, remedy, rule } = problem;
  const said = remedy === undefined ? message : `${message}; ${remedy}`;
  const parts = [
    placeText(problem),
    employee,
    ...(severity === "warning" ? ["warning"] : []),
    path,
    withRule ? `${said} [${rule}]` : said,
  ];
  return printable(parts.filter((part) => part !== undefined && part !== "").join(": "));
}

/** Every problem on its line; ends with a line break unless there is none. */
export function problemsText(problems: readonly Problem[], options: { readonly withRule?: boolean } = {}): string {
  return problems.map((problem) => `${printProblem(problem, options)}\n`).join("");
}

/** `employees.yaml:12:5`, or the file alone; undefined without a file. */
function placeText({ file, line, column }: Problem): string | undefined {
  if (file === undefined || line === undefined) return file;
  return `${file}:${line}:${column ?? 1}`;
}
