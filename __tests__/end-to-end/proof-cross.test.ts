/** The proof against real keys: on rosters made at random, whatever works on another employee's environment has been found. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createClients } from "../../cloud/client.ts";
import { lookUp } from "../../lookups/lookup.ts";
import type { Lookups } from "../../lookups/lookups.ts";
import { findAction } from "../../policies/catalogue/catalogue.ts";
import { type IsolationFinding, type IsolationSubject, proveIsolation } from "../../policies/isolation/isolation.ts";
import { actionContains } from "../../policies/language/action.ts";
import type { Roster } from "../../roster/roster.ts";
import type { Cloud } from "../../sandbox/api/cloud.ts";
import { type Api, startApi } from "../../sandbox/api/server.ts";
import { seedFromRoster } from "../../sandbox/seed.ts";
import { isolationSubject } from "../../workplaces/workplaces.ts";
import { DECIDED_CALLS } from "../support/end-to-end/decided-calls.ts";
import { type Choice, choice, ENVIRONMENTS, OWNER_UIN, rosterOf } from "../support/end-to-end/random-rosters.ts";
import { NOTHING, type ServedCall } from "../support/end-to-end/served-call.ts";
import { SERVED_CALLS } from "../support/end-to-end/served-calls.ts";
import { addSubAccount, askThrough, type Key, rootKey } from "../support/end-to-end/sub-accounts.ts";
import { addBelongings, type Belongings, ownerOf, type Target, targetOf } from "../support/end-to-end/targets.ts";
import { emptyCloud } from "../support/sandbox/sandbox.ts";
import { stackOf } from "../support/workplaces/stacks.ts";

/** Whether CAM can confine the action to an environment, so that it is a matter of pairs. */
function isOfPairs({ action }: ServedCall): boolean {
  return findAction(action)?.granularity === "resource" && /^(tcb|tcbr|scf|cls|lowcode):/.test(action);
}

/** What one employee tries on another. Reads of settings for the whole account are no breach, by the proof's assumption `settings`. */
const POOL = [...SERVED_CALLS, ...DECIDED_CALLS].filter(
  (call) => isOfPairs(call) || findAction(call.action)?.access !== "read",
);

/** The calls that are another request for each other employee. */
const NAMING = POOL.filter(({ body }) => body !== NOTHING);

let api: Api;
let lookups: Lookups;
let withoutUsers: Cloud;
const belongings: Belongings[] = [];

beforeAll(async () => {
  const cloud = emptyCloud({ unfilteredDescribeEnvs: "refuse" });
  const roster = rosterOf(Object.keys(ENVIRONMENTS).map(() => ({ policy: "strict" })));
  seedFromRoster(cloud, roster, Date.now());
  api = await startApi({ cloud });
  const credentials = rootKey(api);
  const endpoint = { protocol: "http", host: `127.0.0.1:${api.port}` } as const;
  const clients = createClients({ credentials, region: roster.account.region, endpoint });
  lookups = await lookUp({ roster, clients, report: () => undefined }, undefined);
  for (const { name, environment } of subjectsOf(roster)) {
    belongings.push(await addBelongings(askThrough(api), credentials, ownerOf(name, OWNER_UIN, environment)));
  }
  withoutUsers = structuredClone(cloud);
});
afterAll(() => api.close());

interface Attempt {
  readonly subject: string;
  readonly other: string;
  readonly call: ServedCall;
  readonly isRefused: boolean;
}

interface Tried {
  readonly findings: readonly IsolationFinding[];
  readonly attempts: readonly Attempt[];
}

/** Proves the roster, and tries every call of the pool with each employee's key on what each other one has. */
async function prove(choices: readonly Choice[]): Promise<Tried> {
  const subjects = subjectsOf(rosterOf(choices));
  return { findings: proveIsolation(subjects, lookups.account).findings, attempts: await attemptsOf(subjects) };
}

