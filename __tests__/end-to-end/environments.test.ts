import { spawn } from "node:child_process";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PACE } from "../../environments/environments.ts";
import { REPOSITORY } from "../support/end-to-end/app.ts";
import { Project } from "../support/end-to-end/project.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal } }
employees:
  - { name: alice, team: data, environment: { months: 3, renew: auto, overrun: bill } }
  - { name: bob, environment: { hosting: false } }
  - { name: carol, environment: { alias: lab, sharedWith: [dave] } }
  - { name: dave, environment: { alias: lab, sharedWith: [carol] } }
`;

let project: Project;

/** A project whose account has none of the environments. */
async function start(roster: string = ROSTER): Promise<void> {
  project = await Project.start(roster);
  for (const id of Object.keys(project.cloud.tcb.environments)) delete project.cloud.tcb.environments[id];
}

beforeEach(() => start());
afterEach(() => project.sandbox.close());

const made = () => Object.values(project.cloud.tcb.environments);
const aliases = () =>
  made()
    .map(({ alias }) => alias)
    .sort();
const create = (...more: string[]) =>
  project.command("environments", "--create", "--yes", "--max-cost", "1000", ...more);

describe("subaccounts environments", () => {
  test("tells what there is for each employee, and what is nobody's", async () => {
    const before = await project.command("environments");
    expect(before.code).toBe(1);
    expect(before.stdout).toBe(`employees.yaml:
  alice  none yet; to make: alias alice, baas_personal; run: npx subaccounts environments --create employees.yaml
  bob    none yet; to make: alias bob, baas_personal; run: npx subaccounts environments --create employees.yaml
  carol  none yet; to make: alias lab, baas_personal; run: npx subaccounts environments --create employees.yaml
  dave   none yet; to make: alias lab, baas_personal; run: npx subaccounts environments --create employees.yaml
`);
    await create();
    project.remove("bob");
    const after = await project.command("environments");
    expect(after.code).toBe(0);
    expect(after.stdout).toMatch(
      /^employees\.yaml:\n {2}alice {2}alice-\w{16}, ready, ends [\d-]+ [\d:]+, renews itself\n {2}carol {2}(lab-\w{16}), ready, ends .*\n {2}dave {3}\1, ready.*\n {2}in no roster: bob-\w{16} \(alias bob\), ends [\d: -]+\n$/,
    );
    const [json] = JSON.parse((await project.command("environments", "--format", "json")).stdout);
    expect(json).toMatchObject({
      employees: [
        { employee: "alice", kind: "ready", renewsItself: true },
        { employee: "carol" },
        { employee: "dave" },
      ],
      unclaimed: [{ alias: "bob", renewsItself: false }],
    });
  });

  test("--create buys each environment once as the roster says, with tags, logs and hosting, and fills the lookups", async () => {
    const outcome = await create();
    expect(outcome).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^3 environments made; all are ready\nemployees\.yaml: .* written:\n/),
    });
    expect(outcome.stderr).toContain(
      "buy 3 environments, paid at once from the account's balance: 99.5 CNY by list price\n  alice: baas_personal for 3 months\n  bob: baas_personal for 1 month\n  lab: baas_personal for 1 month\n",
    );
    expect(outcome.stderr).toContain("employees.yaml: 4 of 4 ready\n");
    expect(aliases()).toEqual(["alice", "bob", "lab"]);
    const [alice, bob] = ["alice", "bob"].map((alias) => made().find((each) => each.alias === alias));
    expect(alice).toMatchObject({ autoRenew: true, enableOverrun: true, hosting: {}, logs: {} });
    expect(bob).toMatchObject({ autoRenew: false, enableOverrun: false, logs: {} });
    expect(bob?.hosting).toBeUndefined();
    const { EnvList } = await project.tcb().DescribeEnvs({ EnvId: alice?.id ?? "" });
    expect(EnvList?.[0]?.Tags?.map(({ Key, Value }) => `${Key}=${Value}`).sort()).toEqual([
      "employee=alice",
      "managed-by=cloudbase-subaccounts",
      "team=data",
    ]);
    expect((await project.command("check")).code).toBe(0);
    expect(await create()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^nothing to buy; all are ready\n.*nothing changed/),
    });
    expect(made()).toHaveLength(3);
  });

  test("--create pays only what somebody agreed to", async () => {
    expect(await project.command("environments", "--create")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nobody can be asked here: add --yes --max-cost 100\n"),
    });
    expect(await project.command("environments", "--create", "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--yes needs a limit"),
    });
    expect(await project.command("environments", "--create", "--yes", "--max-cost", "99.49")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("costs 99.5 CNY, more than --max-cost 99.49; nothing was bought\n"),
    });
    expect(await project.commandIn({ ask: async () => "y" }, "environments", "--create")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nothing was bought: the answer was not `yes`"),
    });
    expect(made()).toEqual([]);
    expect(await project.commandIn({ ask: async () => "yes" }, "environments", "--create")).toMatchObject({ code: 0 });
    expect(made()).toHaveLength(3);
  });

  test("--create names everything that keeps an environment from being made, and buys nothing then", async () => {
    project.sandbox.close();
    await start(`account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - { name: alice }
  - { name: bob, environment: { id: bob-8grqda2hfc2f62bb } }
  - { name: carol, environment: { package: baas_personal } }
