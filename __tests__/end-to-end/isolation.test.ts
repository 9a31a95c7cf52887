import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client as ScfClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/scf/v20180416/scf_client.js";
import type { Workplace } from "../../workplaces/workplaces.ts";
import { type Key, Project } from "../support/end-to-end/project.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";
import { loadStack } from "../support/workplaces/stacks.ts";

/** A call for one environment, with an employee's key. */
type Call = (project: Project, key: Key, EnvId: string) => Promise<unknown>;

/** Actions that CAM asks for the environment, so that every profile confines them. */
const CONFINED: Readonly<Record<string, Call>> = {
  "tcb:DescribeEnvs": (project, key, EnvId) => project.tcb(key).DescribeEnvs({ EnvId }),
  "tcb:DescribeEnvInfo": (project, key, EnvId) => project.tcb(key).request("DescribeEnvInfo", { EnvId }),
  "tcb:DescribeStaticStore": (project, key, EnvId) => project.tcb(key).DescribeStaticStore({ EnvId }),
  "tcb:DescribeApiKeyList": (project, key, EnvId) => project.tcb(key).DescribeApiKeyList({ EnvId }),
};

/** Actions of which a profile may also leave the own environment's out. */
const REFUSED_ELSEWHERE: Readonly<Record<string, Call>> = {
  "scf:GetFunction": (project, key, Namespace) =>
    new ScfClient(project.client(key)).GetFunction({ Namespace, FunctionName: "job" }),
  "scf:DeleteFunction": (project, key, Namespace) =>
    new ScfClient(project.client(key)).DeleteFunction({ Namespace, FunctionName: "job" }),
};

/** `allowed`, or the action that the refusal names. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "allowed";
  } catch (error) {
    return String(error);
  }
}

/** https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/130 shows the form. */
const refusalOf = (action: string) =>
  expect.stringMatching(
    new RegExp(
      `\\[request id:[0-9a-f-]{36}\\]you are not authorized to perform operation \\(${action}\\)\\nresource \\(.+\\) has no permission`,
    ),
  );

describeWithTerraform("employees of the example roster, each with a key of their own", () => {
  let project: Project;
  let workplaces: readonly Workplace[];
  const keys = new Map<string, Key>();

  beforeAll(async () => {
    project = await Project.start();
    await project.prepare();
    const { code, output } = await project.deploy();
    if (code !== 0) throw new Error(output);
    ({ workplaces } = loadStack("employees.yaml", project.folder));
    for (const { employee } of workplaces) keys.set(employee.name, await newKey(employee.name));
  });
  afterAll(() => project?.sandbox.close());

  async function newKey(name: string): Promise<Key> {
    const { Uin: TargetUin = 0 } = await project.cam().GetUser({ Name: name });
    const { AccessKey } = await project.cam().CreateAccessKey({ TargetUin });
    return { secretId: AccessKey?.AccessKeyId ?? "", secretKey: AccessKey?.SecretAccessKey ?? "" };
  }

  const keyOf = (name: string) => keys.get(name) ?? { secretId: "", secretKey: "" };

  test("reach their own environment and no other one", async () => {
    expect(workplaces.length).toBeGreaterThan(3);
    const functions = new ScfClient(project.client());
    // Colleagues may share one.
    for (const Namespace of new Set(workplaces.map(({ environmentId }) => environmentId))) {
      await functions.CreateFunction({ FunctionName: "job", Namespace, Code: { ZipFile: "AAAA" } });
    }
    for (const { employee } of workplaces) {
      for (const target of workplaces) {
        const isOwn = target.environmentId === workplaceOf(employee.name)?.environmentId;
        for (const [action, call] of Object.entries(CONFINED)) {
          const came = await outcome(call(project, keyOf(employee.name), target.environmentId));
          const where = `${employee.name} in the environment of ${target.employee.name}: ${action}`;
          expect({ where, came }).toEqual({ where, came: isOwn ? "allowed" : refusalOf(action) });
        }
        if (isOwn) continue;
        for (const [action, call] of Object.entries(REFUSED_ELSEWHERE)) {
          expect(await outcome(call(project, keyOf(employee.name), target.environmentId))).toEqual(refusalOf(action));
        }
      }
    }
  });

  const workplaceOf = (name: string) => workplaces.find(({ employee }) => employee.name === name);

  test("list their own environment without naming it, or are refused, as the sandbox is told", async () => {
    for (const { employee, environmentId } of workplaces) {
      await project.settings({ unfilteredDescribeEnvs: "own" });
      const { EnvList = [] } = await project.tcb(keyOf(employee.name)).DescribeEnvs({});
      expect(EnvList.map(({ EnvId }) => EnvId)).toEqual([environmentId]);
      await project.settings({ unfilteredDescribeEnvs: "refuse" });
      const refused = await outcome(project.tcb(keyOf(employee.name)).DescribeEnvs({}));
      expect(refused).toEqual(refusalOf("tcb:DescribeEnvs"));
      expect(refused).toContain(":env/*)");
    }
    await project.settings({ unfilteredDescribeEnvs: "own" });
  });

  test("keep what a detached policy allowed until CAM forgets it, and get it back from the next deploy", async () => {
    const [alice] = workplaces;
    if (alice === undefined) throw new Error("the example roster has nobody");
    const describeOwn = () => outcome(project.tcb(keyOf("alice")).DescribeEnvs({ EnvId: alice.environmentId }));
    const { Uin: TargetUin = 0 } = await project.cam().GetUser({ Name: "alice" });
    const { List = [] } = await project.cam().ListAttachedUserPolicies({ TargetUin, Page: 1, Rp: 200 });
    await project.settings({ policyEffect: 3_600_000 });
    for (const { PolicyId = 0 } of List) await project.cam().DetachUserPolicy({ DetachUin: TargetUin, PolicyId });
    expect(await describeOwn()).toBe("allowed");
    await project.settings({ policyEffect: 0 });
    expect(await describeOwn()).toEqual(refusalOf("tcb:DescribeEnvs"));
    await project.settings({ policyEffect: 3_600_000 });
    expect((await project.deploy()).output).toContain(`Resources: ${List.length} added, 0 changed, 0 destroyed.`);
    expect(await describeOwn()).toEqual(refusalOf("tcb:DescribeEnvs"));
    await project.settings({ policyEffect: 0 });
    expect(await describeOwn()).toBe("allowed");
  });
});
