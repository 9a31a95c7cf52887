import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OPENCLAW_BLUEPRINT, seedLighthouse } from "../../sandbox/api/services/lighthouse/seed.ts";
import { describeWithTerraform, finished, TerraformFolder } from "../support/end-to-end/provider-terraform.ts";
import { emptyCloud, OWNER_UIN, type Sandbox, startSandbox } from "../support/sandbox/sandbox.ts";

const statement = { effect: "allow", action: ["tcb:DescribeEnvs"], resource: ["*"] };

/** Every resource and data source of the plugin, as one employee's workplace has them. */
const workplace = {
  data: {
    tencentcloud_user_info: { account: {} },
    tencentcloud_cam_policies: { device_login: { name: "QcloudCamReadOnlyAccess" } },
  },
  resource: {
    tencentcloud_cam_user: {
      alice: { name: "alice", use_api: false, email: "alice@example.com", tags: { employee: "alice" } },
    },
    tencentcloud_cam_policy: {
      alice: {
        name: "env-alice",
        document: JSON.stringify({ version: "2.0", statement: [statement] }),
        tags: { employee: "alice" },
      },
    },
    tencentcloud_cam_user_policy_attachment: {
      alice: { user_name: "${tencentcloud_cam_user.alice.name}", policy_id: "${tencentcloud_cam_policy.alice.id}" },
      device_login: {
        user_name: "${tencentcloud_cam_user.alice.name}",
        policy_id: "${data.tencentcloud_cam_policies.device_login.policy_list[0].policy_id}",
      },
    },
    tencentcloud_lighthouse_firewall_template: { empty: { template_name: "empty" } },
    tencentcloud_lighthouse_instance: {
      alice: {
        bundle_id: "bundle_starter_mc_promo_med4_02",
        blueprint_id: OPENCLAW_BLUEPRINT,
        renew_flag: "NOTIFY_AND_MANUAL_RENEW",
        instance_name: "openclaw-alice",
        period: 1,
        firewall_template_id: "${tencentcloud_lighthouse_firewall_template.empty.id}",
      },
    },
    tencentcloud_lighthouse_firewall_rule: {
      alice: {
        instance_id: "${tencentcloud_lighthouse_instance.alice.id}",
        firewall_rules: [
          { protocol: "TCP", port: "443", cidr_block: "0.0.0.0/0", action: "ACCEPT", firewall_rule_description: "web" },
        ],
      },
    },
    tencentcloud_tag_attachment_v2: {
      alice: {
        tag_key: "employee",
        tag_value: "alice",
        resource:
          "qcs::lighthouse:ap-shanghai:uin/${data.tencentcloud_user_info.account.owner_uin}:instance/${tencentcloud_lighthouse_instance.alice.id}",
      },
    },
    tencentcloud_tat_command: {
      alice: {
        command_name: "set-up-alice",
        content: "#!/bin/sh\necho hello\n",
        command_type: "SHELL",
        timeout: 60,
        username: "root",
        working_directory: "/root",
      },
    },
    tencentcloud_tat_invocation_invoke_attachment: {
      alice: {
        instance_id: "${tencentcloud_lighthouse_instance.alice.id}",
        command_id: "${tencentcloud_tat_command.alice.id}",
        timeout: 60,
        username: "root",
        timeouts: { create: "30s" },
      },
    },
  },
  output: { owner: { value: "${data.tencentcloud_user_info.account.owner_uin}" } },
};

const users = (...names: string[]) => ({
  resource: {
    tencentcloud_cam_user: Object.fromEntries(names.map((name) => [name, { name, use_api: false }])),
  },
});

