/** Policies whose text nobody has read: what they allow cannot be told, and is not claimed to be nothing. */
import type { PolicyDocument } from "../language/document.ts";
import type { Breach, IsolationFinding } from "./finding.ts";
import type { IsolationSubject } from "./subject.ts";

/** What such a policy may say at most. */
export const ANYTHING: PolicyDocument = {
  version: "2.0",
  statement: [{ effect: "allow", action: ["*"], resource: ["*"] }],
};

/**
 * One finding for each policy and each invariant that it may break, accepted since whoever gave the policy accepted whatever it allows.
 *
 * @param possible what would be allowed if the policies said `ANYTHING`: denies and the permission boundary still stop some of it.
 */
export function unreadFindings(
  { name, unread = [] }: IsolationSubject,
  possible: readonly Breach[],
): IsolationFinding[] {
  const invariants = [...new Set(possible.map(({ invariant }) => invariant))];
  return unread.flatMap((policy) =>
    invariants.map((invariant) => ({
      invariant,
      subject: name,
      others: "every",
      resource: "*",
      conditional: false,
      accepted: true,
      message: `${policy} may break this, since its text is not known here`,
    })),
  );
}
