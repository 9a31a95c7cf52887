import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseDocument } from "yaml";
import { schemaViolations } from "../support/constructs/schema.ts";
import { newFiles, projectWith, REPOSITORY, run, runApp } from "../support/end-to-end/app.ts";

const OUTPUT = "cdktf.out/stacks/employees/cdk.tf.json";
const outputOf = (folder: string) => readFileSync(join(folder, OUTPUT), "utf8");
const example = readFileSync(join(REPOSITORY, "employees.yaml"), "utf8");

/** The example with its employees in another order. */
function reversed(): string {
  const document = parseDocument(example);
  const employees = document.get("employees");
  if (typeof employees === "object" && employees !== null && "items" in employees && Array.isArray(employees.items)) {
    employees.items.reverse();
  }
  return document.toString();
}

describe("synth of the example roster", () => {
  test("writes the same bytes in two folders and in two orders, and every attribute is in the provider's schema", async () => {
    const folders = [projectWith(), projectWith(), projectWith({ "employees.yaml": reversed() })];
    for (const folder of folders) expect(await runApp(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
    const [first, ...others] = folders.map(outputOf);
    for (const other of others) expect(other).toBe(first);
    expect(first).not.toContain(tmpdir());
    expect(first).not.toContain(REPOSITORY);
    expect(schemaViolations(JSON.parse(first ?? "{}"))).toEqual([]);
  });

  test("shows every key of an employee that a roster may have", () => {
    const schema = JSON.parse(readFileSync(join(REPOSITORY, "employees.schema.json"), "utf8"));
    for (const key of Object.keys(schema.properties.employees.items.properties)) expect(example).toMatch(`${key}:`);
  });

  test("works through the cdktf command line, without credentials", async () => {
    const folder = projectWith({
      "cdktf.json": readFileSync(join(REPOSITORY, "cdktf.json"), "utf8").replace(
        "node --import tsx main.ts",
        `node --import ${join(REPOSITORY, "node_modules/tsx/dist/loader.mjs")} ${join(REPOSITORY, "main.ts")}`,
      ),
    });
    const { code, stdout } = await run(join(REPOSITORY, "node_modules/.bin/cdktf"), ["synth"], folder, {
      HOME: folder,
    });
    expect(stdout).toMatch(/Generated Terraform code for the stacks: employees/);
    // Each employee whose profile leaves ways to the root account open, as a warning and not as an error of the program.
    expect(stdout).toMatch(
      /WARN \[employees\]: employees\.yaml:\d+:5: dave\.lee: warning: .*open: P1 \(.*P2 \(.*K1 \(/,
    );
    expect(stdout).toMatch(/WARN \[employees\]: employees\.yaml:\d+:5: erin: /);
    expect(code).toBe(0);
    expect(JSON.parse(outputOf(folder)).resource.tencentcloud_cam_user.alice.name).toBe("alice");
  }, 120_000);

  test("gives the same stack with cdktn, the successor of cdktf, in its place", async () => {
    const [today, tomorrow] = [projectWith(), projectWith()];
    await runApp(today);
    expect(await runApp(tomorrow, appOnSuccessor())).toEqual({ code: 0, stdout: "", stderr: "" });
    const withoutVersion = (text: string) => text.replace(/"version": "0\.\d+\.\d+"/, '"version": "…"');
    expect(withoutVersion(outputOf(tomorrow))).toBe(withoutVersion(outputOf(today)));
    expect(outputOf(tomorrow)).toMatch(/"version": "0\.24\.0"/);
  });
});

describe("a roster that cannot be used stops synth with exit code 1 before anything is written:", () => {
  const account = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
  test.each([
    ["empty", { "employees.yaml": "" }, /^employees\.yaml: the file is empty, which would delete everyone/],
    [
      "with no employees",
      { "employees.yaml": `${account}employees: []\n` },
      /^employees\.yaml:2:12: the list of employees is empty/,
    ],
    [
      "misspelt",
      { "employees.yaml": example.replace("email:", "emial:") },
      /^employees\.yaml:\d+:5: alice: unknown key `emial`/,
    ],
    ["missing", { "cdktf.json": '{"context":{"rosters":["staff.yaml"]}}' }, /^staff\.yaml: there is no such file/],
    ["unlisted", { "cdktf.json": "{}" }, /^cdktf\.json: `context\.rosters` must list roster files/],
    ["without lookups", { "employees.lookups.json": "{}" }, /^employees\.lookups\.json: /],
    [
      "with someone new who is not looked up",
      { "employees.yaml": `${example}\n  - name: frank\n  - name: grace\n` },
      /^employees\.yaml:\d+:5: frank: the environment frank is not looked up: where there is none, one is to be made, baas_personal for 1 month; run: npx subaccounts environments --create employees\.yaml, .*\n.*grace: .*\n$/,
    ],
  ])("%s", async (_what, files, message) => {
    const folder = projectWith(files);
    const { code, stdout, stderr } = await runApp(folder);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toBe("");
    expect(code).toBe(1);
    expect(newFiles(folder, Object.keys(files))).toEqual([]);
  });
});

/** A copy of the app whose `cdktf` is cdktn, as an npm alias would make it. @returns the path of its main.ts */
function appOnSuccessor(): string {
  const copy = mkdtempSync(join(tmpdir(), "successor-"));
  const modules = join(REPOSITORY, "node_modules");
  const rooms = [
    "bootstrap",
    "cloud",
    "constructs",
    "files",
    "library",
    "lookups",
    "policies",
    "problems",
    "roster",
    "terraform",
    "workplaces",
  ];
  for (const room of [...rooms.filter((each) => existsSync(join(REPOSITORY, each))), "main.ts", "package.json"]) {
    cpSync(join(REPOSITORY, room), join(copy, room), { recursive: true });
  }
  const link = (name: string, target: string) => {
    const path = join(copy, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  for (const name of readdirSync(modules).filter((each) => !/^(?:\.|@cdktf$|cdktf$)/.test(each)))
    link(name, join(modules, name));
  link("cdktf", join(modules, "cdktf-successor"));
  // Copied, not linked: the bindings must find the copy's cdktf as well.
  const bindings = "providers/tencentcloud";
  cpSync(join(REPOSITORY, bindings), join(copy, "node_modules/@cdktf/provider-tencentcloud"), { recursive: true });
  return join(copy, "main.ts");
}
