/** Problems as workflow commands of GitHub Actions, which mark the lines of a pull request. */
import { printable } from "./printable.ts";
import type { Problem } from "./problem.ts";

/**
 * `::error file=employees.yaml,line=5,col=5,title=I3::alice: what is wrong; what to write`, one line each
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 */
export function problemsGithub(problems: readonly Problem[]): string {
  return problems.map((problem) => `${command(problem)}\n`).join("");
}

function command({ severity, file, line, column, rule, employee, path, message, remedy }: Problem): string {
  const properties = Object.entries({ file, line, col: column, title: rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(",");
  const said = [employee, path, remedy === undefined ? message : `${message}; ${remedy}`].filter(Boolean).join(": ");
  return `::${severity} ${properties}::${data(said)}`;
}

/** A line break would start another command. */
function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
