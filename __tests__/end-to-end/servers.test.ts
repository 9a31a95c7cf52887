import { afterEach, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - { name: alice, server: { bundle: bundle_starter_mc_promo_med4_02 } }
  - { name: bob }
`;

let project: Project | undefined;
afterEach(() => project?.sandbox.close());

describeWithTerraform("subaccounts servers", () => {
  test("tells of each employee's server before and after a deployment, and runs the set-up again for one", async () => {
    project = await Project.start(ROSTER);
    await project.prepare();
    const before = await project.command("servers");
    expect(before).toMatchObject({
      code: 1,
      stdout: "alice  no server yet; run: npx cdktf deploy\nbob    none asked for\n",
    });
    await project.deploy();

    const after = await project.command("servers");
    expect(after.stdout).toMatch(
      /^alice {2}lhins-\w{8}, RUNNING, 198\.18\.\d+\.\d+, ends \d{4}-\d{2}-\d{2}T[\d:]+Z; set-up SUCCESS [\dTZ:-]+: The sandbox does not run commands\..*\nbob {4}none asked for\n$/,
    );
    expect(after.code).toBe(0);
    const [row] = JSON.parse((await project.command("servers", "--format", "json")).stdout);
    expect(row).toMatchObject({ employee: "alice", good: true, setUp: { status: "SUCCESS" } });

    const runs = () => Object.values(project?.cloud.tat.invocations ?? {});
    expect(runs()).toHaveLength(1);
    const again = await project.command("servers", "--set-up", "alice");
    expect(again.stdout).toMatch(
      /^alice: the set-up runs on lhins-\w{8} \(inv-\w{8}\); see: npx subaccounts servers\n$/,
    );
    expect(runs()).toHaveLength(2);
    expect(runs().map(({ parameters }) => parameters)[1]).toBe(runs()[0]?.parameters);
    expect(runs()[1]?.text).toMatchObject({ workingDirectory: "/", timeout: 960 });
  }, 120_000);

  test("names what keeps it from a set-up", async () => {
    project = await Project.start(ROSTER);
    await project.prepare();
    expect(await project.command("servers", "--set-up", "bob")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("employees.yaml: bob: the server is not deployed; run: npx cdktf deploy\n"),
    });
    expect((await project.command("servers", "--set-up", "mallory")).stderr).toContain('no employee named "mallory"');
  });
});
