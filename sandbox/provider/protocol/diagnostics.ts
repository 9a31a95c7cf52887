/** Errors and warnings in the form that Terraform prints them. */

/** What `validate` finds wrong. */
export interface Problem {
  /** One sentence: what is wrong and what to write instead. Never holds a secret value. */
  readonly summary: string;
  /** Name of the attribute at fault; absent: the whole block. */
  readonly attribute?: string;
}

/** An error that a user can cause: shown as its message alone. Any other error is shown with its stack, as a bug of the plugin. */
export class DiagnosticError extends Error {
  override readonly name: string = "DiagnosticError";
}

/** The message `Diagnostic` of the protocol. */
export interface DiagnosticMessage {
  readonly severity: "ERROR";
  readonly summary: string;
  readonly detail: string;
  readonly attribute: AttributePath | null;
}

/** The message `AttributePath` of the protocol. */
export interface AttributePath {
  readonly steps: readonly { readonly attribute_name: string }[];
}

export function attributePath(name: string): AttributePath {
  return { steps: [{ attribute_name: name }] };
}

export function diagnosticOf(error: unknown): DiagnosticMessage {
  if (error instanceof DiagnosticError) return diagnostic(error.message);
  const bug = error instanceof Error ? error : new Error(String(error));
  return { ...diagnostic(`Bug in the sandbox's provider plugin: ${bug.message}`), detail: bug.stack ?? "" };
}

export function diagnosticOfProblem({ summary, attribute }: Problem): DiagnosticMessage {
  return { ...diagnostic(summary), attribute: attribute === undefined ? null : attributePath(attribute) };
}

function diagnostic(summary: string): DiagnosticMessage {
  return { severity: "ERROR", summary, detail: "", attribute: null };
}
