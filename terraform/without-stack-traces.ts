/** Spares stacks of a thousand employees a third of their time. */

/**
 * Runs a step during which nobody can ask for a stack trace. CDKTF records one for each reference between resources
 * (cdktf/lib/tokens/private/stack-trace.js), walks the whole stack for it, and never shows it. An error that leaves the step has its
 * own trace all the same: the engine writes that, not this function.
 */
export function withoutStackTraces(step: () => void): void {
  const previous = Error.captureStackTrace;
  Error.captureStackTrace = () => undefined;
  try {
    step();
  } finally {
    Error.captureStackTrace = previous;
  }
}
