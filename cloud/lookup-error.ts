/** What ends a lookup, or a synth that lacks one: mistakes that a person can mend, each in one line. */
import { isNativeError } from "node:util/types";
import { Mistake, problem } from "../problems/problems.ts";

/** Thrown with every problem that was found; its message is the whole report. */
export class LookupError extends Mistake {
  override readonly name: string = "LookupError";

  /** @param lines one each: where, what, what to write or run instead */
  constructor(lines: readonly string[]) {
    super(lines.map((message) => problem("lookup", { message })));
  }
}

/** The text of whatever was thrown, on one line. `isNativeError` knows errors of other realms too, as tests have them. */
export function reason(error: unknown): string {
  return (isNativeError(error) ? error.message : String(error)).replace(/\s+/g, " ").trim();
}
