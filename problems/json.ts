/** Problems as JSON, for programs. */
import type { Problem } from "./problem.ts";

/** An array of the problems with their members in one order, indented; ends with a line break. */
export function problemsJson(problems: readonly Problem[]): string {
  const rows = problems.map(({ rule, severity, file, line, column, employee, path, message, remedy }) => ({
    rule,
    severity,
    file,
    line,
    column,
    employee,
    path,
    message,
    remedy,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}
