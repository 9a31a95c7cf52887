/** Finds the employee that a command names. */
import { Mistake, problem, quoted } from "../problems/problems.ts";
import { type Judgement, requireAccepted, type Stack, type Workplace } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { judgeRosters } from "./judged.ts";

/** The option of every command that names an employee. */
export const ROSTER_OPTION = [
  "--roster <file>",
  "roster file; default: whichever in cdktf.json has the employee",
] as const;

export interface FoundEmployee {
  readonly stack: Stack;
  readonly workplace: Workplace;
  /** Of all rosters; there may be errors, also about this employee. */
  readonly judgement: Judgement;
}

/**
 * @param files Roster files; none: all in cdktf.json.
 * @throws Mistake naming who there is, or with everything that keeps the employee from having policies.
 */
export function findEmployee(name: string, files: readonly string[], context: Context): FoundEmployee {
  const { judgement, asked } = judgeRosters(files, context);
  const stacks = judgement.stacks.filter(({ roster }) => asked.includes(roster.file));
  for (const stack of stacks) {
    const workplace = stack.workplaces.find(({ employee }) => employee.name === name);
    if (workplace !== undefined) return { stack, workplace, judgement };
  }
  const names = stacks.flatMap(({ roster }) => roster.employees.map((employee) => employee.name));
  // With errors, somebody of that name may be among those who could not be read.
  if (names.includes(name) || names.length === 0) requireAccepted(judgement);
  throw new Mistake([
    problem("employee-unknown", {
      file: asked.join(", "),
      message: `there is no employee named ${quoted(name)}`,
      remedy: `there are ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
    }),
  ]);
}
