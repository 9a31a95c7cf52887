/** The base of every error that a user can mend: its message is the whole answer, and no stack trace is shown. */

import type { Problem } from "./problem.ts";
import { printProblem } from "./text.ts";

/** Thrown with all mistakes at once. Rooms have a class of their own only where somebody must tell them apart. */
export class Mistake extends Error {
  override readonly name: string = "Mistake";

  /** @param problems at least one */
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => printProblem(problem)).join("\n"));
  }
}

/** Whether an error's message is the whole answer: what is wrong, where, and what to write or run instead. */
export function isMistake(error: unknown): error is Mistake {
  return error instanceof Mistake;
}
