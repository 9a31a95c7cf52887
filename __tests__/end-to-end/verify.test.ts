import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";
import { until } from "../support/end-to-end/until.ts";

let project: Project;
const verify = (...args: string[]) => project.commandIn({ patience: { pause: 1, deadline: 0 } }, "verify", ...args);

/** Everything that is in the cloud but the counters that make ids. */
const everything = () => {
  const { cam, tcb, lighthouse, scf, tat, tags } = project.cloud;
  return JSON.stringify({ cam, tcb, lighthouse, scf, tat, tags });
};
const user = (name: string) => {
  const found = Object.values(project.cloud.cam.users).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const policy = (name: RegExp) => {
  const found = Object.values(project.cloud.cam.policies).find((each) => name.test(each.name));
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const ownPolicy = () => policy(/^cloudbase-env-.*@alice$/).id;
const allow = (action: string, resource: string) =>
  JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: [action], resource: [resource] }] });

/** A policy that somebody makes by hand. @returns its id */
async function makePolicy(name: string, document: string): Promise<number> {
  const { PolicyId = 0 } = await project.cam().CreatePolicy({ PolicyName: name, PolicyDocument: document });
  return PolicyId;
}
const attach = async (id: number, name = "alice") =>
  project.cam().AttachUserPolicy({ AttachUin: user(name).uin, PolicyId: id });
/** A group that alice is in. @returns its id */
async function makeGroup(name: string): Promise<number> {
  const { GroupId = 0 } = await project.cam().CreateGroup({ GroupName: name });
  await project.cam().AddUserToGroup({ Info: [{ Uin: user("alice").uin, GroupId }] });
  return GroupId;
}
/** Runs a task and puts the cloud back as it was. */
async function undone<T>(task: () => Promise<T>): Promise<T> {
  const before = structuredClone(project.cloud);
  try {
    return await task();
  } finally {
    Object.assign(project.cloud, before);
  }
}

