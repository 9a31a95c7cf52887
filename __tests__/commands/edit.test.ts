import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { runHere } from "../support/end-to-end/app.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice # the first
    environment: { id: lab-1, sharedWith: [bob] }
  - name: bob
    environment: { id: lab-1, sharedWith: [alice] }
  - name: carol
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edit-"));
  writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml"]}}');
  writeFileSync(join(folder, "employees.yaml"), ROSTER);
});
const roster = () => readFileSync(join(folder, "employees.yaml"), "utf8");
const run = (...args: string[]) => runHere(folder, args);

describe("the commands that edit a roster", () => {
  test("suspend and resume somebody, at once or after a day", async () => {
    expect(await run("suspend", "alice")).toMatchObject({
      code: 0,
      stdout:
        "employees.yaml: alice is suspended once it is deployed; what is there stays and goes on costing; to see what changes: npx cdktf diff\n",
    });
    expect(roster()).toContain("  - name: alice # the first\n    status: suspended\n");
    expect((await run("suspend", "carol", "--last-day", "2026-12-31")).code).toBe(0);
    expect(roster()).toContain("  - name: carol\n    lastDay: 2026-12-31\n");
    for (const name of ["alice", "carol"]) expect((await run("resume", name)).code).toBe(0);
    expect(roster()).toBe(ROSTER);
  });

  test("rename somebody with the environment, and the names that others share it with", async () => {
    expect((await run("rename", "carol", "carla")).code).toBe(0);
    expect(roster()).toContain("  - name: carla\n    previously: [carol]\n    environment: { alias: carol }\n");
    expect((await run("rename", "alice", "alina")).code).toBe(0);
    expect(roster()).toContain("sharedWith: [alina]");
    expect(await run("rename", "carla", "clara")).toMatchObject({
      code: 1,
      stderr: "employees.yaml: carla: the rename before is still under way; deploy it, and remove `previously`\n",
    });
  });

  test("ask which roster is meant where two have the name", async () => {
    writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml","other.yaml"]}}');
    writeFileSync(join(folder, "other.yaml"), ROSTER.replace("100000000001", "100000000002"));
    expect(await run("suspend", "carol")).toMatchObject({
      code: 1,
      stderr: "carol is in employees.yaml and other.yaml; write which one is meant: --roster <file>\n",
    });
    expect((await run("suspend", "carol", "--roster", "other.yaml")).code).toBe(0);
    expect(roster()).toBe(ROSTER);
  });

  test("remove somebody, unless the roster would then be wrong", async () => {
    expect((await run("remove", "carol")).stdout).toContain("carol is removed; a deployment deletes the sub-account");
    const before = roster();
    expect(await run("remove", "bob")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('alice: there is no employee named "bob" in this file'),
    });
    expect(roster()).toBe(before);
  });

  test.each([
    [["suspend", "mallory"], 'employees.yaml: there is no employee named "mallory"'],
    [["suspend", "alice", "--last-day", "31.12.2026"], "a day is year, month and day"],
    [["rename", "alice", "bob"], "the name"],
    [["rename", "alice", "-"], "a name has 1 to 64"],
    [["add", "Bob"], "is taken by the employee at line 5"],
    [["add"], "either a name or `--csv <file>`"],
    [["add", "dan", "--email", "dan"], "an e-mail address has the form"],
  ])("%j is refused, and writes nothing", async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    expect(roster()).toBe(ROSTER);
  });

  test("add one with what a terminal answers", async () => {
    const answers: Record<string, string> = { "email (empty: none): ": "dan@example.com", "phone (empty: none): ": "" };
    const ask = async (question: string) => answers[question] ?? "";
    expect(await runHere(folder, ["add", "dan", "--team", "data"], { ask })).toMatchObject({
      code: 0,
      stdout:
        "employees.yaml: dan added; next: npx subaccounts environments --create employees.yaml, then npx cdktf diff\n",
    });
    expect(roster()).toBe(`${ROSTER}  - name: dan\n    email: dan@example.com\n    team: data\n`);
  });

  test("add everybody of a CSV file, or nobody", async () => {
    const write = (text: string) => writeFileSync(join(folder, "people.csv"), text);
    write('\uFEFFname,email,team\r\ndan,dan@example.com,"data, and more"\r\n');
    expect((await run("add", "--csv", "people.csv")).stderr).toContain("dan: ");
    write('name,email,phone,team\ndan,dan@example.com,+86 13800000000,data\n\neve,,,"数据"\nfay,,,\ngus,,,\n');
    expect(await run("add", "--csv", "people.csv")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^employees\.yaml: 4 employees added; /),
    });
    expect(roster()).toContain(
      '  - name: dan\n    email: dan@example.com\n    phone: "+86 13800000000"\n    team: data\n  - name: eve\n    team: "数据"\n  - name: fay\n',
    );
    const before = roster();
    for (const [text, message] of [
      ["name,mail\nhal,h@example.com\n", 'people.csv:1:1: unknown column "mail"'],
      ["email\nh@example.com\n", "there is no column `name`"],
      ["name,email\nhal,h@example.com,secret\n", "this is no CSV file of which every line has as many columns"],
      ["name\nhal\nHAL\n", "is taken by the employee"],
    ] as const) {
      write(text);
      const outcome = await run("add", "--csv", "people.csv");
      expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
      expect(outcome.stderr).not.toContain("secret");
    }
    expect(roster()).toBe(before);
  });

  test("move somebody to another roster, comments included, and say what its defaults change", async () => {
    writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml","b.yaml"]}}');
    const account = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
    const whole = `${account}employees:\n  - name: dora # was here first\n    access:\n      # since May\n      console: false\n\n  - { name: eve, team: web }\n  - name: fay\n`;
    writeFileSync(join(folder, "employees.yaml"), whole);
    const other = `${account}defaults: { policy: strict }\nemployees:\n    - name: gus\n`;
    writeFileSync(join(folder, "b.yaml"), other);
    const target = () => readFileSync(join(folder, "b.yaml"), "utf8");
    expect(await run("move", "dora", "--to", "b.yaml")).toEqual({
      code: 0,
      stderr: "",
      stdout:
        'b.yaml: dora: `policy` was {"profile":"guarded"} and becomes {"profile":"strict"}, by the defaults of the roster\n' +
        'b.yaml: dora: `access` was {"console":false,"resetPassword":true,"deviceLogin":true,"mfa":false} and becomes {"console":false,"resetPassword":true,"deviceLogin":false,"mfa":false}, by the defaults of the roster\n' +
        "b.yaml: dora comes from employees.yaml; next: npx subaccounts lookup, then deploy both stacks, in any order, and then remove `movedFrom`\n",
    });
    const moved =
      "    - name: dora # was here first\n      movedFrom: employees\n      access:\n        # since May\n        console: false\n";
    expect(target()).toBe(`${other}${moved}`);
    expect(roster()).toBe(`${account}employees:\n  - { name: eve, team: web }\n  - name: fay\n`);
    expect((await run("move", "eve", "--to", "b.yaml")).code).toBe(0);
    expect(target()).toBe(`${other}${moved}    - { name: eve, movedFrom: employees, team: web }\n`);
    expect(roster()).toBe(`${account}employees:\n  - name: fay\n`);

    writeFileSync(join(folder, "employees.yaml"), `${roster()}  - { name: sam, status: suspended }\n`);
    expect(await run("move", "sam", "--to", "b.yaml")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("sam: is suspended by a policy of the stack, which a move would lift"),
    });
    writeFileSync(join(folder, "employees.yaml"), `${account}employees:\n  - name: fay\n`);
    const now = [roster(), target()];
    for (const [args, said] of [
      [["fay", "--to", "b.yaml"], "fay: is the last employee, and a roster needs somebody"],
      [["fay", "--to", "employees.yaml"], "fay: is in that roster already"],
      [["fay", "--to", "c.yaml"], "c.yaml is not in `context.rosters`"],
      [["dora", "--to", "employees.yaml"], "dora: has `movedFrom`, which is still under way"],
      [["nobody", "--to", "b.yaml"], 'there is no employee named "nobody"'],
    ] as const) {
      expect(await run("move", ...args)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(said) });
    }
    expect([roster(), target()]).toEqual(now);
  });

  test("do not move somebody to another root account or region", async () => {
    writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml","b.yaml"]}}');
    for (const [from, to] of [
      ["100000000001", "100000000002"],
      ["ap-shanghai", "ap-guangzhou"],
    ] as const) {
      writeFileSync(
        join(folder, "b.yaml"),
        ROSTER.replace(from, to).replaceAll(/alice|bob|carol/g, (name) => `${name}2`),
      );
      expect(await run("move", "carol", "--to", "b.yaml")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(to),
      });
    }
    expect(roster()).toBe(ROSTER);
  });
});