`);
    const outcome = await create();
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(
      "employees.yaml:3:5: alice: nobody says which package to buy; write `environment: { package: baas_personal }`, here or in `defaults`\n" +
        "employees.yaml:4:5: bob: there is no environment bob-8grqda2hfc2f62bb, and one cannot be made with a given id; correct it, or leave `id` out to have one made\n",
    );
    expect(made()).toEqual([]);
  });

  test.each([
    ["an answer that is lost", { action: "tcb:CreateEnv", times: 2, fault: { kind: "drop", when: "after" } }],
    [
      "a purchase that is lost on the way",
      { action: "tcb:CreateEnv", times: 1, fault: { kind: "drop", when: "before" } },
    ],
    [
      "an error inside the cloud after the purchase",
      {
        action: "tcb:CreateEnv",
        times: 1,
        fault: { kind: "error", code: "InternalError", message: "made by the test", when: "after" },
      },
    ],
    [
      "too many calls",
      {
        action: "tcb:CreateEnv",
        times: 3,
        fault: { kind: "error", code: "RequestLimitExceeded", message: "slower", when: "before" },
      },
    ],
    [
      "a lost answer of CreateStaticStore",
      { action: "tcb:CreateStaticStore", times: 1, fault: { kind: "drop", when: "after" } },
    ],
  ] as const)("--create buys nothing twice after %s", async (_, fault) => {
    await project.faults(fault);
    expect((await create()).code).toBe(0);
    expect(await project.faultsLeft()).toEqual([]);
    expect(aliases()).toEqual(["alice", "bob", "lab"]);
  });

  test("--create stops to buy after a refusal, waits for what was bought, and says whose was refused", async () => {
    await project.faults({
      action: "tcb:CreateEnv",
      skip: 1,
      times: null,
      fault: { kind: "error", code: "ResourceInsufficient", message: "no balance", when: "before" },
    });
    const outcome = await create();
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(
      /employees\.yaml:5:5: bob: tcb:CreateEnv failed: no balance \(ResourceInsufficient, request id [\w-]+\)/,
    );
    expect(made()).toMatchObject([{ alias: "alice", hosting: {}, logs: {} }]);
    await project.faults();
    expect((await create()).code).toBe(0);
    expect(aliases()).toEqual(["alice", "bob", "lab"]);
  });

  test("--create does not wait for what the cloud had no time for, once another purchase was refused", async () => {
    const error = (code: string) => ({ kind: "error", code, message: "no", when: "before" }) as const;
    await project.faults(
      { action: "tcb:CreateEnv", times: 1, fault: error("RequestLimitExceeded") },
      { action: "tcb:CreateEnv", skip: 1, times: null, fault: error("ResourceInsufficient") },
    );
    const { code, stderr } = await create();
    expect(code).toBe(1);
    expect(stderr).toContain("bob: tcb:CreateEnv failed: no (ResourceInsufficient");
    expect(stderr).not.toContain("is not there yet");
    expect(made()).toEqual([]);
  });

  test("two runs at once: one is refused, and each environment is bought once", async () => {
    await project.settings({ environmentReady: 1500, environmentResourceReady: 100 });
    const outcomes = await Promise.all([create(), create()]);
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(outcomes.map(({ stderr }) => stderr).join("")).toContain(
      "another run is at the environments of root account 100000000001",
    );
    expect(aliases()).toEqual(["alice", "bob", "lab"]);
  });

  test("--release isolates what is nobody's once its id is typed, and nothing else", async () => {
    await create();
    const [alice, bob] = ["alice", "bob"].map((alias) => made().find((each) => each.alias === alias)?.id ?? "");
    expect(
      await project.commandIn({ ask: async () => alice ?? "" }, "environments", "--release", "alice"),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`environment ${alice} is alice's in employees.yaml`),
    });
    project.remove("bob");
    expect(await project.command("environments", "--release", "bob")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("run this on a terminal"),
    });
    expect(await project.commandIn({ ask: async () => "bob" }, "environments", "--release", "bob")).toMatchObject({
      code: 1,
      stdout: "nothing was done\n",
    });
    expect(made().filter(({ isolatedAt }) => isolatedAt !== undefined)).toEqual([]);
    for (const said of [/is isolated; until it is deleted/, /is isolated already\n$/]) {
      const outcome = await project.commandIn({ ask: async () => bob ?? "" }, "environments", "--release", "bob");
      expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(said) });
    }
    expect(made().filter(({ isolatedAt }) => isolatedAt !== undefined)).toMatchObject([{ alias: "bob" }]);
  });

  test("--renew renews once what ends within the days and does not renew itself", async () => {
    await create();
    const ends = () => Object.fromEntries(made().map(({ alias, expiresAt }) => [alias, expiresAt]));
    const before = ends();
    expect((await project.command("environments", "--renew", "7")).stdout).toBe("no environment ends within 7 days\n");
    await project.faults({ action: "tcb:RenewEnv", times: 1, fault: { kind: "drop", when: "after" } });
    const outcome = await project.command("environments", "--renew", "40", "--yes", "--max-cost", "39.8");
    expect(outcome).toMatchObject({ code: 0, stdout: "2 environments renewed\n" });
    const after = ends();
    expect(after.alice).toBe(before.alice);
    for (const alias of ["bob", "lab"])
      expect((after[alias] ?? 0) - (before[alias] ?? 0)).toBeGreaterThan(27 * 86_400_000);
    expect((await project.command("environments", "--renew", "40")).stdout).toBe(
      "no environment ends within 40 days\n",
    );
  });
});

