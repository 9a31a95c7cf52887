import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

let project: Project;
afterEach(() => project.sandbox.close());

const ACCOUNT = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
const SERVER = "{ bundle: bundle_starter_mc_promo_med4_02 }";
const roster = (...entries: string[]) =>
  `${ACCOUNT}defaults: { server: ${SERVER} }\nemployees:\n${entries.map((entry) => `  - { ${entry} }\n`).join("")}`;
const [BOB, CAROL] = ["name: bob", "name: carol"];
const write = (file: string, text: string) => writeFileSync(join(project.folder, file), text);

const users = () => Object.values(project.cloud.cam.users);
/** Everything of the cloud that a person would miss, by what it is called. */
const belongings = () => ({
  users: Object.fromEntries(users().map(({ name, uin }) => [name, uin])),
  servers: Object.fromEntries(Object.entries(project.cloud.lighthouse.instances).map(([id, { name }]) => [name, id])),
  environments: Object.keys(project.cloud.tcb.environments).sort(),
  policies: Object.values(project.cloud.cam.policies)
    .map(({ name, id }) => `${name} ${id}`)
    .filter((name) => name.includes("@"))
    .sort(),
});
const boundaryOf = (name: string) => {
  const id = users().find((user) => user.name === name)?.boundary;
  return Object.values(project.cloud.cam.policies).find((policy) => policy.id === id)?.name;
};
/** What is attached to somebody, by name of the policy. */
const attached = async (name: string) => {
  const { Uin = 0 } = await project.cam().GetUser({ Name: name });
  const { List = [] } = await project.cam().ListAttachedUserPolicies({ TargetUin: Uin });
  return List.map(({ PolicyName }) => PolicyName).sort();
};

/** Plans and applies one stack, after a look-up and a synthesis of all, unless those are done. @returns the plan */
async function deploy(stack: string, isPrepared = false) {
  project.stackName = stack;
  if (!isPrepared) await project.prepare();
  const plan = await project.plan();
  await project.apply();
  return plan;
}

async function expectEmptyPlans(...stacks: string[]) {
  for (const stack of stacks) {
    project.stackName = stack;
    expect([stack, await project.plan()]).toEqual([stack, {}]);
  }
}

/** How many resources of a plan each action befalls. */
const byAction = (plan: Readonly<Record<string, string>>) => {
  const actions = Object.values(plan);
  return Object.fromEntries(
    [...new Set(actions)].map((action) => [action, actions.filter((each) => each === action).length]),
  );
};

const STAYS = {
  // The sub-account takes over settings that only Terraform knows (force_delete, use_api).
  ...{ import: 7, update: 1 },
  // The boundary goes over the old one, the flag of the second factor is set again, and the server is set up by another command.
  create: 3,
};

describeWithTerraform("somebody who moves to another roster", () => {
  test(
    "keeps sub-account, policies, environment and server, whichever stack is deployed first, and is never without a boundary",
    async () => {
      project = await Project.start({ "a.yaml": roster("name: alice", BOB), "b.yaml": roster(CAROL) });
      await deploy("a");
      await deploy("b");
      const before = { ...belongings(), attached: await attached("alice") };
      const stays = async () => expect({ ...belongings(), attached: await attached("alice") }).toEqual(before);
      await project.faults({
        action: "cam:DeleteUserPermissionsBoundary",
        times: 1000,
        fault: { kind: "drop", when: "before" },
      });

      write("a.yaml", roster(BOB));
      write("b.yaml", roster(CAROL, "name: alice, movedFrom: a"));
      expect(await project.command("lookup")).toMatchObject({ code: 0 });
      expect(await project.command("check")).toMatchObject({
        code: 0,
        stderr:
          "b.yaml:5:5: alice: warning: comes from the stack a: sub-account, policies and server stay, and both stacks are to be deployed, in any order; once both are deployed, remove `movedFrom`; before, the other stack would delete what it has\n",
      });
      expect(byAction(await deploy("b"))).toEqual(STAYS);
      await stays();
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-b-boundary");
      expect(byAction(await deploy("a", true))).toEqual({ remove: 11 });
      await stays();
      await expectEmptyPlans("a", "b");

      // And back, with the old stack first.
      write("a.yaml", roster(BOB, "name: alice, movedFrom: b"));
      write("b.yaml", roster(CAROL));
      expect(byAction(await deploy("b"))).toEqual({ remove: 11 });
      await stays();
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-b-boundary");
      expect(byAction(await deploy("a", true))).toEqual(STAYS);
      await stays();
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-a-boundary");

      write("a.yaml", roster(BOB, "name: alice"));
      await project.prepare();
      await expectEmptyPlans("a", "b");
    },
    within(180_000),
  );

  test(
    "out of a stack in which nobody else has a boundary keeps the old one until there is a new one",
    async () => {
      const open = "server: false, policy: documented";
      const [a, b] = [roster("name: alice, server: false", `name: bob, ${open}`), roster(`name: carol, ${open}`)];
      project = await Project.start({ "a.yaml": a, "b.yaml": b });
      await deploy("a");
      await deploy("b");
      write("a.yaml", roster(`name: bob, ${open}`));
      write("b.yaml", roster(`name: carol, ${open}`, "name: alice, server: false, movedFrom: a"));
      await deploy("a");
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-a-boundary");
      await deploy("b", true);
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-b-boundary");
      write("b.yaml", roster(`name: carol, ${open}`, "name: alice, server: false"));
      expect(await deploy("a")).toEqual({ "tencentcloud_cam_policy.boundary": "delete" });
      await deploy("b", true);
      expect(boundaryOf("alice")).toBe("cloudbase-subaccounts-b-boundary");
      await expectEmptyPlans("a", "b");
    },
    within(120_000),
  );
});

