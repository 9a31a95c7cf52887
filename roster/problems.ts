/** What is wrong with a roster, in the form that editors and CI logs turn into links. */

/** One mistake; all mistakes of a file are reported together. */
export interface Problem {
  readonly file: string;
  /** Counts from 1; absent where the file as a whole is meant. */
  readonly line?: number;
  readonly column?: number;
  readonly employee?: string;
  /** What is wrong, then what to write instead. */
  readonly message: string;
}

/** Thrown with every problem of every file that was read; its message is the whole report. */
export class RosterError extends Error {
  override readonly name = "RosterError";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(printProblem).join("\n"));
  }
}

/** `employees.yaml:12:5: alice: what is wrong; what to write` */
export function printProblem({ file, line, column, employee, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return employee === undefined ? `${place}: ${message}` : `${place}: ${employee}: ${message}`;
}
