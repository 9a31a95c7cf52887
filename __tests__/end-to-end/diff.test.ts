import { afterEach, expect, test } from "@jest/globals";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const roster = (name: string) => `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: false, environment: { package: baas_personal } }
employees:
  - { name: ${name} }
`;

const open: Project[] = [];
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

describeWithTerraform("diff", () => {
  test(
    "shows the plan of every stack, in lines that stand still, and refuses a stack that there is not",
    async () => {
      const project = await Project.start({ "a.yaml": roster("alice"), "b.yaml": roster("bob") });
      open.push(project);
      expect(await project.command("lookup")).toMatchObject({ code: 0 });
      const { code, stdout, stderr } = await project.command("diff");
      expect(code).toBe(0);
      expect(stdout.match(/^.*Plan: \d+ to add, 0 to change, 0 to destroy\.$/gm)).toHaveLength(2);
      expect(stdout + stderr).not.toMatch(/[\u2800-\u28ff]|\p{Cc}\[/u);
      expect(await project.command("diff", "c")).toMatchObject({
        code: 1,
        stderr: "there is no stack c; there are a, b\n",
      });
    },
    within(60_000),
  );
});
