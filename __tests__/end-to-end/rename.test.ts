import { afterEach, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: { bundle: bundle_starter_mc_promo_med4_02 } }
employees:
  - { name: Alice, environment: { alias: alice } }
  - { name: bob }
`;

let project: Project;
afterEach(() => project.sandbox.close());

const names = () =>
  Object.values(project.cloud.cam.users)
    .map(({ name }) => name)
    .sort();
const servers = () =>
  Object.fromEntries(Object.entries(project.cloud.lighthouse.instances).map(([id, { name }]) => [name, id]));

/** Deploys the rename of the first employee, and expects bob's blocks untouched. */
async function rename(name: string, previously: readonly string[]): Promise<void> {
  const [before = ""] = previously.slice(-1);
  project.edit((roster) => {
    roster.setIn(["employees", 0, "name"], name);
    roster.setIn(["employees", 0, "previously"], previously);
  });
  expect((await project.command("check")).stderr).toContain(
    `${name}: warning: was ${before}: environment and server stay`,
  );
  await project.prepare();
  const plan = await project.plan();
  expect(plan[`tencentcloud_cam_user.${name}`]).toBe("replace");
  expect(Object.keys(plan).filter((address) => /bob/.test(address))).toEqual([]);
  expect(
    Object.entries(plan)
      .filter(([address]) => /lighthouse/.test(address))
      .map(([, action]) => action)
      .sort(),
  ).toEqual(["move", "update"]);
  await project.apply();
  expect(await project.plan()).toEqual({});
}

describeWithTerraform("somebody who gets another name", () => {
  test(
    "keeps server and environment in one deployment, also with another case alone, twice, and after the line is removed",
    async () => {
      project = await Project.start(ROSTER);
      await project.prepare();
      await project.deploy();
      const before = servers();
      const environments = JSON.stringify(Object.keys(project.cloud.tcb.environments));

      await rename("alice", ["Alice"]);
      expect(names()).toEqual(["alice", "bob"]);
      await rename("alina", ["Alice", "alice"]);
      expect(names()).toEqual(["alina", "bob"]);
      expect(servers()).toEqual({ "openclaw-alina": before["openclaw-Alice"], "openclaw-bob": before["openclaw-bob"] });
      expect(JSON.stringify(Object.keys(project.cloud.tcb.environments))).toBe(environments);
      const policies = Object.values(project.cloud.cam.policies).map(({ name }) => name);
      expect(policies.filter((name) => /alice@|@Alice|@alice/.test(name))).toEqual([]);

      project.set("alina", ["previously"], undefined);
      await project.prepare();
      expect(await project.plan()).toEqual({});
    },
    within(120_000),
  );
});
