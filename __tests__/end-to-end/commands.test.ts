import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { newFiles, projectWith, REPOSITORY, runCommand, runHere } from "../support/end-to-end/app.ts";

const example = readFileSync(join(REPOSITORY, "employees.yaml"), "utf8");

describe("subaccounts check", () => {
  test("says that the example is in order, and nothing else happens", async () => {
    const folder = projectWith();
    const { code, stdout, stderr } = await runCommand(folder, "check");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^(?:employees\.yaml:\d+:5: (?:dave\.lee|erin): warning: .*open: P1 .*docs\/policies\.md\n){2}$/,
    );
    expect(stdout).toMatch(/^employees\.yaml: 5 employees, \d+ policies, 3 servers: all in order, 2 warnings\n$/);
    expect(newFiles(folder, [])).toEqual([]);
  });

  test("names every mistake of the roster, with exit code 1 and no stack trace", async () => {
    const folder = projectWith({ "employees.yaml": example.replaceAll("email:", "emial:") });
    const { code, stdout, stderr } = await runHere(folder, ["check"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toHaveLength(5);
    expect(stderr).toMatch(/^employees\.yaml:\d+:5: alice: unknown key `emial`; write `email`\n/);
  });

  test("names the place of a placeholder in a template that cannot be filled", async () => {
    const template = {
      version: "2.0",
      statement: [{ effect: "allow", action: "tcb:*", resource: "qcs::tcb:${region}:uin/${uin}:env/${env}" }],
    };
    const folder = projectWith({ "employees.yaml": example.replace("policy: reference", "policy: ours.json") });
    writeFileSync(join(folder, "ours.json"), JSON.stringify(template));
    const { code, stderr } = await runHere(folder, ["check"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^ours\.json:1:\d+: statement\[0\]\.resource: the placeholder \$\{env\} is unknown; known are region.*\(the template that employees\.yaml:\d+:13 names\)/,
    );
  });
});

describe("subaccounts policy", () => {
  test("prints the finished document of one employee as JSON, and its name beside it", async () => {
    const { code, stdout, stderr } = await runHere(projectWith(), ["policy", "carol"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^cloudbase-env-carol-lab-\w{16}@carol \(\d+ characters\)\n$/);
    const { statement } = JSON.parse(stdout);
    expect(statement.flatMap((each: { resource: string[] }) => each.resource)).not.toContain("*");
    expect(stdout).not.toContain("${");
  });

  test("names who there is when nobody has the name", async () => {
    const { code, stderr } = await runHere(projectWith(), ["policy", "zed"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/zed.*alice, bob, carol, dave\.lee, erin/);
  });
});

describe("subaccounts isolation", () => {
  test("tells of the example what is declared, the ways that are open and to whom, and repeats waivers", async () => {
    const { code, stdout, stderr } = await runHere(projectWith(), ["isolation"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Root account 100000000001: .*\nNot isolated: /);
    expect(stdout).toMatch(/ {2}carol +strict +isolated\n/);
    expect(stdout).toMatch(/rewrites the own policy.*: dave\.lee, erin \(P1\)/);
    expect(stdout).toMatch(/TCB_QcsRole/);
    expect(stdout).toMatch(/Waivers:\n {2}dave\.lee: QcloudCIFullAccess on every resource: Moves the pictures/);
  });

  test("says the same to machines, and fails on a violation", async () => {
    const json = await runHere(projectWith(), ["isolation", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      verdict: "excepted",
      accounts: [{ ownerUin: "100000000001", verdict: "excepted", subjects: 5, pairs: 20 }],
      problems: [
        { rule: "ways-to-root", severity: "warning" },
        { rule: "ways-to-root", severity: "warning" },
      ],
      otherRostersKnown: true,
    });
    const hole = {
      version: "2.0",
      statement: [{ effect: "allow", action: "tcb:*", resource: "qcs::tcb:${region}:uin/${uin}:env/*" }],
    };
    const folder = projectWith({
      "employees.yaml": example.replace("policy: reference", "policy: ours.json"),
      "ours.json": JSON.stringify(hole),
    });
    const { code, stdout } = await runHere(folder, ["isolation"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nViolated: 1 of 5 employees/);
    expect(stdout).toMatch(/Refused: .*\n(?: {2}.*\n)*? {2}erin: .*\(I3; by /);
    const sarif = JSON.parse((await runHere(folder, ["isolation", "--format", "sarif"])).stdout);
    expect(sarif.runs[0].results).toContainEqual(expect.objectContaining({ ruleId: "I3", level: "error" }));
  });
});

test("whoever a mistake keeps out of the proof of isolation is not proved: text, JSON and exit code say so", async () => {
  const dead = {
    effect: "allow",
    action: ["tcb:*"],
    resource: ["qcs::tcb:${region}:uin/${uin}:environments/${envId}"],
  };
  const entry = (name: string, policy: string) =>
    `  - { name: ${name}, policy: ${policy}, environment: { alias: ${name === "carol" ? "carol-lab, logs: false, hosting: false" : name} } }\n`;
  const folder = projectWith({
    "employees.yaml": `account: { ownerUin: "100000000001", region: ap-shanghai }\nemployees:\n${entry("alice", "ours.json")}${entry("carol", "strict")}`,
    "ours.json": JSON.stringify({ version: "2.0", statement: [dead] }),
  });
  const { code, stdout, stderr } = await runHere(folder, ["isolation"]);
  expect(stdout).toMatch(/^Not proved as a whole: the rosters have mistakes/);
  expect(stderr).toMatch(/^ours\.json:1:\d+: .* matches nothing/);
  expect(code).toBe(1);
  const json = await runHere(folder, ["isolation", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "violated", problems: [{ rule: "resource-unmatchable" }] });
  expect(json.code).toBe(1);
});

describe("subaccounts lint", () => {
  test("without a file looks at what the roster makes, less what profiles declare", async () => {
    const { code, stdout } = await runHere(projectWith(), ["lint"]);
    expect(stdout).toMatch(/\n0 errors and 1 warning in 7 policies\n$/);
    expect(stdout).not.toMatch(/operation-write-on-all|takeover/);
    expect(code).toBe(0);
  });

  test("finds in a template of one's own what no waiver names", async () => {
    const own = { effect: "allow", action: ["tcb:*"], resource: ["qcs::tcb:${region}:uin/${uin}:env/${envId}"] };
    const wide = { effect: "allow", action: ["tcb:DeleteTable", "cdn:PurgeUrlsCache"], resource: ["*"] };
    const waivers = 'policy: ours.json\n    waivers: [{ action: "tcb:DeleteTable", reason: For the move }]';
    const folder = projectWith({
      "employees.yaml": example.replace("policy: reference", waivers),
      "ours.json": JSON.stringify({ version: "2.0", statement: [own, wide] }),
    });
    const { code, stdout } = await runHere(folder, ["lint"]);
    expect(stdout).toMatch(/erin: .*cdn:PurgeUrlsCache cannot be confined/);
    expect(stdout).not.toContain("tcb:DeleteTable");
    expect(code).toBe(1);
  });
});

test("alone it shows its help, and with --version the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  expect(await runHere(projectWith(), ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  const alone = await runHere(projectWith(), []);
  expect(alone).toEqual(await runHere(projectWith(), ["--help"]));
  expect(alone).toMatchObject({ code: 0, stderr: "" });
});

test("a folder in place of a file says so", async () => {
  for (const command of ["check", "environments", "isolation", "lint", "lookup"]) {
    const { code, stdout, stderr } = await runHere(REPOSITORY, [command, "docs"]);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/^docs: this is a folder; write the path of a file/m);
  }
});

test("the file `help` names every command with what it takes, and no other", async () => {
  const help = readFileSync(join(REPOSITORY, "help"), "utf8");
  const told = Array.from(help.matchAll(/^ {2}npx subaccounts ([a-z-]+)/gm), ([, name = ""]) => name);
  const { stdout } = await runHere(projectWith(), ["--help"]);
  const known = Array.from(stdout.matchAll(/^ {2}([a-z-]+) (?:\[|<| )/gm), ([, name = ""]) => name);
  expect(told.sort()).toEqual(known.sort());
  for (const [, name = "", argument] of help.matchAll(/^ {2}npx subaccounts ([a-z-]+)(?: <(\w+)>)?/gm)) {
    const usage = (await runHere(projectWith(), [name, "--help"])).stdout;
    if (argument !== undefined) expect(usage).toMatch(new RegExp(`^Usage: subaccounts ${name} .*[<[]${argument}`));
  }
  const scripts = Object.keys(JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")).scripts);
  for (const [, script = ""] of help.matchAll(/npm run (\S+)/g)) expect(scripts).toContain(script);
});

test("every command has help, and a command that there is not is refused", async () => {
  const help = await runCommand(projectWith(), "--help");
  const commands = [...help.stdout.matchAll(/^ {2}([a-z-]+) (?:\[|<| )/gm)].map(([, name = ""]) => name);
  expect(commands.sort()).toEqual([
    "access-review",
    "add",
    "adopt",
    "affected",
    "audit",
    "check",
    "cost",
    "demo",
    "deploy",
    "diff",
    "environments",
    "explain",
    "init",
    "isolation",
    "lint",
    "lookup",
    "mcp",
    "move",
    "onboard",
    "overview",
    "policy",
    "remove",
    "rename",
    "repair",
    "resume",
    "review",
    "revoke",
    "rotate",
    "sandbox",
    "servers",
    "suspend",
    "token",
    "verify",
  ]);
  for (const name of commands) {
    const { code, stdout } = await runHere(projectWith(), [name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: subaccounts [a-z-]+ /);
  }
  const { code, stderr } = await runHere(projectWith(), ["lookups"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/unknown command 'lookups'/);
});
