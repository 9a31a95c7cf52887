/** Mistakes in rosters: all of every file together. */
import { Mistake, type Problem } from "../problems/problems.ts";
import { type RosterRule, severityOf } from "./rule-ids.ts";

/** Thrown with every problem of every file that was read; its message is the whole report. */
export class RosterError extends Mistake {
  override readonly name = "RosterError";
}

/** A problem of the severity that its rule has. */
export function rosterProblem(rule: RosterRule, rest: Omit<Problem, "rule" | "severity">): Problem {
  return { rule, severity: severityOf(rule), ...rest };
}
