/** Every action of the catalogue, with every employee's key, on every employee's resources: what the evaluator says is what happens. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { CATALOGUE, SERVICES } from "../../policies/catalogue/catalogue.ts";
import { validRosters } from "../../roster/files.ts";
import type { Cloud } from "../../sandbox/api/cloud.ts";
import { type Api, startApi } from "../../sandbox/api/server.ts";
import { seedFromRoster } from "../../sandbox/seed.ts";
import { addCast, type Caller, type Cast } from "../support/end-to-end/callers.ts";
import { DECIDED_CALLS } from "../support/end-to-end/decided-calls.ts";
import { SERVED_CALLS } from "../support/end-to-end/served-calls.ts";
import { askStorage, NOT_REQUESTED, STORAGE_CALLS } from "../support/end-to-end/storage-calls.ts";
import { type Answer, type Ask, answered, askThrough, REGION } from "../support/end-to-end/sub-accounts.ts";
import type { Target } from "../support/end-to-end/targets.ts";
import { emptyCloud } from "../support/sandbox/sandbox.ts";

const [roster] = validRosters(["employees.yaml"], process.cwd());
if (roster === undefined) throw new Error("there is no example roster");

let api: Api;
let ask: Ask;
let pristine: Cloud;
let cast: Cast;

beforeAll(async () => {
  // Asking for env/* is the stricter of the two published answers to DescribeEnvs without an id, and the one that can be compared.
  const cloud = emptyCloud({ unfilteredDescribeEnvs: "refuse" });
  seedFromRoster(cloud, roster, Date.now());
  api = await startApi({ cloud });
  ask = askThrough(api);
  cast = await addCast(api, roster);
  pristine = structuredClone(cloud);
});
afterAll(() => api.close());

/** One request, and what CAM must be asked for it. */
interface Attempt {
  readonly action: string;
  readonly sent: object;
  readonly target: string;
  readonly asks: readonly string[];
  readonly send: (caller: Caller) => Promise<Answer>;
}

const API_CALLS = [...SERVED_CALLS, ...DECIDED_CALLS];

/** Requests of API 3.0 on what a target has. */
function apiAttempts(service: string, target: Target): Attempt[] {
  return API_CALLS.filter(({ action }) => serviceOf(action) === service).map(({ action, body, asks }) => {
    const sent = body(target);
    return { action, sent, target: target.name, asks: asks(target), send: ({ key }) => ask(key, action, sent) };
  });
}

/** Requests of object storage on the buckets of a target. */
function storageAttempts(service: string, { buckets }: Target): Attempt[] {
  const send = askStorage(api);
  return buckets.flatMap((bucket) => {
    const object = { bucket, region: REGION, object: "notes/today.txt" };
    return STORAGE_CALLS.filter(({ action }) => serviceOf(action) === service).map(({ action, request, asks }) => {
      const sent = request(object);
      return { action, sent, target: bucket, asks: asks(object), send: ({ key }) => send(key, sent) };
    });
  });
}

/** Requests on what the targets have; one that names nothing of theirs is the same for all, and is among them once. */
function attempts(service: string, targets: readonly Target[]): Attempt[] {
  const all = targets.flatMap((target) => [...apiAttempts(service, target), ...storageAttempts(service, target)]);
  return [...new Map(all.map((attempt) => [JSON.stringify([attempt.action, attempt.sent]), attempt])).values()];
}

test(`there is a request for each of the ${CATALOGUE.length} actions of the catalogue but those on hosts that the sandbox has not`, () => {
  const asked = [...API_CALLS, ...STORAGE_CALLS].map(({ action }) => action);
  expect([...new Set([...asked, ...NOT_REQUESTED])].sort()).toEqual(CATALOGUE.map(({ name }) => name).sort());
});

test.each(SERVICES)(
  "every action of %s on every employee's resources is refused exactly where the evaluator says so, by its name and resource",
  async (service) => {
    const outcomes = { allowed: 0, refused: 0 };
    const wrong: unknown[] = [];
    const onFirst = attempts(service, cast.targets.slice(0, 1));
    const onAll = attempts(service, cast.targets);
    const tried = [
      ...cast.employees.map((caller) => ({ caller, attempts: onAll })),
      ...cast.others.map((caller) => ({ caller, attempts: onFirst })),
    ];
    for (const { caller, attempts } of tried) {
      for (const { action, target, asks, send } of attempts) {
        const { isRefused, hasChanged, error } = await send(caller);
        // What one has changed is gone before the next one asks.
        if (hasChanged) Object.assign(api.cloud, structuredClone(pristine));
        outcomes[isRefused ? "refused" : "allowed"] += 1;
        const expected = caller.allows(action, asks);
        if (expected === isRefused || (isRefused && !isNamed(action, asks, error)))
          wrong.push({ caller: caller.name, action, target, expected, error });
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(outcomes.allowed, outcomes.refused)).toBeGreaterThan(0);
  },
);

function isNamed(action: string, asks: readonly string[], error = ""): boolean {
  return asks.some((resource) => error.includes(`operation (${action})\nresource (${resource}) has no permission`));
}

test("a list of environments without an id has those that the evaluator allows, where the sandbox does not refuse it", async () => {
  const seen = [];
  api.cloud.settings = { ...pristine.settings, unfilteredDescribeEnvs: "own" };
  for (const { name, key, allows } of [...cast.employees, ...cast.others]) {
    const { EnvList } = await answered(ask(key, "tcb:DescribeEnvs", {}), ENVIRONMENTS);
    const listed = EnvList.map(({ EnvId }) => EnvId).sort();
    const own = `qcs::tcb:${REGION}:uin/${roster?.account.ownerUin}:env`;
    const expected = Object.keys(pristine.tcb.environments).filter((id) =>
      allows("tcb:DescribeEnvs", [`${own}/${id}`]),
    );
    expect([name, listed]).toEqual([name, expected.sort()]);
    seen.push(listed.length);
  }
  api.cloud.settings = pristine.settings;
  expect([...new Set(seen)].sort()).toEqual([0, 1, 4]);
});

const ENVIRONMENTS = z.object({ EnvList: z.array(z.object({ EnvId: z.string() })) });

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}
