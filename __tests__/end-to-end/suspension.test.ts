import { afterEach, expect, test } from "@jest/globals";
import { type Key, Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - { name: alice, server: { bundle: bundle_starter_mc_promo_med4_02 }, grants: [{ ci: { bucket: pictures-1250000000, access: write } }] }
  - { name: bob }
`;

const attachment = "tencentcloud_cam_user_policy_attachment";
const SUSPENDED = {
  "tencentcloud_cam_policy.suspended": "create",
  "tencentcloud_cam_user.alice": "update",
  [`${attachment}.alice__suspended`]: "create",
  [`${attachment}.alice__ci`]: "delete",
  [`${attachment}.alice__environment`]: "delete",
  [`${attachment}.alice__preset__QcloudCamReadOnlyAccess`]: "delete",
};

let project: Project;
afterEach(() => project.sandbox.close());

const user = (name: string) => Object.values(project.cloud.cam.users).find((each) => each.name === name);

/** What the key may do: read its environment, and what a group or an administrator by hand gave it. */
async function allowed(key: Key): Promise<string[]> {
  const [environment, colleague] = Object.values(project.cloud.tcb.environments);
  const calls = {
    list: () =>
      project
        .tcb(key)
        .DescribeEnvs({})
        .then(({ EnvList }) => (EnvList?.length ? true : Promise.reject(new Error("nothing")))),
    own: () => project.tcb(key).DescribeEnvs({ EnvId: environment?.id ?? "" }),
    tables: () => project.tcb(key).ListTables({ EnvId: environment?.id ?? "", Tag: "x", MgoOffset: 0, MgoLimit: 10 }),
    users: () => project.cam(key).ListUsers(),
    colleague: () => project.tcb(key).DescribeEnvs({ EnvId: colleague?.id ?? "" }),
  };
  const results = await Promise.all(
    Object.entries(calls).map(([name, call]) =>
      call().then(
        () => [name],
        (error: unknown) => (/has no permission|nothing/.test(String(error)) ? [] : [`${name}: ${String(error)}`]),
      ),
    ),
  );
  return results.flat();
}

describeWithTerraform("somebody who is suspended", () => {
  test(
    "keeps everything and can do nothing, also not by what is attached by hand; resumed, everything works as before",
    async () => {
      project = await Project.start(ROSTER);
      await project.prepare();
      await project.deploy();
      const { Uin = 0 } = await project.cam().GetUser({ Name: "alice" });
      const { AccessKey } = await project.cam().CreateAccessKey({ TargetUin: Uin });
      const key = { secretId: AccessKey?.AccessKeyId ?? "", secretKey: AccessKey?.SecretAccessKey ?? "" };
      const byHand = await project.cam().CreatePolicy({
        PolicyName: "by-hand",
        PolicyDocument: JSON.stringify({
          version: "2.0",
          statement: [{ effect: "allow", action: ["tcb:DescribeEnvs"], resource: ["*"] }],
        }),
      });
      await project.cam().AttachUserPolicy({ PolicyId: byHand.PolicyId ?? 0, AttachUin: Uin });
      const before = await allowed(key);
      expect(before).toEqual(expect.arrayContaining(["list", "own", "users", "colleague"]));
      const server = Object.keys(project.cloud.lighthouse.instances);

      project.set("alice", ["status"], "suspended");
      expect(await project.command("check")).toMatchObject({
        code: 0,
        stderr: expect.stringContaining(
          "alice: warning: suspended: sub-account, environment and server stay, and what is paid for goes on costing",
        ),
      });
      await project.prepare();
      expect(await project.plan()).toEqual(SUSPENDED);
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(await allowed(key)).toEqual([]);
      expect(user("alice")).toMatchObject({ consoleLogin: 0 });
      expect(user("bob")).toMatchObject({ consoleLogin: 1 });
      expect(Object.keys(project.cloud.lighthouse.instances)).toEqual(server);

      // Keys besides: the access key signs no more, and the API key, which no policy stops, is gone.
      const EnvId = Object.values(project.cloud.tcb.environments).find(({ alias }) => alias === "alice")?.id ?? "";
      await project.tcb().CreateApiKey({ EnvId, KeyType: "api_key" });
      const apiKeys = () => project.cloud.tcb.environments[EnvId]?.apiKeys;
      expect((await project.command("revoke", "bob")).stderr).toContain(
        "bob: not suspended; run: npx subaccounts suspend bob",
      );
      expect((await project.command("revoke", "alice", "--api-keys")).stderr).toContain(
        "nobody can be asked whether to delete 1 API key of",
      );
      expect(apiKeys()).toHaveLength(1);
      expect(await project.command("revoke", "alice", "--api-keys", "--yes")).toMatchObject({
        code: 0,
        stdout: `alice: 0 access keys made inactive\nalice: 1 API key of environment ${EnvId} deleted\n`,
      });
      expect(apiKeys()).toEqual([]);
      expect(Object.values(project.cloud.cam.accessKeys).map(({ status }) => status)).toEqual(["Inactive"]);
      expect((await project.command("token", "alice")).stderr).toContain("alice: suspended, so that there is no token");

      project.set("alice", ["status"], undefined);
      await project.prepare();
      const back = Object.entries(SUSPENDED).map(([address, action]) => [
        address,
        { create: "delete", delete: "create", update: "update" }[action],
      ]);
      expect(await project.plan()).toEqual(Object.fromEntries(back));
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect((await project.command("revoke", "alice", "--restore")).stdout).toBe("alice: 1 access key active again\n");
      expect(await allowed(key)).toEqual(before);
      expect(user("alice")).toMatchObject({ consoleLogin: 1 });

      // The day after the last one, and not before it.
      project.set("alice", ["lastDay"], "2026-03-31");
      project.setContext({ today: "2026-03-31" });
      await project.prepare();
      expect(await project.plan()).toEqual({});
      expect((await project.command("check")).stdout).toContain(
        "all in order (as of 2026-03-31; alice until 2026-03-31)\n",
      );
      project.setContext({ today: "2026-04-01" });
      await project.prepare();
      expect(await project.plan()).toEqual(SUSPENDED);
      expect((await project.command("check")).stderr).toContain(
        "suspended since the last day, 2026-03-31, is over (today is 2026-04-01)",
      );
    },
    within(120_000),
  );
});
