/** Tells a person's mistakes from the program's. */
import { StackError } from "../constructs/stack-error.ts";
import { LookupError } from "../lookups/errors.ts";
import { RosterError } from "../roster/problems.ts";
import { SandboxError } from "../sandbox/error.ts";

/** Whether an error's message is the whole answer: what is wrong, where, and what to write or run instead. */
export function isMistake(error: unknown): error is Error {
  return [RosterError, LookupError, StackError, SandboxError].some((kind) => error instanceof kind);
}
