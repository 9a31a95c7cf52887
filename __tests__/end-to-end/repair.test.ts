import { afterEach, expect, test } from "@jest/globals";
import type { FaultRule } from "../../sandbox/api/faults.ts";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice
    server: { bundle: bundle_starter_mc_promo_med4_02, firewall: [{ port: 443, cidr: 203.0.113.0/24 }] }
  - name: bob
    access: { apiKey: { plaintext: accepted } }
`;

let project: Project;
afterEach(() => project.sandbox.close());

const lost = (action: string): Partial<FaultRule> => ({ action, fault: { kind: "drop", when: "after" } });
const yes = { ask: async () => "yes" };
const names = () =>
  Object.values(project.cloud.cam.users)
    .map(({ name }) => name)
    .sort();

describeWithTerraform("repair", () => {
  test(
    "forgets who and what was deleted in the console, so that plans work again, also for somebody who leaves",
    async () => {
      project = await Project.start(ROSTER);
      await project.prepare();
      expect((await project.deploy()).code).toBe(0);
      expect(await project.command("repair")).toMatchObject({ code: 0, stdout: "employees.yaml: nothing to repair\n" });

      for (const name of ["alice", "bob"]) await project.cam().DeleteUser({ Name: name, Force: 1 });
      const [id = ""] = Object.keys(project.cloud.lighthouse.instances);
      delete project.cloud.lighthouse.instances[id];
      await expect(project.plan()).rejects.toThrow(/UserNotExist/);

      const before = await project.state();
      expect(await project.command("repair")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(
          "16 entries to forget and 0 entries to import; nobody can be asked here; add `--yes`",
        ),
      });
      expect(await project.commandIn({ ask: async () => "no" }, "repair")).toMatchObject({ code: 1 });
      expect(await project.state()).toEqual(before);
      const { code, stdout } = await project.commandIn(yes, "repair");
      expect(code).toBe(0);
      expect(stdout).toContain(
        "employees.yaml: forget tencentcloud_cam_access_key.bob__key__1, which is gone from the account\n",
      );
      expect(stdout).toContain("employees.yaml: repaired; to see what is left to do: npx cdktf diff\n");
      // Bob left in the meantime.
      project.remove("bob");
      await project.synth();
      const plan = await project.plan();
      expect(Object.keys(plan).filter((address) => address.includes("bob"))).toEqual([
        "tencentcloud_cam_policy.bob__environment",
      ]);
      await project.apply();
      expect(names()).toEqual(["alice"]);
      expect(await project.plan()).toEqual({});
    },
    within(90_000),
  );

  test(
    "imports what lost answers left outside of the state, and nothing is made or bought twice",
    async () => {
      project = await Project.start(ROSTER);
      await project.prepare();
      const repair = async () => {
        expect((await project.deploy()).code).toBe(1);
        const { code, stdout } = await project.commandIn(yes, "repair");
        expect(code).toBe(0);
        return Array.from(stdout.matchAll(/: import tencentcloud_(\w+)/g), ([, type = ""]) => type).sort();
      };
      await project.faults(
        ...["cam:AddUser", "cam:CreatePolicy", "tat:CreateCommand", "lighthouse:CreateInstances"].map(lost),
      );
      expect(await repair()).toEqual(["cam_policy", "cam_user", "lighthouse_instance", "tat_command"]);
      await project.faults(lost("lighthouse:CreateFirewallRules"));
      expect(await repair()).toEqual(["lighthouse_firewall_rule"]);
      const { code, output } = await project.deploy();
      expect([code, output]).toEqual([0, output]);
      expect(await project.plan()).toEqual({});
      expect(names()).toEqual(["alice", "bob"]);
      expect(Object.keys(project.cloud.lighthouse.instances)).toHaveLength(1);
    },
    within(90_000),
  );
});