test("fifty environments are bought once each, by runs that are killed at random moments and meet every fault", async () => {
  project.sandbox.close();
  const names = Array.from({ length: 50 }, (_, index) => `person-${index}`);
  await start(
    `account: { ownerUin: "100000000001", region: ap-shanghai }\ndefaults: { environment: { package: baas_personal } }\nemployees:\n${names.map((name) => `  - { name: ${name} }\n`).join("")}`,
  );
  await project.settings({ documentedRates: true, environmentReady: 200, environmentResourceReady: 100 });
  await project.faults(
    { action: "tcb:CreateEnv", skip: 5, times: 2, fault: { kind: "drop", when: "after" } },
    {
      action: "tcb:CreateEnv",
      skip: 12,
      times: 1,
      fault: { kind: "error", code: "InternalError", message: "x", when: "before" },
    },
    {
      action: "tcb:*",
      skip: 20,
      times: 3,
      fault: { kind: "error", code: "RequestLimitExceeded", message: "x", when: "before" },
    },
  );
  const lock = join(project.temporary, "cloudbase-subaccounts-100000000001.lock");
  for (const calls of [3, 17, 41]) {
    // Killed once the cloud has so many environments: in the middle of a call or between two.
    const child = spawn(
      process.execPath,
      [join(REPOSITORY, "commands/subaccounts.mjs"), "environments", "--create", "--yes", "--max-cost", "1000"],
      {
        cwd: project.folder,
        env: project.variables,
        stdio: "ignore",
      },
    );
    const ended = new Promise((done) => child.on("close", done));
    const watch = setInterval(() => {
      if (made().length >= calls) child.kill("SIGKILL");
    }, 1);
    await ended;
    clearInterval(watch);
    // The next run need not wait until the cloud has settled: nothing is under way here any more.
    utimesSync(lock, 1, Date.now() / 1000 - 31);
  }
  utimesSync(lock, 1, Date.now() / 1000);
  const outcome = await project.commandIn(
    { pace: { ...PACE, poll: 100, settle: 4_000 } },
    "environments",
    "--create",
    "--yes",
    "--max-cost",
    "1000",
  );
  expect(outcome.stderr).toContain("an earlier run was stopped in the middle");
  expect(outcome.stderr).not.toContain("RequestLimitExceeded");
  expect(outcome.code).toBe(0);
  expect(aliases()).toEqual([...names].sort());
}, 120_000);
