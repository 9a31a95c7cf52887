/** Proves, for every pair of employees, that nothing of one reaches anything of the other, or shows what does. */

import type { Account } from "../evaluation/matching.ts";
import { acceptedOf, isWaived } from "./accepted.ts";
import { AccountWideProof } from "./account-wide.ts";
import { ASSUMPTIONS, type Assumption, OPENS_OWN_BUCKET } from "./assumptions.ts";
import { FamilyIndex, familiesOf } from "./families.ts";
import type { Breach, Invariant, IsolationFinding } from "./finding.ts";
import { nameBreaches, namingBreaches } from "./names.ts";
import { PairProof } from "./pairs.ts";
import { ableTo, type PathFinding, pathFindings } from "./path-findings.ts";
import { PermissionPreparer, type PreparedPermissions } from "./permissions.ts";
import type { IsolationSubject } from "./subject.ts";
import { ANYTHING, unreadFindings } from "./unread.ts";

export type { Account } from "../evaluation/matching.ts";
export { ACCEPTED_ACTIONS, type Accepted } from "./accepted.ts";
export type { Assumption } from "./assumptions.ts";
export { INVARIANTS, type Invariant, type IsolationFinding } from "./finding.ts";
export type { PathFinding, PathStatus } from "./path-findings.ts";
export type { IsolationEnvironment, IsolationSubject } from "./subject.ts";

export interface IsolationProof {
  /** Whether nothing was found at all. */
  readonly isolated: boolean;
  /** Whether nothing was found but what profiles declare and waivers accept; employees can reach each other all the same. */
  readonly holds: boolean;
  /** By subject in the order given, first what policies may do whose text is not known, then by invariant; accepted ones too. */
  readonly findings: readonly IsolationFinding[];
  /** The known ways out, with what is known of each. */
  readonly paths: readonly PathFinding[];
  /** What the proof rests on and no policy shows. */
  readonly assumptions: readonly Assumption[];
  readonly subjects: number;
  /** Ordered pairs of employees that were compared. */
  readonly pairs: number;
}

/**
 * Checks the invariants `INVARIANTS` over policies as they are deployed.
 *
 * Allows are read as widely as some reading of the documents permits, denies and conditions as narrowly, so that what is not found is
 * not there. For the patterns of this language the answer is exact, not sampled. Time grows with the number of employees, not of pairs.
 *
 * @throws RangeError for a resource that is not `*` and has not six segments, and for a name that two subjects have.
 */
export function proveIsolation(subjects: readonly IsolationSubject[], account: Account): IsolationProof {
  refuseDoubles(subjects);
  const preparer = new PermissionPreparer(account);
  const prepared = subjects.map((subject, owner) => ({
    subject,
    permissions: preparer.prepare(subject.documents, subject.boundary),
    widest: subject.unread?.length ? preparer.prepare([...subject.documents, ANYTHING], subject.boundary) : undefined,
    families: familiesOf(subject.environment, owner),
  }));
  const index = new FamilyIndex(prepared.flatMap(({ families }) => families));
  const pairs = new PairProof(subjects, index);
  const accountWide = new AccountWideProof();
  const names = nameBreaches(subjects);
  const allowed = (permissions: PreparedPermissions, position: number) => [
    ...accountWide.breachesOf(permissions),
    ...pairs.breachesOf(position, permissions),
  ];
  const findings = prepared.flatMap(({ subject, permissions, widest }, position) => [
    ...(widest === undefined ? [] : unreadFindings(subject, allowed(widest, position))),
    ...[
      ...allowed(permissions, position),
      ...(names.get(subject.name) ?? []),
      ...namingBreaches(permissions, account, acceptedOf(subject.profile)),
    ].map((breach) => judged(breach, subject)),
  ]);
  return {
    isolated: findings.length === 0,
    holds: findings.every(({ accepted }) => accepted),
    findings,
    paths: pathFindings(prepared),
    assumptions: ASSUMPTIONS.map((assumption) =>
      assumption.id === "bucket-policies"
        ? { ...assumption, breakableBy: ableTo(OPENS_OWN_BUCKET, prepared) }
        : assumption,
    ),
    subjects: subjects.length,
    pairs: subjects.length * (subjects.length - 1),
  };
}

/** Invariants that a declared or waived action may break; what reaches another employee's environment is never accepted by a profile. */
const DECLARABLE: readonly Invariant[] = ["I1", "I2"];

function judged(breach: Breach, { name, profile, waived = [] }: IsolationSubject): IsolationFinding {
  const { action, invariant } = breach;
  const isDeclared = DECLARABLE.includes(invariant) && acceptedOf(profile).actions.some((each) => each === action);
  return { subject: name, ...breach, accepted: isDeclared || (action !== undefined && isWaived(action, waived)) };
}

function refuseDoubles(subjects: readonly IsolationSubject[]): void {
  const names = new Set<string>();
  for (const { name } of subjects) {
    if (names.has(name)) throw new RangeError(`two subjects are named ${name}`);
    names.add(name);
  }
}
