/** What is wrong in a policy document, and where: one shape for the parser and the linter. */

/** Kinds of mistakes against the grammar of policy documents (https://cloud.tencent.com/document/product/598/10604). */
export const PROBLEM_CODES = [
  "json-syntax",
  "json-duplicate-key",
  "byte-order-mark",
  "character",
  "document-form",
  "version",
  "member-case",
  "member-unknown",
  "member-missing",
  "principal",
  "effect",
  "list-empty",
  "value-form",
  "action-form",
  "action-permid",
  "resource-segments",
  "resource-project",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** Place in the document: `statement[2].action[0]`; empty for the document as a whole. */
  readonly path: string;
  /** What is wrong and what to write instead, without the place. */
  readonly message: string;
}

/** A document that breaks the grammar. Its message lists every problem, one a line. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(printProblem).join("\n"));
  }
}

function printProblem({ path, message }: Problem): string {
  return path === "" ? message : `${path}: ${message}`;
}

/** The path of a member of the thing at `path`; names that are not plain are put in brackets. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === "number") return `${path}[${member}]`;
  if (!/^[\w:-]+$/.test(member)) return `${path}[${JSON.stringify(member)}]`;
  return path === "" ? member : `${path}.${member}`;
}
