/** Runs the proof of isolation over rosters as they are synthesized. */
import type { AccountLookup } from "../lookups/lookups.ts";
import {
  type IsolationFinding,
  type IsolationProof,
  type IsolationSubject,
  proveIsolation,
} from "../policies/isolation/isolation.ts";
import type { FilledRoster } from "./filled-roster.ts";
import { isolationSubject } from "./isolation-subjects.ts";
import { StackError } from "./stack-error.ts";

export interface AccountProof {
  readonly account: AccountLookup;
  readonly proof: IsolationProof;
  /** One line each: what makes synth fail. */
  readonly violations: readonly string[];
  /** One line each: employees whose profile leaves ways open to take over the account. */
  readonly warnings: readonly string[];
}

/** A template of one's own declares nothing, so what it allows account-wide, or leaves general, is its author's choice. */
const OWN_TEMPLATE_MAY_BREAK: readonly IsolationFinding["invariant"][] = ["I2", "I5"];

/** One proof for each root account, over all its rosters: employees of two stacks can reach each other as those of one can. */
export function proveRosters(rosters: readonly FilledRoster[]): AccountProof[] {
  const owners = [...new Set(rosters.map(({ account }) => account.ownerUin))];
  return owners.flatMap((owner) => {
    const own = rosters.filter(({ account }) => account.ownerUin === owner);
    const [first] = own;
    return first === undefined ? [] : [proveAccount(own, first.account)];
  });
}

/** Lines of violations that a person can take in; one careless template makes a thousand for a thousand employees. */
const SHOWN = 20;

/** @throws StackError with the first violations, how many more there are, and the command that shows all. */
export function refuseViolations(proofs: readonly AccountProof[]): void {
  const violations = proofs.flatMap((proof) => proof.violations);
  if (violations.length === 0) return;
  const more = violations.length - SHOWN;
  throw new StackError([
    ...violations.slice(0, SHOWN),
    ...(more > 0 ? [`and ${more} more`] : []),
    "employees are not isolated as their profiles say; for the whole proof run: npx subaccounts isolation",
  ]);
}

function proveAccount(rosters: readonly FilledRoster[], account: AccountLookup): AccountProof {
  const subjects: IsolationSubject[] = [];
  const places = new Map<string, string>();
  const ownTemplates = new Set<string>();
  for (const { roster, workplaces } of rosters) {
    for (const workplace of workplaces) {
      const { name, line, column, policy } = workplace.employee;
      subjects.push(isolationSubject(workplace));
      places.set(name, `${roster.file}:${line}:${column}: ${name}`);
      if ("template" in policy) ownTemplates.add(name);
    }
  }
  const proof = proveIsolation(subjects, account);
  const isViolation = ({ accepted, subject, invariant }: IsolationFinding) =>
    !accepted && !(ownTemplates.has(subject) && OWN_TEMPLATE_MAY_BREAK.includes(invariant));
  return {
    account,
    proof,
    violations: proof.findings
      .filter(isViolation)
      .map(({ subject, invariant, message }) => `${places.get(subject)}: ${invariant}: ${message}`),
    warnings: takeovers(proof, places),
  };
}

/** Ways to the root account that are open, by the employees who have them. */
function takeovers({ paths }: IsolationProof, places: ReadonlyMap<string, string>): string[] {
  const open = paths.filter(({ id, status }) => /^[PK]/.test(id) && status === "open");
  const names = new Set(open.flatMap(({ subjects }) => subjects));
  return [...names].map((name) => {
    const ids = open.filter(({ subjects }) => subjects.includes(name)).map(({ id, title }) => `${id} (${title})`);
    return `${places.get(name)}: warning: the policy leaves ways to the root account open: ${ids.join(", ")}; see docs/policies.md`;
  });
}
