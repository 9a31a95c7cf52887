/** What the proof of isolation finds. */
import type { StatementReference } from "../evaluation/evaluate.ts";

/** The five things that must hold; `INVARIANTS` says them in words. */
export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5";

export const INVARIANTS: Readonly<Record<Invariant, string>> = {
  I1: "no step towards the root account is allowed",
  I2: "no action writes, reads contents or answers with secrets for the whole account",
  I3: "no action that can be confined to a resource reaches one of another employee",
  I4: "environments, buckets, topics and namespaces are distinct, and none begins with another's name",
  I5: "every resource names the account, the region and an id",
};

/** One breach of an invariant. */
export interface IsolationFinding {
  readonly invariant: Invariant;
  /** Employee whose policies allow it, or whose environment it is. */
  readonly subject: string;
  /** Whom it reaches; `every`: everybody in the account. */
  readonly others: readonly string[] | "every";
  /** An action that is allowed; absent for what is wrong whatever the action. */
  readonly action?: string;
  /** Resource as the statement writes it, or the name that is wrong. */
  readonly resource: string;
  readonly statement?: StatementReference;
  /** The way that it opens, of those in `ATTACK_PATHS`. */
  readonly path?: string;
  /** Whether it takes a condition of the statement to hold. */
  readonly conditional: boolean;
  /** Declared by the profile or waived: known, and no violation. */
  readonly accepted: boolean;
  /** One sentence without a full stop. */
  readonly message: string;
}

/**
 * - `isolated`: nothing was found, as far as policies can show it.
 * - `excepted`: nothing but what the profile declares or a waiver accepts; somebody can reach others all the same.
 * - `violated`: something else.
 */
export type Verdict = "isolated" | "excepted" | "violated";

/** The verdict on what was found, of one employee or of all. */
export function verdictOf(findings: readonly Pick<IsolationFinding, "accepted">[]): Verdict {
  if (findings.length === 0) return "isolated";
  return findings.every(({ accepted }) => accepted) ? "excepted" : "violated";
}

/** A finding before the profile has been asked. */
export type Breach = Omit<IsolationFinding, "accepted" | "subject">;