describeWithTerraform("verify", () => {
  beforeAll(async () => {
    project = await Project.start();
    await project.prepare();
    const { code, output } = await project.deploy();
    if (code !== 0) throw new Error(output);
  }, within(120_000));
  afterAll(() => project.sandbox.close());

  test.each(["alice", "bob", "carol", "dave.lee", "erin"])(
    "finds nothing unexpected for %s of the example, and leaves the cloud as it was",
    async (name) => {
      const before = everything();
      const { code, stdout, stderr } = await verify(name);
      expect(stdout.split("\n").filter((line) => line.startsWith("  "))).toEqual([
        "  tells nothing: tag:DescribeResourcesByTags on what nobody has: expected refused, unclear (MissingParameter)",
      ]);
      expect(stdout).toContain("attached: what the roster says, with its texts\n");
      expect(stdout).toContain("\nnothing unexpected\n");
      expect(code).toBe(0);
      expect(stderr).toContain(`${name}: the temporary access key is deleted\n`);
      expect(everything()).toBe(before);
    },
  );

  /** What somebody does by hand, and what `verify` says of it. */
  const HOLES: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      "a policy for every environment",
      async () => attach(await makePolicy("mine", allow("tcb:*", "*"))),
      /unexpected: the policy mine is attached[\s\S]*unexpected: tcb:DestroyEnv on what nobody has: expected refused, allowed/,
    ],
    [
      "a policy for a colleague's environment alone",
      async () => {
        const id = Object.keys(project.cloud.tcb.environments).find((each) => each.startsWith("carol-lab")) ?? "";
        return attach(await makePolicy("carols", allow("tcb:*", `qcs::tcb::uin/100000000001:env/${id}`)));
      },
      /unexpected: tcb:DescribeEnvs on what is carol's: expected refused, allowed/,
    ],
    [
      "the preset that gives away the account, with erin, who has no boundary",
      async () => {
        const { List = [] } = await project.cam().ListPolicies({ Keyword: "AdministratorAccess", Scope: "QCS" });
        return attach(List[0]?.PolicyId ?? 0, "erin");
      },
      /unexpected: the policy AdministratorAccess is attached[\s\S]*unexpected: cam:AttachUserPolicy on what nobody has/,
    ],
    [
      "a policy by a group",
      async () => {
        const AttachGroupId = await makeGroup("ops");
        const PolicyId = await makePolicy("functions", allow("scf:*", "*"));
        return project.cam().AttachGroupPolicy({ AttachGroupId, PolicyId });
      },
      /comes through the group ops[\s\S]*unexpected: scf:DeleteFunction on what nobody has: expected refused, allowed/,
    ],
    [
      "a group without any policy",
      async () => makeGroup("quiet"),
      /unexpected: the sub-account is in the group quiet, which may get policies at any time/,
    ],
    [
      "no permission boundary",
      async () => project.cam().DeleteUserPermissionsBoundary({ TargetUin: user("alice").uin }),
      /unexpected: the permission boundary cloudbase-subaccounts-employees-boundary is not on the sub-account/,
    ],
    [
      "another permission boundary",
      async () => {
        const PolicyId = await makePolicy("wide", allow("*", "*"));
        return project.cam().PutUserPermissionsBoundary({ TargetUin: user("alice").uin, PolicyId });
      },
      /unexpected: the permission boundary is wide, not cloudbase-subaccounts-employees-boundary/,
    ],
    [
      "another text of the boundary",
      async () => project.cam().UpdatePolicy({ PolicyId: policy(/-boundary$/).id, PolicyDocument: allow("*", "*") }),
      /unexpected: the permission boundary \S+ has another text/,
    ],
    [
      "another text of the own policy",
      async () => project.cam().UpdatePolicy({ PolicyId: ownPolicy(), PolicyDocument: allow("*", "*") }),
      /@alice has another text than the roster's[\s\S]*unexpected: scf:DeleteFunction on what nobody has: expected refused, allowed/,
    ],
    [
      "another version of the own policy",
      async () => {
        const PolicyDocument = allow("tcb:*", "*");
        return project.cam().CreatePolicyVersion({ PolicyId: ownPolicy(), PolicyDocument, SetAsDefault: true });
      },
      /@alice has another text than the roster's/,
    ],
    [
      "a policy that is no longer attached",
      async () => project.cam().DetachUserPolicy({ DetachUin: user("alice").uin, PolicyId: ownPolicy() }),
      /is not attached[\s\S]*unexpected: tcb:DescribeEnvs on what is the employee's own: expected allowed, refused/,
    ],
  ];

  test.each(HOLES)("finds %s", async (name, make, said) => {
    await undone(async () => {
      await make();
      const { code, stdout } = await verify(/erin/.test(name) ? "erin" : "alice");
      expect(stdout).toMatch(said);
      expect(stdout).toContain("not as the roster says: see what is unexpected\n");
      expect(code).toBe(1);
    });
  });

  test("changes nothing with the key of somebody who may do everything", async () => {
    await undone(async () => {
      await attach(await makePolicy("all", allow("*", "*")), "erin");
      const before = everything();
      const { stdout } = await verify("erin", "--verbose");
      expect(stdout).toMatch(/unexpected: tcb:DestroyEnv on what nobody has: expected refused, allowed/);
      expect(stdout).toMatch(/unexpected: lighthouse:CreateInstances on what nobody has: expected refused, allowed/);
      expect(everything()).toBe(before);
    });
  });

  test("waits until CAM knows what has just changed", async () => {
    await undone(async () => {
      const id = await makePolicy("mine", allow("tcb:*", "*"));
      await attach(id);
      await verify("alice");
      await project.settings({ policyEffect: 3_600_000 });
      await verify("alice");
      await project.cam().DetachUserPolicy({ DetachUin: user("alice").uin, PolicyId: id });
      // The last call of the first round is marked, so that CAM learns of it when all others have been answered.
      await project.faults({ action: "cdn:PurgeUrlsCache", fault: { kind: "slow", milliseconds: 1 } });
      const run = project.commandIn({ patience: { pause: 50, deadline: 40_000 } }, "verify", "alice");
      await until("the first round is over", async () => JSON.stringify(await project.faultsLeft()) === "[]");
      await project.settings({ policyEffect: 0 });
      const { code, stderr } = await run;
      expect(stderr).toContain("answers are not as expected, or not there; again in");
      expect(code).toBe(0);
    });
  });

  test("deletes the key that a killed run has left, and leaves the employee's own alone", async () => {
    await undone(async () => {
      const TargetUin = user("alice").uin;
      await project.cam().CreateAccessKey({ TargetUin, Description: "cloudbase-subaccounts:verify" });
      await project.cam().CreateAccessKey({ TargetUin });
      expect((await verify("alice")).code).toBe(0);
      const { AccessKey } = await project.cam().CreateAccessKey({ TargetUin });
      expect(await verify("alice")).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining(
          "the sub-account has 2 access keys, and can have no more; set SUBACCOUNTS_EMPLOYEE_SECRET_ID",
        ),
      });
      const { AccessKeys } = await project.cam().ListAccessKeys({ TargetUin });
      expect(AccessKeys).toHaveLength(2);
      const [id = "", key = ""] = [AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey];
      const withKey = (secret: string) =>
        project.commandWith(
          { SUBACCOUNTS_EMPLOYEE_SECRET_ID: id, SUBACCOUNTS_EMPLOYEE_SECRET_KEY: secret },
          ...["verify", "alice", "--format", "json", "--verbose"],
        );
      const { code, stderr, stdout } = await withKey(key);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("temporary")]);
      expect(stdout + stderr).not.toContain(key);
      expect(JSON.parse(stdout)).toMatchObject({ employee: "alice", unexpected: false, differences: [] });
      expect(await withKey("wrong")).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("alice: the employee's key is refused (AuthFailure.SignatureFailure)"),
      });
    });
  });

  test("records what was seen without ids, the same twice, and `isolation` says what that settles", async () => {
    const path = join(project.folder, "alice.evidence.json");
    await verify("alice", "--record", "alice.evidence.json");
    const text = readFileSync(path, "utf8");
    expect(text).not.toMatch(/100000000001|8grqda2hfc2f62bb|lhins-|AKID|bob/);
    for (const id of Object.keys(project.cloud.tcb.environments)) expect(text).not.toContain(id);
    const evidence = JSON.parse(text);
    expect(evidence).toMatchObject({ format: 1, employee: "alice", profile: "guarded", asTheRosterSays: true });
    expect(evidence.seen["tcb:DescribeEnvs"]).toEqual({ colleague: "refused", nobody: "refused", own: "allowed" });
    expect(evidence.settled["tcb:DescribeEnvInfo"]).toEqual([["qcs::tcb:<region>:uin/<ownerUin>:env/<envId>"]]);
    await verify("alice", "--record", "alice.evidence.json");
    expect(readFileSync(path, "utf8")).toBe(text);

    const { code, stdout } = await project.command("isolation", "--evidence", "alice.evidence.json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^evidence: what CAM is asked for \d+ of \d+ unsure actions is known from what was seen/m);
    expect(stdout).toMatch(/^evidence: \d{4}-\d{2}-\d{2}: nothing hung on alice but what the roster says/m);
    expect(await project.command("isolation", "--evidence", "cdktf.json")).toMatchObject({
      code: 1,
      stdout: "",
      stderr:
        "cdktf.json: this is no evidence of `verify`; write it with: npx subaccounts verify <employee> --record <file>\n",
    });
  });

  test("the audit of the account finds nothing in it, and everything that somebody does by hand", async () => {
    expect(await project.command("audit")).toMatchObject({ code: 0, stdout: "0 findings\n" });
    expect(await project.command("access-review", "--cloud")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"environment"'),
    });
    await undone(async () => {
      const TargetUin = user("alice").uin;
      await attach(await makePolicy("mine", allow("tcb:*", "*")));
      await makePolicy("cloudbase-env-old@zoe", allow("tcb:*", "*"));
      await makeGroup("ops");
      await project.cam().CreateAccessKey({ TargetUin });
      await project.cam().SetMfaFlag({ OpUin: TargetUin, LoginFlag: { Stoken: 0 } });
      await project.cam().DeleteUserPermissionsBoundary({ TargetUin });
      await project.cam().UpdateUser({ Name: "erin", ConsoleLogin: 1 });
      await project.cam().AddUser({ Name: "mallory" });
      await project.cam().DeleteUser({ Name: "carol", Force: 1 });
      await project.tcb().CreateEnv({ Alias: "old", PackageId: "baas_personal", Resources: ["flexdb"] });
      const { code, stdout } = await project.command("audit");
      expect(code).toBe(1);
      const said = stdout.replace(/old-\w{16}/g, "old-<id>");
      expect(
        said.replace(/^employees\.yaml:\d+:\d+: /gm, ""),
      ).toBe(`employees.yaml: the sub-account mallory is in no roster (no policy); see what it is for, then: npx subaccounts adopt, or delete it
employees.yaml: the environment old-<id> is in no roster; npx subaccounts environments --release old-<id>, or name it in one
employees.yaml: the policy cloudbase-env-old@zoe is of nobody in the rosters; delete it, once nobody has it
alice: the policy mine is attached, and is not in the roster
alice: the sub-account is in the group ops, which may get policies at any time
alice: the permission boundary cloudbase-subaccounts-employees-boundary is not on the sub-account
alice: has 1 active access keys, and the roster says 0
alice: signs in without a second factor, and the roster asks for one
carol: there is no sub-account yet, or no more
erin: may sign in to the console, and the roster says no
10 findings
`);
    });
  });
});
