/** Every action of the catalogue, with every employee's key, on every employee's resources: what the evaluator says is what happens. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { filledPolicies, PolicyFiller } from "../../constructs/filled-policies.ts";
import { isolationSubject } from "../../constructs/isolation-subjects.ts";
import { loadWorkplaces } from "../../lookups/load.ts";
import type { Workplace } from "../../lookups/resolve.ts";
import { CATALOGUE } from "../../policies/catalogue.ts";
import type { PolicyDocument } from "../../policies/document.ts";
import { compilePolicies } from "../../policies/evaluate.ts";
import { DEVICE_LOGIN_PRESET } from "../../policies/grants/presets.ts";
import { PERMISSION_BOUNDARY } from "../../policies/permission-boundary.ts";
import { loadRosters } from "../../roster/files.ts";
import type { Cloud } from "../../sandbox/api/cloud.ts";
import { type Api, startApi } from "../../sandbox/api/server.ts";
import { seedFromRoster } from "../../sandbox/seed.ts";
import { emptyCloud } from "../sandbox/api/sandbox.ts";
import { DECIDED_CALLS } from "./decided-calls.ts";
import { NOTHING, type ServedCall } from "./served-call.ts";
import { SERVED_CALLS } from "./served-calls.ts";
import { type Ask, addSubAccount, answered, askThrough, type Key, rootKey, type SubAccount } from "./sub-accounts.ts";
import { addBelongings, type Belongings, ownerOf, type Target, targetOf } from "./targets.ts";

/** A key, and what its policies should allow it. */
interface Caller {
  readonly name: string;
  readonly key: Key;
  readonly allows: (action: string, resources: readonly string[]) => boolean;
}

const [roster] = loadRosters(["employees.yaml"], process.cwd());
if (roster === undefined) throw new Error("there is no example roster");
const { templates } = roster;
const { account, workplaces } = loadWorkplaces(roster, process.cwd());

let api: Api;
let ask: Ask;
let pristine: Cloud;
const callers: Caller[] = [];
const targets: Target[] = [];

beforeAll(async () => {
  // Asking for env/* is the stricter of the two published answers to DescribeEnvs without an id, and the one that can be compared.
  const cloud = emptyCloud({ unfilteredDescribeEnvs: "refuse" });
  seedFromRoster(cloud, roster, Date.now());
  api = await startApi({ cloud });
  ask = askThrough(api);
  for (const workplace of workplaces) {
    const { documents, boundary, environment } = isolationSubject(new PolicyFiller(account, templates).fill(workplace));
    const user = await addSubAccount(ask, rootKey(api), {
      name: workplace.employee.name,
      documents: filledPolicies(workplace, account, templates).map(({ document }) => document),
      boundary,
      presets: presetsOf(workplace),
    });
    callers.push(caller(workplace.employee.name, user, documents, boundary));
    const owner = ownerOf(workplace.employee.name, account.ownerUin, environment);
    const belongings = { ...(await addBelongings(ask, rootKey(api), owner)), ...grantedTo(workplace) };
    targets.push(targetOf(belongings, user));
  }
  const everything = allow(["*"], ["*"]);
  await addCaller("nobody", []);
  await addCaller("operator", [allow(["*"], ownedBy(targets[0])), allow(["tag:*", "sts:GetFederationToken"], ["*"])]);
  await addCaller("administrator", [everything], PERMISSION_BOUNDARY);
  pristine = structuredClone(cloud);
});
afterAll(() => api.close());

// Object storage has a protocol of its own.
const KNOWN = CATALOGUE.filter(({ service }) => service !== "cos" && service !== "ci");
const CALLS = [...SERVED_CALLS, ...DECIDED_CALLS];

test(`there is a call for each of the ${KNOWN.length} actions of the catalogue`, () => {
  expect([...new Set(CALLS.map(({ action }) => action))].sort()).toEqual(KNOWN.map(({ name }) => name).sort());
});

test("every call asks CAM for its action on its resource, and refuses a sub-account without policies by that name", async () => {
  const nobody = callers.find(({ name }) => name === "nobody");
  const [target] = targets;
  if (nobody === undefined || target === undefined) throw new Error("there is nobody to ask");
  const wrong: unknown[] = [];
  for (const { action, body, asks } of CALLS) {
    const [resource] = asks(target);
    const { isRefused, error = "" } = await ask(nobody.key, action, body(target));
    const isNamed = error.includes(`operation (${action})\nresource (${resource}) has no permission`);
    if (isRefused !== (resource !== undefined) || (isRefused && !isNamed)) wrong.push({ action, resource, error });
  }
  expect(wrong).toEqual([]);
});

