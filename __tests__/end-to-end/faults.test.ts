import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { FaultRule } from "../../sandbox/api/faults.ts";
import { Project } from "../support/end-to-end/project.ts";
import { describeWithTerraform, finished } from "../support/end-to-end/terraform.ts";
import { until } from "../support/end-to-end/until.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice
    server: { bundle: bundle_starter_mc_promo_med4_02, blueprint: OpenClaw }
  - name: bob
`;

const open: Project[] = [];

afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

async function startProject(): Promise<Project> {
  const project = await Project.start(ROSTER);
  open.push(project);
  return project;
}

const error = (action: string, code: string, times: number | null = 1): Partial<FaultRule> => ({
  action,
  times,
  fault: { kind: "error", code, message: "Made by the test.", when: "before" },
});
const drop = (action: string, when: "before" | "after"): Partial<FaultRule> => ({
  action,
  fault: { kind: "drop", when },
});
const slow = (action: string): Partial<FaultRule> => ({ action, fault: { kind: "slow", milliseconds: 100 } });

const CODE_AND_ID = (code: string) => new RegExp(`${code}, request id [0-9a-f-]{36}`);

describe("subaccounts lookup", () => {
  const lookups = ({ folder }: Project) => join(folder, "employees.lookups.json");

  test("finds the same through rate limits, slow answers and dropped connections", async () => {
    const project = await startProject();
    expect((await project.command("lookup")).code).toBe(0);
    const found = readFileSync(lookups(project), "utf8");
    const dropped = [drop("tcb:DescribeEnvs", "before"), drop("lighthouse:DescribeBlueprints", "after")];
    const limited = [error("cam:GetUserAppId", "RequestLimitExceeded", 5), error("tcb:*", "RequestLimitExceeded", 2)];
    await project.faults(...dropped, ...limited, slow("tcb:DescribeEnvs"));
    const { code, stdout } = await project.command("lookup", "--check");
    expect(stdout).toContain("nothing changed");
    expect(code).toBe(0);
    expect(await project.faultsLeft()).toEqual([]);
    expect(readFileSync(lookups(project), "utf8")).toBe(found);
  });

  test.each([
    ["InternalError", 1],
    ["RequestLimitExceeded", 6],
  ])("says %s with its request id, writes nothing, and goes on when it is over", async (code, times) => {
    const project = await startProject();
    await project.faults(error("tcb:DescribeEnvs", code, times));
    const failed = await project.command("lookup");
    expect(failed.stderr).toMatch(/tcb:DescribeEnvs failed/);
    expect(failed.stderr).toMatch(CODE_AND_ID(code));
    expect(failed.stderr).not.toMatch(/\n {4}at /);
    expect(failed.code).toBe(1);
    expect(existsSync(lookups(project))).toBe(false);
    expect((await project.command("lookup")).code).toBe(0);
  });

  test("names an environment that is not ready, and takes it when it is", async () => {
    const project = await startProject();
    await project.settings({ environmentReady: 3_600_000 });
    const bought = { Alias: "carol", PackageId: "baas_personal", Resources: ["flexdb", "storage", "function"] };
    const { EnvId = "" } = await project.tcb().CreateEnv(bought);
    project.add({ name: "carol", environment: { alias: "carol", logs: false, hosting: false } });
    const early = await project.command("lookup");
    expect(early.stderr).toMatch(
      /employees\.yaml:\d+:\d+: carol: environment carol-\w{16} is \w+, not NORMAL; wait until it is set up/,
    );
    expect(early.code).toBe(1);
    expect(existsSync(lookups(project))).toBe(false);
    const environment = project.cloud.tcb.environments[EnvId];
    if (environment === undefined) throw new Error("CreateEnv made no environment");
    Object.assign(environment, { readyAt: 0 });
    expect(await project.command("lookup")).toMatchObject({ code: 0 });
    expect(readFileSync(lookups(project), "utf8")).toContain(EnvId);
  });
});

/** Users, environment policies and servers of the cloud, by name: a name that is there twice is there twice. */
function inventory({ cloud }: Project): string[] {
  return [
    ...Object.values(cloud.cam.users).map(({ name }) => name),
    ...Object.values(cloud.cam.policies)
      .filter(({ name }) => name.startsWith("cloudbase-env-"))
      .map(({ name }) => name.replace(/-\w{16}@.*$/, "")),
    ...Object.values(cloud.lighthouse.instances).map(({ name }) => name),
  ].sort();
}

/** What the cloud has and the state has not: address in the state and id. */
function notInState({ cloud }: Project, known: readonly string[]): [address: string, id: string][] {
  const policies = Object.entries(cloud.cam.policies).map(([id, { name }]): [string, string] => {
    const owner = /^cloudbase-env-(alice|bob)-/.exec(name)?.[1];
    return [`tencentcloud_cam_policy.${owner === undefined ? "boundary" : `${owner}__environment`}`, id];
  });
  const users = Object.values(cloud.cam.users).map(({ name }): [string, string] => [
    `tencentcloud_cam_user.${name}`,
    name,
  ]);
  const servers = Object.keys(cloud.lighthouse.instances).map((id): [string, string] => [
    "tencentcloud_lighthouse_instance.alice",
    id,
  ]);
  const commands = Object.keys(cloud.tat.commands).map((id): [string, string] => [
    "tencentcloud_tat_command.openclaw",
    id,
  ]);
  return [...policies, ...users, ...servers, ...commands].filter(([address]) => !known.includes(address));
}

async function expectWhole(project: Project): Promise<void> {
  expect(await project.plan()).toEqual({});
  expect(inventory(project)).toEqual(["alice", "bob", "cloudbase-env-alice", "cloudbase-env-bob", "openclaw-alice"]);
}

describeWithTerraform("a deploy", () => {
  let model: Project;

  beforeAll(async () => {
    model = await Project.start(ROSTER);
    await model.prepare();
  });
  afterAll(() => model?.sandbox.close());

  async function startPrepared(): Promise<Project> {
    const project = await startProject();
    await project.prepareLike(model);
    return project;
  }

  test("gets through rate limits, slow answers and dropped connections, and doubles nothing", async () => {
    const project = await startPrepared();
    await project.faults(
      error("cam:AddUser", "RequestLimitExceeded", 3),
      drop("cam:CreatePolicy", "before"),
      drop("cam:AttachUserPolicy", "after"),
      slow("lighthouse:CreateInstances"),
      drop("lighthouse:DescribeInstances", "before"),
      error("tag:*", "RequestLimitExceeded", 3),
      error("tat:InvokeCommand", "RequestLimitExceeded", 2),
    );
    const { code, output } = await project.deploy();
    expect(output).toContain("Apply complete!");
    expect(code).toBe(0);
    expect(await project.faultsLeft()).toEqual([]);
    await expectWhole(project);
  });

  test("that fails says Tencent's code and request id, and does the rest when it is run again", async () => {
    const project = await startPrepared();
    await project.faults(
      error("cam:CreatePolicy", "InternalError"),
      error("lighthouse:CreateInstances", "ResourcesSoldOut"),
    );
    const failed = await project.deploy();
    for (const code of ["InternalError", "ResourcesSoldOut"]) {
      expect(failed.output).toMatch(
        new RegExp(`Code=${code}, Message=Made by the test\\.,\\s+RequestId=[0-9a-f-]{36}`),
      );
    }
    expect(failed.output).not.toContain(project.rootKey.secretKey);
    expect(failed.code).toBe(1);
    expect((await project.deploy()).code).toBe(0);
    await expectWhole(project);
  });

  test("that lost the answers to what it made takes it over by import, and doubles nothing", async () => {
    const project = await startPrepared();
    const making = ["cam:AddUser", "cam:CreatePolicy", "tat:CreateCommand", "lighthouse:CreateInstances"];
    await project.faults(...making.map((action) => drop(action, "after")));
    const failed = await project.deploy();
    for (const code of ["SubUserNameInUse", "PolicyNameInUse", "CommandNameDuplicated"]) {
      expect(failed.output).toMatch(new RegExp(`Code=\\S*\\.${code}, Message=.+,\\s+RequestId=[0-9a-f-]{36}`));
    }
    expect(failed.output).toContain("Code=ClientError.NetworkError");
    expect(failed.code).toBe(1);
    const lost = notInState(project, await project.state());
    expect(lost.map(([address]) => address.split(".")[0]).sort()).toEqual([
      "tencentcloud_cam_policy",
      "tencentcloud_cam_user",
      "tencentcloud_lighthouse_instance",
      "tencentcloud_tat_command",
    ]);
    for (const [address, id] of lost) {
      expect(await project.terraform("import", address, id)).toMatchObject({ code: 0 });
    }

    await project.faults(drop("lighthouse:CreateFirewallRules", "after"));
    expect((await project.deploy()).output).toContain("Code=InvalidParameter.FirewallRulesExist");
    const [server = ""] = Object.keys(project.cloud.lighthouse.instances);
    const rules = await project.terraform("import", "tencentcloud_lighthouse_firewall_rule.alice", server);
    expect(rules).toMatchObject({ code: 0 });
    expect((await project.deploy()).code).toBe(0);
    await expectWhole(project);
  });

  test("that is killed in the middle goes on where it was, when it is run again", async () => {
    const project = await startPrepared();
    // These answers never come, so that the deploy gets no further than everything that does not need them.
    const never = { kind: "slow", milliseconds: 600_000 } as const;
    await project.faults(
      { action: "cam:AttachUserPolicy", skip: 1, times: null, fault: never },
      { action: "tat:InvokeCommand", times: null, fault: never },
    );
    const waiting = /^tencentcloud_(?:cam_user_policy_attachment|tat_invocation_invoke_attachment)\./;
    const others = Object.keys(await project.plan()).filter((address) => !waiting.test(address));
    expect(others.length).toBeGreaterThan(8);
    // More than there are calls that wait, which would otherwise keep everything else from its turn.
    const deploy = project.startTerraform("apply", "-input=false", "-parallelism=50", "plan");
    const ended = finished(deploy);
    const { pid } = deploy;
    if (pid === undefined) throw new Error("terraform did not start");
    // Stopped for a look, so that it cannot be killed while it writes: a local state is empty for a moment then.
    await until("everything that need not wait is made", async () => {
      process.kill(-pid, "SIGSTOP");
      const known = new Set(await project.state().catch(noneWhileWritten));
      const isMade = others.every((address) => known.has(address));
      process.kill(-pid, isMade ? "SIGKILL" : "SIGCONT");
      return isMade;
    });
    expect((await ended).code).toBeNull();
    expect(inventory(project)).toHaveLength(5);

    await project.faults();
    const { code, output } = await project.deploy();
    expect(output).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    expect(code).toBe(0);
    await expectWhole(project);
  });
});

/** Terraform writes the state after each resource, and not atomically. */
function noneWhileWritten(problem: unknown): string[] {
  if (problem instanceof SyntaxError) return [];
  throw problem;
}
