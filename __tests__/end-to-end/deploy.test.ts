import { afterEach, expect, test } from "@jest/globals";
import { type Changes, Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const open: Project[] = [];

afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

/** Looks up, makes the plan, compares it, and applies it. */
async function expectPlan(project: Project, changes: Changes): Promise<void> {
  await project.prepare();
  expect(await project.plan()).toEqual(changes);
  await project.apply();
}

const attachment = "tencentcloud_cam_user_policy_attachment";

describeWithTerraform("a year of the example roster", () => {
  test(
    "each edit plans that employee's blocks alone, drift is repaired, and destroy leaves nothing",
    async () => {
      const project = await Project.start();
      open.push(project);
      const { cloud } = project;

      await project.prepare();
      expect((await project.deploy()).output).toContain("Apply complete! Resources: 49 added, 0 changed, 0 destroyed.");
      expect(await project.plan()).toEqual({});
      const bootstraps = () => Object.values(cloud.tat.invocations).length;
      expect(bootstraps()).toBe(3);

      // One joins, one moves to the guarded policy, and one changes what is the sub-account's own: address, remark, team.
      project.add({ name: "frank", email: "frank@example.com" });
      project.seed();
      const frank = [
        "tencentcloud_cam_mfa_flag.frank",
        "tencentcloud_cam_policy.frank__environment",
        "tencentcloud_cam_user.frank",
        "tencentcloud_cam_user_permission_boundary_attachment.frank",
        `${attachment}.frank__environment`,
        `${attachment}.frank__preset__QcloudCamReadOnlyAccess`,
        "tencentcloud_lighthouse_firewall_rule.frank",
        "tencentcloud_lighthouse_instance.frank",
        "tencentcloud_tag_attachment_v2.frank__employee",
        "tencentcloud_tag_attachment_v2.frank__managed-by",
        "tencentcloud_tat_invocation_invoke_attachment.frank",
      ];
      project.set("dave.lee", ["policy"], undefined);
      project.set("bob", ["email"], "bob.b@example.com");
      project.set("bob", ["remark"], "In Shenzhen");
      project.set("bob", ["team"], "platform");
      await expectPlan(project, {
        ...Object.fromEntries(frank.map((address) => [address, "create"])),
        "tencentcloud_cam_policy.dave_2elee__environment": "update",
        "tencentcloud_cam_user_permission_boundary_attachment.dave_2elee": "create",
        // The team goes into the tags of whatever carries some.
        "tencentcloud_cam_policy.bob__ci": "update",
        "tencentcloud_cam_policy.bob__environment": "update",
        "tencentcloud_cam_policy.bob__tcr": "update",
        "tencentcloud_cam_user.bob": "update",
      });
      expect(Object.values(cloud.cam.users).find(({ name }) => name === "bob")).toMatchObject({
        email: "bob.b@example.com",
        remark: "In Shenzhen",
      });
      expect(bootstraps()).toBe(4);

      // The one leaves again, one's server is renewed in another way, and one gets another environment: a new policy, and the server
      // is set up again for it.
      project.remove("frank");
      project.set("carol", ["server", "renew"], "manual");
      project.set("erin", ["environment"], { alias: "erin-lab" });
      project.seed();
      await expectPlan(project, {
        ...Object.fromEntries(frank.map((address) => [address, "delete"])),
        "tencentcloud_lighthouse_instance.carol": "update",
        "tencentcloud_cam_policy.erin__environment": "replace",
        [`${attachment}.erin__environment`]: "replace",
        "tencentcloud_tat_invocation_invoke_attachment.erin": "replace",
      });
      expect(bootstraps()).toBe(5);
      expect(Object.values(cloud.cam.users).map(({ name }) => name)).not.toContain("frank");

      // Somebody changes things by hand.
      const policies = Object.values(cloud.cam.policies);
      const idOf = (start: string) => policies.find(({ name }) => name.startsWith(`cloudbase-env-${start}`))?.id ?? 0;
      const everything = { version: "2.0", statement: [{ effect: "allow", action: ["*"], resource: ["*"] }] };
      await project.cam().UpdatePolicy({ PolicyId: idOf("alice-"), PolicyDocument: JSON.stringify(everything) });
      const { Uin: DetachUin = 0 } = await project.cam().GetUser({ Name: "carol" });
      await project.cam().DetachUserPolicy({ PolicyId: idOf("carol-lab-"), DetachUin });
      const server = Object.values(cloud.lighthouse.instances).find(({ name }) => name === "openclaw-erin");
      const Resource = `qcs::lighthouse:ap-shanghai:uin/100000000001:instance/${server?.id}`;
      await project.tag().DeleteResourceTag({ TagKey: "employee", Resource });
      await expectPlan(project, {
        "tencentcloud_cam_policy.alice__environment": "update",
        [`${attachment}.carol__environment`]: "create",
        "tencentcloud_tag_attachment_v2.erin__employee": "create",
      });
      expect(cloud.cam.policies[idOf("alice-")]?.versions[1]?.document).not.toBe(JSON.stringify(everything));
      expect(await project.plan()).toEqual({});

      expect((await project.terraform("destroy", "-auto-approve")).code).toBe(0);
      expect(cloud.cam.users).toEqual({});
      expect(cloud.cam.policies).toEqual({});
      expect(cloud.lighthouse.instances).toEqual({});
      expect(cloud.tat.commands).toEqual({});
    },
    within(120_000),
  );
});
