/** Runs the proof of isolation over all stacks of a root account: employees of two stacks can reach each other as those of one can. */
import type { AccountLookup } from "../lookups/lookups.ts";
import {
  INVARIANTS,
  type IsolationProof,
  type IsolationSubject,
  proveIsolation,
} from "../policies/isolation/isolation.ts";
import { isWaived } from "../policies/isolation/waived.ts";
import { type Problem, problem, warning } from "../problems/problems.ts";
import type { Employee } from "../roster/roster.ts";
import { isolationSubject } from "./subjects.ts";
import type { Stack, Workplace } from "./workplace.ts";

export interface AccountProof {
  readonly account: AccountLookup;
  readonly proof: IsolationProof;
  /** What neither a profile declares nor a waiver accepts. */
  readonly violations: readonly Problem[];
  /** Employees whose profile leaves ways open to take over the account. */
  readonly warnings: readonly Problem[];
}

/** Whether a problem is a finding of the proof (`I3`), and no mistake in a roster. */
export function isFinding({ rule }: Problem): boolean {
  return Object.hasOwn(INVARIANTS, rule);
}

/** One proof for each root account. Pure. */
export function proveStacks(stacks: readonly Stack[]): AccountProof[] {
  const owners = [...new Set(stacks.map(({ account }) => account.ownerUin))];
  return owners.flatMap((owner) => {
    const own = stacks.filter(({ account }) => account.ownerUin === owner);
    const [first] = own;
    return first === undefined ? [] : [proveAccount(own, first.account)];
  });
}

/** Where an employee's entry stands. */
type Entry = Pick<Problem, "file" | "line" | "column" | "employee">;

function proveAccount(stacks: readonly Stack[], account: AccountLookup): AccountProof {
  const subjects: IsolationSubject[] = [];
  const entries = new Map<string, { readonly entry: Entry; readonly workplace: Workplace }>();
  for (const { roster, workplaces } of stacks) {
    for (const workplace of workplaces) {
      const { name, line, column } = workplace.employee;
      subjects.push(isolationSubject(workplace));
      entries.set(name, { entry: { file: roster.file, line, column, employee: name }, workplace });
    }
  }
  const proof = proveIsolation(subjects, account);
  return {
    account,
    proof,
    violations: proof.findings
      .filter(({ accepted }) => !accepted)
      .map(({ subject, invariant, message }) =>
        problem(invariant, { ...entries.get(subject)?.entry, message: `${message} (${invariant})` }),
      ),
    warnings: [
      ...takeovers(proof).map(({ subject, message }) =>
        warning("ways-to-root", { ...entries.get(subject)?.entry, message, remedy: "see docs/policies.md" }),
      ),
      ...Array.from(entries.values(), ({ entry, workplace }) =>
        workplace.suspended ? [] : unusedWaivers(entry, workplace.employee, proof),
      ).flat(),
    ],
  };
}

/** Waivers that nothing takes: the template has changed, or the action is misspelt. */
function unusedWaivers(entry: Entry, { name, waivers }: Employee, { findings }: IsolationProof): Problem[] {
  const found = findings.filter(({ subject }) => subject === name).flatMap(({ action }) => action ?? []);
  return waivers
    .filter((waiver) => !found.some((action) => isWaived(action, [waiver.action])))
    .map(({ action }) =>
      warning("waiver-unused", {
        ...entry,
        message: `the waiver of ${action} is for nothing that the template breaks`,
        remedy: "remove it",
      }),
    );
}

/** Ways to the root account that are open, by the employees who have them. */
function takeovers({ paths }: IsolationProof): { readonly subject: string; readonly message: string }[] {
  const open = paths.filter(({ id, status }) => /^[PK]/.test(id) && status === "open");
  const names = new Set(open.flatMap(({ subjects }) => subjects));
  return [...names].map((subject) => {
    const ids = open.filter(({ subjects }) => subjects.includes(subject)).map(({ id, title }) => `${id} (${title})`);
    return { subject, message: `the policy leaves ways to the root account open: ${ids.join(", ")}` };
  });
}
