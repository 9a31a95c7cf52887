/** Mistakes in a roster: all of a file together. */
import { type Problem as AnyProblem, Mistake, printProblem as print } from "../problems/problems.ts";

/** A mistake before it has a rule of its own. */
export type Problem = Omit<AnyProblem, "rule" | "severity"> & Partial<Pick<AnyProblem, "rule">>;

/** Thrown with every problem of every file that was read; its message is the whole report. */
export class RosterError extends Mistake {
  override readonly name = "RosterError";

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => ({ rule: "roster", severity: "error", ...each })));
  }
}

/** `employees.yaml:12:5: alice: what is wrong; what to write` */
export function printProblem(problem: Problem): string {
  return print({ rule: "roster", severity: "error", ...problem });
}
