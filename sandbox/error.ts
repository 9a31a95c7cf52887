/** Mistakes that a user of the sandbox can mend. */

/** Its message is the whole answer. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}
