import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: { bundle: bundle_starter_mc_promo_med4_02 }, environment: { package: baas_personal } }
employees:
  - { name: alice }
  - { name: bob }
`;

let project: Project;
afterEach(() => project.sandbox.close());

const users = () =>
  Object.values(project.cloud.cam.users)
    .map(({ name }) => name)
    .sort();

describeWithTerraform("a pull request with somebody who joins", () => {
  test(
    "shows what the person gets, cannot be applied before the environment is made, and is deployed after",
    async () => {
      project = await Project.start(ROSTER);
      await project.prepare();
      await project.deploy();
      // Somebody leaves in the same change, whom a deletion must not reach before the preview has failed.
      project.remove("bob");
      project.add({ name: "frank" });

      const refused = await project.command("check");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        "frank: the environment frank is not looked up: where there is none, one is to be made, baas_personal for 1 month; run: npx subaccounts environments --create employees.yaml, or npx subaccounts lookup employees.yaml if it is there; to see the change before, set SUBACCOUNTS_PENDING=preview\n",
      );
      await expect(project.synth()).rejects.toThrow("frank: the environment frank is not looked up");

      project.setContext({ pending: "preview" });
      expect(await project.command("check")).toMatchObject({
        code: 0,
        stderr: expect.stringContaining("frank: warning: the environment frank is not looked up"),
      });
      expect((await project.command("lookup", "--check")).code).toBe(1);
      expect((await project.command("lookup")).stdout).toContain(
        "employees.yaml: the environments of 1 employee found, those of 1 are to be made;",
      );
      await project.prepare();
      const plan = await project.plan();
      expect(plan).toMatchObject({
        "tencentcloud_cam_user.frank": "create",
        "tencentcloud_cam_policy.frank__environment": "create",
        "tencentcloud_lighthouse_instance.frank": "create",
        "tencentcloud_cam_user.bob": "delete",
        "terraform_data.preview": "create",
      });
      expect(Object.keys(plan).filter((address) => /alice/.test(address))).toEqual([]);
      const text = readFileSync(join(project.stack, "cdk.tf.json"), "utf8");
      expect(text).toContain("frank: CloudBase environment frank-pending");

      const before = JSON.stringify(project.cloud.cam);
      await expect(project.apply()).rejects.toThrow("This is a preview with environments that are not there yet");
      expect((await project.deploy()).code).toBe(1);
      expect(JSON.stringify(project.cloud.cam)).toBe(before);
      expect(users()).toEqual(["alice", "bob"]);
      expect(Object.values(project.cloud.lighthouse.instances)).toHaveLength(2);

      // On the main branch.
      project.setContext({ pending: undefined });
      expect((await project.command("environments", "--create", "--yes", "--max-cost", "20")).code).toBe(0);
      await project.prepare();
      expect(await project.plan()).not.toHaveProperty("terraform_data.preview");
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(users()).toEqual(["alice", "frank"]);
      expect(readFileSync(join(project.stack, "cdk.tf.json"), "utf8")).not.toMatch(/pending|terraform_data/);
    },
    within(120_000),
  );
});