describeWithTerraform("terraform with the sandbox's plugin", () => {
  let sandbox: Sandbox;
  let folder: TerraformFolder;
  /** Milliseconds by which the sandbox's clock is ahead. */
  let ahead = 0;

  beforeAll(async () => {
    const cloud = emptyCloud({ instanceRunning: 100, instanceOperation: 50, commandRunning: 50 });
    seedLighthouse(cloud);
    sandbox = await startSandbox({ cloud, now: () => Date.now() + ahead });
    folder = await TerraformFolder.create(sandbox);
  });
  afterAll(() => sandbox?.api.close());

  test("deploys a workplace, finds nothing to do, repairs drift, replaces, imports and destroys", async () => {
    folder.write(workplace);
    expect(await folder.run("validate")).toMatchObject({ code: 0 });
    const first = await folder.run("apply", "-auto-approve");
    expect(first.output).toContain("Apply complete! Resources: 10 added, 0 changed, 0 destroyed.");
    expect(first.output).toContain(`owner = "${OWNER_UIN}"`);
    expect((await folder.run("plan", "-detailed-exitcode")).code).toBe(0);

    await sandbox.cam().UpdateUser({ Name: "alice", Email: "mallory@example.com" });
    const { Uin: AttachUin = 0 } = await sandbox.cam().GetUser({ Name: "alice" });
    const { List = [] } = await sandbox.cam().ListAttachedUserPolicies({ TargetUin: AttachUin, Page: 1, Rp: 200 });
    for (const { PolicyId = 0 } of List) await sandbox.cam().DetachUserPolicy({ DetachUin: AttachUin, PolicyId });
    const drift = await folder.run("plan", "-detailed-exitcode");
    expect(drift).toMatchObject({
      code: 2,
      output: expect.stringContaining("Plan: 2 to add, 1 to change, 0 to destroy."),
    });
    expect(drift.output).toContain('"mallory@example.com" -> "alice@example.com"');
    expect((await folder.run("apply", "-auto-approve")).output).toContain("2 added, 1 changed, 0 destroyed");

    const renamed = structuredClone(workplace);
    renamed.resource.tencentcloud_cam_policy.alice.name = "env-alice-2";
    folder.write(renamed);
    const replaced = await folder.run("apply", "-auto-approve");
    expect(replaced.output).toContain('name        = "env-alice" -> "env-alice-2" # forces replacement');
    expect(replaced.output).toContain("2 added, 0 changed, 2 destroyed");

    expect((await folder.run("state", "rm", "tencentcloud_lighthouse_firewall_rule.alice")).code).toBe(0);
    const id = folder.state().resources.find(({ type }) => type === "tencentcloud_lighthouse_instance");
    const instance = String(id?.instances[0]?.attributes["id"]);
    expect((await folder.run("import", "tencentcloud_lighthouse_firewall_rule.alice", instance)).code).toBe(0);
    expect((await folder.run("plan", "-detailed-exitcode")).code).toBe(0);

    expect((await folder.run("destroy", "-auto-approve")).output).toContain("Resources: 10 destroyed.");
    expect(sandbox.cloud.cam.users).toEqual({});
    expect(sandbox.cloud.lighthouse.instances).toEqual({});
  });

  test("a create that fails is told with Tencent's code and request id, and leaves the others whole", async () => {
    await sandbox.cam().AddUser({ Name: "bob", UseApi: 0 });
    folder.write(users("alice", "bob", "carol"));
    const failed = await folder.run("apply", "-auto-approve");
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(/Code=\S*SubUserNameInUse, Message=.+, RequestId=[0-9a-f-]{36}/);
    expect(failed.output).toContain("with tencentcloud_cam_user.bob");
    expect(failed.output).not.toContain(sandbox.rootKey.secretKey);
    await sandbox.cam().DeleteUser({ Name: "bob", Force: 1 });
    expect((await folder.run("apply", "-auto-approve")).output).toContain("1 added, 0 changed, 0 destroyed");
    folder.write({});
    expect((await folder.run("apply", "-auto-approve")).output).toContain("0 added, 0 changed, 3 destroyed");
  });

  test("a server that Ctrl-C interrupts is in the state, and is destroyed from there", async () => {
    sandbox.cloud.settings.instanceRunning = 60_000;
    const { tencentcloud_lighthouse_instance: instances } = workplace.resource;
    const { firewall_template_id: _template, ...server } = instances.alice;
    folder.write({ resource: { tencentcloud_lighthouse_instance: { alice: server } } });
    const apply = folder.start("apply", "-auto-approve");
    const ended = finished(apply);
    while (Object.keys(sandbox.cloud.lighthouse.instances).length === 0) await new Promise(setImmediate);
    apply.kill("SIGINT");
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain("Terraform was interrupted, so the plugin stopped waiting.");
    const [resource] = folder.state().resources;
    expect(resource?.instances).toMatchObject([{ status: "tainted" }]);
    ahead = 60_000;
    const destroyed = await folder.run("destroy", "-auto-approve");
    expect(destroyed.output).toContain("Resources: 1 destroyed.");
    expect(sandbox.cloud.lighthouse.instances).toEqual({});
  });
});