test.each([...new Set(KNOWN.map(({ service }) => service))])(
  "every action of %s on every employee's resources is refused exactly where the evaluator says so",
  async (service) => {
    const own = CALLS.filter(({ action }) => serviceOf(action) === service);
    const outcomes = { allowed: 0, refused: 0 };
    const wrong: unknown[] = [];
    for (const call of own) {
      // What names nothing is the same request for every target.
      for (const target of call.body === NOTHING ? targets.slice(0, 1) : targets) {
        const compared = await compare(call, target);
        for (const { expected, actual, ...one } of compared) {
          outcomes[actual ? "allowed" : "refused"] += 1;
          if (expected !== actual) wrong.push({ ...one, expected, actual });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(outcomes.allowed, outcomes.refused)).toBeGreaterThan(0);
  },
);

test("a list of environments without an id has those that the evaluator allows, where the sandbox does not refuse it", async () => {
  const seen = [];
  api.cloud.settings = { ...pristine.settings, unfilteredDescribeEnvs: "own" };
  for (const { name, key, allows } of callers) {
    const { EnvList } = await answered(ask(key, "tcb:DescribeEnvs", {}), ENVIRONMENTS);
    const listed = EnvList.map(({ EnvId }) => EnvId).sort();
    const own = `qcs::tcb:ap-shanghai:uin/${account.ownerUin}:env`;
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

interface Compared {
  readonly caller: string;
  readonly action: string;
  readonly target: string;
  readonly error?: string | undefined;
  readonly expected: boolean;
  readonly actual: boolean;
}

/** All callers in turn, each in the same cloud: what one has changed is gone before the next one asks. */
async function compare({ action, body, asks }: ServedCall, target: Target): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const { name, key, allows } of callers) {
    const { isRefused, hasChanged, error } = await ask(key, action, body(target));
    if (hasChanged) Object.assign(api.cloud, structuredClone(pristine));
    const expected = allows(action, asks(target));
    compared.push({ caller: name, action, target: target.name, error, expected, actual: !isRefused });
  }
  return compared;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

function caller(
  name: string,
  { uin, key }: SubAccount,
  documents: readonly PolicyDocument[],
  boundary: PolicyDocument | undefined,
): Caller {
  const evaluate = compilePolicies({ documents, boundary, account });
  const conditions = {
    "qcs:ip": "127.0.0.1",
    "qcs:current_time": new Date().toISOString(),
    "qcs:resource_tag": null,
    "qcs:request_tag": null,
  };
  return {
    name,
    key,
    allows: (action, resources) =>
      resources.length === 0 ||
      evaluate({ action, resources, conditions, callerUin: String(uin) }).decision === "allow",
  };
}

async function addCaller(name: string, documents: PolicyDocument[], boundary?: PolicyDocument): Promise<void> {
  const user = await addSubAccount(ask, rootKey(api), { name, documents, boundary });
  callers.push(caller(name, user, documents, boundary));
}

function allow(action: string[], resource: string[]): PolicyDocument {
  return { version: "2.0", statement: [{ effect: "allow", action, resource }] };
}

/** Named resources of one employee, but all commands and no other server: a call that asks for both meets either answer. */
function ownedBy(target: Target | undefined): string[] {
  if (target === undefined) throw new Error("the roster has no employees");
  const { ownerUin, uin, envId, instanceId, templateId } = target;
  const owner = `uin/${ownerUin}`;
  return [
    `qcs::cam::${owner}:uin/${uin}`,
    `qcs::tcb::${owner}:env/${envId}`,
    `qcs::scf:ap-shanghai:${owner}:namespace/${envId}/function/*`,
    `qcs::lighthouse:sh:${owner}:instance/${instanceId}`,
    `qcs::lighthouse::${owner}:firewall-template/${templateId}`,
    `qcs::tat::${owner}:command/*`,
  ];
}

/** The repository of the registry that the roster grants. */
function grantedTo({ employee: { grants } }: Workplace): Partial<Belongings> {
  const [repository] = grants.flatMap((grant) => (grant.kind === "tcr" ? [grant] : []));
  return repository === undefined
    ? {}
    : { registryId: repository.instance, namespace: repository.namespace, repository: repository.repository };
}

function presetsOf({ employee: { access, grants } }: Workplace): string[] {
  return [
    ...(access.deviceLogin ? [DEVICE_LOGIN_PRESET] : []),
    ...grants.flatMap((grant) => (grant.kind === "preset" ? [grant.preset] : [])),
  ];
}
