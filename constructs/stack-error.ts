/** What a person can mend in the policies of a stack. */

import { FillError } from "../policies/fill.ts";
import { Mistake, problem } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";

/** Thrown with one line for each policy that cannot be filled. */
export class StackError extends Mistake {
  override readonly name = "StackError";

  constructor(lines: readonly string[]) {
    super(lines.map((message) => problem("policy", { message })));
  }
}

/**
 * Runs a step for every employee and reports what cannot be filled of all of them at once.
 *
 * @throws StackError with lines such as `employees.yaml:12:5: alice: the placeholder ${topicId} has no value`.
 */
export function forEveryEmployee<T extends { readonly employee: Employee }>(
  roster: Pick<Roster, "file">,
  workplaces: readonly T[],
  step: (workplace: T) => void,
): void {
  const problems: string[] = [];
  for (const workplace of workplaces) {
    const { name, line, column } = workplace.employee;
    try {
      step(workplace);
    } catch (error) {
      if (!(error instanceof FillError)) throw error;
      problems.push(...error.reasons.map((reason) => `${roster.file}:${line}:${column}: ${name}: ${reason}`));
    }
  }
  if (problems.length > 0) throw new StackError(problems);
}