describeWithTerraform("what is there already", () => {
  test(
    "is taken over: a sub-account that somebody made by hand, and a whole roster whose state is lost",
    async () => {
      project = await Project.start(roster("name: alice", "name: bob"));
      await deploy("employees");
      const before = belongings();
      rmSync(join(project.folder, "terraform.employees.tfstate"));
      const { Uin: uin = 0 } = await project.cam().AddUser({ Name: "dave", ConsoleLogin: 1, Remark: "by hand" });
      const document = JSON.stringify({
        version: "2.0",
        statement: [{ effect: "allow", action: "tcb:*", resource: "*" }],
      });
      const { PolicyId = 0 } = await project
        .cam()
        .CreatePolicy({ PolicyName: "tcb-for-all", PolicyDocument: document });
      await project.cam().AttachUserPolicy({ AttachUin: uin, PolicyId });
      const { GroupId = 0 } = await project.cam().CreateGroup({ GroupName: "developers" });
      await project.cam().AddUserToGroup({ Info: [{ Uin: uin, GroupId }] });

      write("employees.yaml", roster("name: bob, adopt: true"));
      const listed = await project.command("adopt");
      expect(listed.stdout).toBe(
        "employees.yaml: root account 100000000001, ap-shanghai: 2 sub-accounts in no roster\n" +
          `  alice  policies QcloudCamReadOnlyAccess, ${before.policies[0]?.replace(/ .*/, "")}; environment ${before.environments[0]}; server ${before.servers["openclaw-alice"]} (bundle_starter_mc_promo_med4_02)\n` +
          "  dave   policies tcb-for-all; groups developers; no environment of its name; no server named openclaw-dave\n" +
          "to take some over: npx subaccounts adopt --roster employees.yaml <name> ...\n",
      );
      expect(await project.command("adopt", "bob", "dan")).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(/"bob" is no sub-account that is in no roster.*\n.*"dan" is no sub-account/),
      });
      expect((await project.command("adopt", "dave", "alice")).stdout).toContain("dave added; no environment");
      expect(readFileSync(join(project.folder, "employees.yaml"), "utf8")).toContain(
        '  - { name: alice, adopt: true, server: { bundle: bundle_starter_mc_promo_med4_02 } }\n  - { name: dave, adopt: true, remark: "by hand", server: false }\n',
      );
      project.seed();
      expect((await project.command("check")).stderr).toContain(
        "dave: what there is of a sub-account to take over is not looked up; run: npx subaccounts lookup employees.yaml",
      );
      await project.command("lookup");
      const warnings = (await project.command("check")).stderr.split("\n").filter((line) => /dave/.test(line));
      expect(warnings).toEqual([
        "employees.yaml:6:5: dave: warning: what there is already is taken over; once it is deployed, remove `adopt`",
        "employees.yaml:6:5: dave: warning: the sub-account dave has policies that are not in the roster: tcb-for-all, of which the proof of isolation knows nothing; detach them, or grant in the roster what the employee needs",
        "employees.yaml:6:5: dave: warning: the sub-account dave is in groups: developers, of which the proof of isolation knows nothing; detach them, or grant in the roster what the employee needs",
      ]);
      const plan = await deploy("employees");
      expect(Object.entries(plan).filter(([, action]) => /delete|replace/.test(action))).toEqual([]);
      expect(plan["tencentcloud_cam_policy.boundary"]).toBe("import");
      expect(plan["tencentcloud_lighthouse_instance.alice"]).toBe("import");
      expect(plan["tencentcloud_cam_user.dave"]).toBe("update");
      await expectEmptyPlans("employees");
      expect(belongings()).toMatchObject({ users: { ...before.users, dave: uin }, servers: before.servers });
      expect(belongings().policies).toEqual(expect.arrayContaining(before.policies));
      expect(await attached("dave")).toContain("tcb-for-all");

      write("employees.yaml", roster("name: alice", "name: bob", "name: dave, remark: by hand, server: false"));
      await project.prepare();
      await expectEmptyPlans("employees");
    },
    within(120_000),
  );

  test("is not taken over where it is not there or has another case", async () => {
    project = await Project.start(roster("name: alice, adopt: true", "name: bob, adopt: true"));
    await project.cam().AddUser({ Name: "Bob" });
    expect(await project.command("lookup")).toMatchObject({
      code: 1,
      stdout: "",
    });
    expect((await project.command("lookup")).stderr.split("\n").slice(-3)).toEqual([
      'employees.yaml:4:5: alice: there is no sub-account "alice" to take over; remove `adopt`, so that it is made',
      'employees.yaml:5:5: bob: the sub-account is named "Bob"; write the name in the same upper and lower case',
      "",
    ]);
  });
});
