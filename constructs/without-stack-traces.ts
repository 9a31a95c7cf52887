/** Makes stacks of a thousand employees twice as fast. */

/**
 * Runs a step during which stack traces are empty texts. CDKTF records one for each reference between resources
 * (cdktf/lib/tokens/private/stack-trace.js), and with source maps each costs a fraction of a millisecond. An error that leaves the
 * step has its own trace all the same: traces are written when they are first read, and by then the setting is back.
 */
export function withoutStackTraces(step: () => void): void {
  const previous = Error.prepareStackTrace;
  Error.prepareStackTrace = () => "";
  try {
    step();
  } finally {
    Error.prepareStackTrace = previous;
  }
}
