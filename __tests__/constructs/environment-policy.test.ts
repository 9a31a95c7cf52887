/** The construct alone, in a stack that is not ours. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { describe, expect, test } from "@jest/globals";
import { App, TerraformStack } from "cdktf";
import { EnvironmentPolicy, type LookedUpPolicyProps } from "../../constructs/environment-policy.ts";
import { REPOSITORY, run } from "../support/end-to-end/app.ts";

const ENVIRONMENT = {
  alias: "lab",
  package: "baas_personal",
  region: "ap-shanghai",
  storageBucket: "6c61-lab-1a2b3c4d-1250000000",
};

function synthesized(change: Partial<LookedUpPolicyProps> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), "own-"));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "own");
  new TencentcloudProvider(stack, "tencentcloud");
  new EnvironmentPolicy(stack, "environment", {
    employee: { name: "analyst" },
    environmentId: "lab-1a2b3c4d",
    environment: ENVIRONMENT,
    account: { ownerUin: "100000000001", appId: "1250000000" },
    profile: "strict",
    subAccount: { userName: "analyst" },
    ...change,
  });
  app.synth();
  const { resource } = JSON.parse(readFileSync(join(outdir, "stacks/own/cdk.tf.json"), "utf8"));
  return resource;
}

describe("in anybody's stack, it fills a profile with what was looked up of an environment", () => {
  test("and attaches the policy", () => {
    const resource = synthesized();
    const policy = resource.tencentcloud_cam_policy.analyst__environment;
    expect(policy.name).toBe("cloudbase-env-lab-1a2b3c4d@analyst");
    const resources = JSON.parse(policy.document).statement.flatMap((each: { resource: string[] }) => each.resource);
    expect(resources).toContain("qcs::tcb:ap-shanghai:uin/100000000001:env/lab-1a2b3c4d");
    // Neither logs nor hosting were looked up.
    expect(resources.filter((each: string) => /:cls:|\*$/.test(each) && !/scf|cos/.test(each))).toEqual([]);
    expect(resource.tencentcloud_cam_user_policy_attachment.analyst__environment).toMatchObject({
      user_name: "analyst",
    });
  });

  test("with the addresses that calls must come from", () => {
    const text = synthesized({ sourceIps: ["203.0.113.0/24"] }).tencentcloud_cam_policy.analyst__environment.document;
    expect(text).toContain('"ip_equal":{"qcs:ip":["203.0.113.0/24"]}');
  });

  test("and refuses what would make another policy of the template", () => {
    expect(() => synthesized({ environmentId: "*" })).toThrow(/the value "\*", which is no id/);
  });
});

test("the example of a stack of one's own can be synthesized", async () => {
  const outdir = mkdtempSync(join(tmpdir(), "example-"));
  const example = ["--import", "tsx", "examples/own-stack.ts"];
  expect(await run(process.execPath, example, REPOSITORY, { CDKTF_OUTDIR: outdir })).toMatchObject({
    code: 0,
    stderr: "",
  });
  const { resource } = JSON.parse(readFileSync(join(outdir, "stacks/own/cdk.tf.json"), "utf8"));
  expect(resource.tencentcloud_cam_policy.analyst__environment.name).toMatch(/^cloudbase-env-carol-lab-\w+@analyst$/);
});
