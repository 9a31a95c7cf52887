/** Proves, for every pair of employees, that nothing of one reaches anything of the other, or shows what does. */

import type { Account } from "../evaluation/matching.ts";
import { declaredBy } from "../profiles/profiles.ts";
import { AccountWideProof } from "./account-wide.ts";
import { type Assumption, assumptionsFor } from "./assumptions.ts";
import { FamilyIndex, familiesOf, grantedFamilies } from "./families.ts";
import { type Breach, type Invariant, type IsolationFinding, type Verdict, verdictOf } from "./finding.ts";
import { nameBreaches, namingBreaches } from "./names.ts";
import { PairProof } from "./pairs.ts";
import { type PathFinding, pathFindings } from "./path-findings.ts";
import { PermissionPreparer, type PreparedPermissions } from "./permissions.ts";
import type { IsolationSubject } from "./subject.ts";
import { ANYTHING, unreadFindings } from "./unread.ts";
import { isWaived } from "./waived.ts";

export type { Account } from "../evaluation/matching.ts";
export { type Assumption, DESCRIBED_ASSUMPTIONS } from "./assumptions.ts";
export { INVARIANTS, type Invariant, type IsolationFinding, type Verdict } from "./finding.ts";
export type { PathFinding, PathStatus } from "./path-findings.ts";
export { ATTACK_PATHS, type AttackPath } from "./paths.ts";
export type { GrantedResource, IsolationEnvironment, IsolationSubject } from "./subject.ts";

export interface IsolationProof {
  /** The worst of `verdicts`. */
  readonly verdict: Verdict;
  /** One for each subject, in the order given. */
  readonly verdicts: readonly SubjectVerdict[];
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

export interface SubjectVerdict {
  readonly subject: string;
  readonly profile: string;
  readonly verdict: Verdict;
}

/**
 * Checks the invariants `INVARIANTS` over policies as they are deployed.
 *
 * Allows are read as widely as some reading of the documents permits, denies and conditions as narrowly, so that what is not found is
 * not there. For the patterns of this language the answer is exact, not sampled. Time grows with the number of employees, not of pairs.
 *
 * @throws RangeError for a resource that is not `*` and has not six segments, for a control character, and for a name that two subjects
 * have.
 */
export function proveIsolation(subjects: readonly IsolationSubject[], account: Account): IsolationProof {
  refuseDoubles(subjects);
  const preparer = new PermissionPreparer(account);
  const prepared = subjects.map((subject, owner) => ({
    subject,
    permissions: preparer.prepare(subject.documents, subject.boundary),
    widest: subject.unread?.length ? preparer.prepare([...subject.documents, ANYTHING], subject.boundary) : undefined,
    families: familiesOf(subject.environment, owner),
    granted: grantedFamilies(subject.granted ?? [], owner),
  }));
  const owned = prepared.map(({ families, granted }) => [...families, ...granted]);
  const index = new FamilyIndex(owned.flat());
  const pairs = new PairProof(subjects, index);
  const accountWide = new AccountWideProof();
  const names = nameBreaches(subjects);
  const allowed = (permissions: PreparedPermissions, position: number) => [
    ...accountWide.breachesOf(permissions, owned[position] ?? []),
    ...pairs.breachesOf(position, permissions),
  ];
  const findings = prepared.flatMap(({ subject, permissions, widest }, position) => [
    ...(widest === undefined ? [] : unreadFindings(subject, allowed(widest, position))),
    ...[
      ...allowed(permissions, position),
      ...(names.get(subject.name) ?? []),
      ...namingBreaches(permissions, account, declaredBy(subject.profile)),
    ].map((breach) => judged(breach, subject)),
  ]);
  return {
    verdict: verdictOf(findings),
    verdicts: verdictsOf(subjects, findings),
    findings,
    paths: pathFindings(prepared),
    assumptions: assumptionsFor(prepared),
    subjects: subjects.length,
    pairs: subjects.length * (subjects.length - 1),
  };
}

/** Invariants that a declared or waived action may break; what reaches another employee's environment is never accepted by a profile. */
const DECLARABLE: readonly Invariant[] = ["I1", "I2"];

function judged(breach: Breach, { name, profile, waived = [] }: IsolationSubject): IsolationFinding {
  const { action, invariant } = breach;
  const isDeclared = DECLARABLE.includes(invariant) && declaredBy(profile).actions.some((each) => each === action);
  return { subject: name, ...breach, accepted: isDeclared || (action !== undefined && isWaived(action, waived)) };
}

function verdictsOf(
  subjects: readonly IsolationSubject[],
  findings: readonly IsolationFinding[],
): readonly SubjectVerdict[] {
  const bySubject = new Map<string, IsolationFinding[]>(subjects.map(({ name }) => [name, []]));
  for (const finding of findings) bySubject.get(finding.subject)?.push(finding);
  return subjects.map(({ name, profile }) => ({
    subject: name,
    profile,
    verdict: verdictOf(bySubject.get(name) ?? []),
  }));
}

function refuseDoubles(subjects: readonly IsolationSubject[]): void {
  const names = new Set<string>();
  for (const { name } of subjects) {
    if (names.has(name)) throw new RangeError(`two subjects are named ${name}`);
    names.add(name);
  }
}
