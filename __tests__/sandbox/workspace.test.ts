import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { lookupsPath } from "../../lookups/file.ts";
import { validRosters } from "../../roster/files.ts";
import { SandboxError } from "../../sandbox/error.ts";
import { prepareWorkspace, stateFilePath } from "../../sandbox/workspace.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice
`;

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "workspace-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function prepare(folder: string, file: string, keep = false) {
  const rosters = validRosters([file], folder);
  return prepareWorkspace({ folder, rosters, keep, lookups: true });
}

test.each([
  ["inside", "company/employees.yaml", "company/employees.yaml"],
  ["inside, written in a roundabout way", "company/../company/employees.yaml", "company/employees.yaml"],
])("a roster %s is copied to its own path", (_what, file, copied) => {
  const folder = folderWith({ "company/employees.yaml": ROSTER });
  const { project } = prepare(folder, file);
  expect(readFileSync(join(project, copied), "utf8")).toContain("alice");
  expect(JSON.parse(readFileSync(join(project, "cdktf.json"), "utf8"))).toMatchObject({
    context: { rosters: [copied] },
  });
});

test("the committed lookups come along, and those of a kept run stay", () => {
  const lookups = {
    account: { appId: "1250000000", ownerUin: "100000000001" },
    blueprints: {},
    environments: {},
  };
  const folder = folderWith({ "employees.yaml": ROSTER });
  writeFileSync(join(folder, lookupsPath("employees.yaml")), JSON.stringify(lookups));
  const { project } = prepare(folder, "employees.yaml");
  const copy = join(project, lookupsPath("employees.yaml"));
  expect(JSON.parse(readFileSync(copy, "utf8"))).toMatchObject({ account: { appId: "1250000000" } });
  writeFileSync(copy, "of the kept run");
  prepare(folder, "employees.yaml", true);
  expect(readFileSync(copy, "utf8")).toBe("of the kept run");
});

test.each([".sandbox", ".sandbox/project", ".sandbox/logs", ".sandbox/mirror", ".sandbox/project/cdktf.out"])(
  "nothing is written through a link at %s",
  (name) => {
    const elsewhere = folderWith({ "employees.yaml": "theirs", "cdktf.json": "theirs", ".gitignore": "theirs" });
    const folder = folderWith({ "employees.yaml": ROSTER });
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(elsewhere, join(folder, name));
    const removed = name === ".sandbox/logs";
    if (removed) prepare(folder, "employees.yaml", true);
    else expect(() => prepare(folder, "employees.yaml", true)).toThrow(SandboxError);
    for (const file of ["employees.yaml", "cdktf.json", ".gitignore"])
      expect(readFileSync(join(elsewhere, file), "utf8")).toBe("theirs");
    expect(existsSync(join(elsewhere, "project"))).toBe(false);
  },
);

test("a file where a folder must be is a mistake that names it", () => {
  const folder = folderWith({ "employees.yaml": ROSTER, ".sandbox": "a file" });
  expect(() => prepare(folder, "employees.yaml")).toThrow(/\.sandbox: this is no folder/);
});

test.each([".sandbox/project/cloud.json", ".sandbox/terraform.rc", ".sandbox/logs", ".sandbox"])(
  "the cloud is not kept in %s, which the sandbox writes itself",
  (file) => {
    expect(() => stateFilePath("/project", file)).toThrow(SandboxError);
    expect(stateFilePath("/project", ".sandbox/cloud.json")).toBe("/project/.sandbox/cloud.json");
  },
);