function subjectsOf(roster: Roster): IsolationSubject[] {
  return stackOf(roster, lookups).workplaces.map(isolationSubject);
}

async function attemptsOf(subjects: readonly IsolationSubject[]): Promise<Attempt[]> {
  Object.assign(api.cloud, structuredClone(withoutUsers));
  const ask = askThrough(api);
  const people: { readonly key: Key; readonly target: Target }[] = [];
  for (const [index, subject] of subjects.entries()) {
    const user = await addSubAccount(ask, rootKey(api), subject);
    const own = belongings[index];
    if (own?.name !== subject.name) throw new Error(`nothing belongs to ${subject.name}`);
    people.push({ key: user.key, target: targetOf(own, user) });
  }
  const before = structuredClone(api.cloud);
  const attempts: Attempt[] = [];
  for (const { key, target: own } of people) {
    for (const { target } of people) {
      if (own === target) continue;
      const isFirst = attempts.every(({ subject }) => subject !== own.name);
      for (const call of isFirst ? POOL : NAMING) {
        const { isRefused, hasChanged } = await ask(key, call.action, call.body(target));
        if (hasChanged) Object.assign(api.cloud, structuredClone(before));
        attempts.push({ subject: own.name, other: target.name, call, isRefused });
      }
    }
  }
  return attempts;
}

/** Whether the finding tells of the attempt: for what can be confined by the pair, for all else by the action. */
function tells({ subject, others, invariant, action }: IsolationFinding, attempt: Attempt): boolean {
  if (subject !== attempt.subject || (others !== "every" && !others.includes(attempt.other))) return false;
  if (isOfPairs(attempt.call)) return invariant === "I3";
  const isOfAccount = invariant === "I1" || invariant === "I2";
  return isOfAccount && action !== undefined && actionContains(action, attempt.call.action);
}

/** Attempts that worked although nothing was found. */
function untold({ findings, attempts }: Tried): string[] {
  return attempts
    .filter((attempt) => !attempt.isRefused && !findings.some((finding) => tells(finding, attempt)))
    .map(({ subject, other, call: { action } }) => `${action} of ${subject} on ${other}`);
}

test("a roster of strict employees has no finding, and every call on another's environment is refused", async () => {
  const { findings, attempts } = await prove([{ policy: "strict" }, { policy: [] }]);
  expect(findings).toEqual([]);
  expect(attempts.filter(({ isRefused }) => !isRefused)).toEqual([]);
  expect(attempts.length).toBe(2 * POOL.length);
});

test("what the documented and guarded profiles leave open, and a hole in a template, is found and works", async () => {
  const namespace = `qcs::scf::uin/${OWNER_UIN}:namespace/${ENVIRONMENTS.alice}`;
  const tried = await prove([
    { policy: "documented" },
    { policy: "guarded" },
    { policy: [{ effect: "allow", action: ["scf:*"], resource: [`${namespace}*`] }] },
  ]);
  expect(untold(tried)).toEqual([]);
  const worked = (name: string, of: string) =>
    tried.attempts.filter(({ subject, other, isRefused }) => subject === name && other === of && !isRefused);
  const actions = (name: string, of: string) => worked(name, of).map(({ call: { action } }) => action);
  expect(actions("alice", "bob")).toEqual(expect.arrayContaining(["cam:UpdatePolicy", "tcb:DeleteTable"]));
  expect(actions("bob", "alice")).toEqual(expect.arrayContaining(["tcb:QueryRecords", "tcb:UpdateFunctionCode"]));
  expect(actions("bob", "alice")).not.toContain("cam:UpdatePolicy");
  expect(actions("carol", "alice")).toEqual(expect.arrayContaining(["scf:CreateFunction", "scf:UpdateFunctionCode"]));
  expect(actions("carol", "bob")).toEqual([]);
});

test("on random rosters, whatever works on another employee's environment has a finding", async () => {
  const rosters = fc.array(choice, { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(rosters, async (choices) => {
      expect(untold(await prove(choices))).toEqual([]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});
