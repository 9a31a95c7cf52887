/** One mistake or doubt, in the form that editors, CI logs and code hosts turn into links. Every room reports in this shape. */

/** `error`: nothing is deployed as long as it is there. `warning`: worth a look, and no reason to stop. */
export type Severity = "error" | "warning";

/** Line and column, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Partial<Place> {
  /** What is broken, in words with dashes (`unknown-key`), or an invariant of the proof (`I3`). Stays the same over versions. */
  readonly rule: string;
  readonly severity: Severity;
  /** Path as it was given; absent where no file is to blame. */
  readonly file?: string;
  /** Name of the employee whom it is about, as the roster writes it. */
  readonly employee?: string;
  /** Place within a document, such as `statement[2].action[0]`. */
  readonly path?: string;
  /** What is wrong: a sentence without a full stop. */
  readonly message: string;
  /** What to write or run instead; printed behind the message. */
  readonly remedy?: string;
}

/** An `error` without the members that say so, as most rooms write it. */
export function problem(rule: string, rest: Omit<Problem, "rule" | "severity">): Problem {
  return { rule, severity: "error", ...rest };
}

/** A `warning`. */
export function warning(rule: string, rest: Omit<Problem, "rule" | "severity">): Problem {
  return { rule, severity: "warning", ...rest };
}

/** By file, then by line and column; what has no place comes first. The order of equal places stays. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) => compare(a.file ?? "", b.file ?? "") || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
