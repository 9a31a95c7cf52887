/** What ends a lookup, or a synth that lacks one: mistakes that a person can mend, each in one line. */
import { isNativeError } from "node:util/types";
import { Mistake, type Problem, problem } from "../problems/problems.ts";

/** Thrown with every problem that was found; its message is the whole report. */
export class LookupError extends Mistake {
  override readonly name: string = "LookupError";

  /** @param problems at least one; a text is one without a place: what, what to write or run instead */
  constructor(problems: readonly (Problem | string)[]) {
    super(problems.map((each) => (typeof each === "string" ? problem("cloud", { message: each }) : each)));
  }
}

/** The text of whatever was thrown, on one line. `isNativeError` knows errors of other realms too, as tests have them. */
export function reason(error: unknown): string {
  return (isNativeError(error) ? error.message : String(error)).replace(/\s+/g, " ").trim();
}
