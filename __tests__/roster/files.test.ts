import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { loadRosters, rosterFiles, validRosters } from "../../roster/files.ts";

const ACCOUNT = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "rosters-"));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe("the list of rosters", () => {
  const cdktf = (context: unknown) => folderWith({ "cdktf.json": JSON.stringify({ context }) });

  test("comes from cdktf.json, and from the cdktf command line before that", () => {
    const folder = cdktf({ rosters: ["a.yaml", "b.yaml"] });
    expect(rosterFiles(folder, {})).toEqual(["a.yaml", "b.yaml"]);
    expect(rosterFiles(folder, { CDKTF_CONTEXT_JSON: '{"rosters": ["c.yaml"]}' })).toEqual(["c.yaml"]);
    expect(rosterFiles(folder, { CDKTF_CONTEXT_JSON: '{"other": 1}' })).toEqual(["a.yaml", "b.yaml"]);
  });

  test("takes a pattern for the files that fit it, sorted, and refuses one that none fits, or a file that two name", () => {
    const folder = cdktf({ rosters: ["teams/*.yaml", "employees.yaml"] });
    mkdirSync(join(folder, "teams"));
    for (const file of ["teams/b.yaml", "teams/a.yaml", "teams/a.lookups.json"]) writeFileSync(join(folder, file), "");
    expect(rosterFiles(folder, {})).toEqual(["teams/a.yaml", "teams/b.yaml", "employees.yaml"]);
    const listed = (...rosters: string[]) => rosterFiles(folder, { CDKTF_CONTEXT_JSON: JSON.stringify({ rosters }) });
    expect(() => listed("staff/*.yaml")).toThrow(
      "cdktf.json: `context.rosters` names no file: staff/*.yaml; write a pattern that a roster fits",
    );
    expect(() => listed("teams/*.yaml", "teams/a.yaml")).toThrow(
      "cdktf.json: `context.rosters` lists teams/a.yaml twice; keep one",
    );
  });

  test.each([[undefined], [{}], [{ rosters: [] }], [{ rosters: "employees.yaml" }], [{ rosters: [1] }]])(
    "is refused when it is %j, which would delete everyone",
    (context) => {
      expect(() => rosterFiles(cdktf(context), {})).toThrow(/cdktf\.json: `context\.rosters` must list roster files/);
    },
  );

  test("is refused when it names a file twice, and when cdktf.json is missing or broken", () => {
    expect(() => rosterFiles(cdktf({ rosters: ["a.yaml", "a.yaml"] }), {})).toThrow(/lists a\.yaml twice/);
    expect(() => rosterFiles(folderWith({}), {})).toThrow(/^cdktf\.json: there is no such file/);
    expect(() => rosterFiles(folderWith({ "cdktf.json": "{" }), {})).toThrow(/^cdktf\.json: this is not JSON/);
  });
});

describe("reading rosters", () => {
  test("a missing file, a folder and an unreadable file are refused, each with the reason", () => {
    const folder = folderWith({ "closed.yaml": ACCOUNT });
    expect(() => validRosters(["missing.yaml"], folder)).toThrow(/^missing\.yaml: there is no such file; create it/);
    expect(() => validRosters(["."], folder)).toThrow(/^\.: this is a folder; write the path of a file/);
    chmodSync(join(folder, "closed.yaml"), 0);
    // The superuser reads every file, so the refusal is then that of its content.
    expect(() => validRosters(["closed.yaml"], folder)).toThrow(/EACCES|`employees` is missing/);
  });

  test("a broken file does not keep the others from being read, and its problems come with them", () => {
    const good = `${ACCOUNT}employees: [{ name: alice }]\n`;
    const folder = folderWith({ "a.yaml": `${ACCOUNT}employees: []\n`, "b.yaml": good, "c.yaml": "" });
    const { rosters, problems } = loadRosters(["a.yaml", "b.yaml", "c.yaml"], folder);
    expect(rosters.map(({ file }) => file)).toEqual(["b.yaml"]);
    expect(problems.map(({ file, rule }) => [file, rule])).toEqual([
      ["a.yaml", "wrong-form"],
      ["c.yaml", "empty-file"],
    ]);
  });

  test("a file that is named twice, however it is spelt, counts once", () => {
    const folder = folderWith({ "a.yaml": `${ACCOUNT}employees: [{ name: alice }]\n` });
    const { rosters, problems } = loadRosters(["./a.yaml", "a.yaml", join(folder, "a.yaml")], folder);
    expect(rosters.map(({ file }) => file)).toEqual(["./a.yaml"]);
    expect(problems).toEqual([]);
  });

  test("mistakes of several files are reported together", () => {
    const folder = folderWith({ "a.yaml": `${ACCOUNT}employees: []\n`, "b.yaml": "" });
    expect(() => validRosters(["a.yaml", "b.yaml"], folder)).toThrow(/a\.yaml:2:12: .*\nb\.yaml: the file is empty/s);
  });

  test("a template file is read once, relative to its roster, and what cannot be read is said where it is named", () => {
    const folder = folderWith({
      "a.yaml": `${ACCOUNT}employees: [{ name: alice, policy: ours.json }, { name: bob, policy: ours.json }]\n`,
      "b.yaml": `${ACCOUNT}employees: [{ name: carol, policy: theirs.json }, { name: dave, policy: folder.json }]\n`,
      "ours.json": '{"version":"2.0"}',
    });
    mkdirSync(join(folder, "folder.json"));
    expect([...(validRosters(["a.yaml"], folder)[0]?.templates ?? [])]).toEqual([
      ["ours.json", { file: "ours.json", text: '{"version":"2.0"}', namedAt: { line: 2, column: 36 } }],
    ]);
    expect(() => validRosters(["b.yaml"], folder)).toThrow(
      /^b\.yaml:2:36: the policy template theirs\.json cannot be used: there is no such file; create it.*\nb\.yaml:2:\d+: the policy template folder\.json cannot be used: this is a folder/s,
    );
  });
});

describe("rosters side by side", () => {
  const load = (files: Record<string, string>) => validRosters(Object.keys(files), folderWith(files));
  const staff = (names: string[]) =>
    `${ACCOUNT}employees:\n${names.map((name) => `  - { name: ${name}, environment: { alias: env-${name} } }\n`).join("")}`;

  test("of one root account may not share a name, in any case, or an environment", () => {
    expect(() => load({ "a.yaml": staff(["alice"]), "b.yaml": staff(["alice"]) })).toThrow(
      /b\.yaml:3:5: alice: the name \(alice\) is used in a\.yaml too.*\nb\.yaml:3:5: alice: the environment \(alias env-alice/s,
    );
    expect(load({ "a.yaml": staff(["alice"]), "b.yaml": staff(["bob"]) })).toHaveLength(2);
  });

  test("of different root accounts may", () => {
    const other = staff(["alice"]).replace("100000000001", "100000000002");
    expect(load({ "a.yaml": staff(["alice"]), "b.yaml": other })).toHaveLength(2);
  });

  test("have at most 1,000 employees together", () => {
    const names = (from: number, count: number) => Array.from({ length: count }, (_, index) => `e${from + index}`);
    expect(load({ "a.yaml": staff(names(0, 600)), "b.yaml": staff(names(600, 400)) })).toHaveLength(2);
    expect(() => load({ "a.yaml": staff(names(0, 600)), "b.yaml": staff(names(600, 401)) })).toThrow(
      /^a\.yaml, b\.yaml: 1001 employees under the root account 100000000001, which has at most 1000/,
    );
  });
});
