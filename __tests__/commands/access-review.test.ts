import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { printLookups } from "../../lookups/file.ts";
import { parseRoster } from "../../roster/parse.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { runHere } from "../support/end-to-end/app.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: false }
employees:
  - { name: alice, team: data, policy: strict }
  - name: bob
    policy: documented
    access: { mfa: false, deviceLogin: false }
    grants:
      - { preset: QcloudCIFullAccess, waiver: "=Moves <b>pictures</b> until March" }
`;

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml"]}}');
  put(folder, text);
  return folder;
}

function put(folder: string, text: string): void {
  writeFileSync(join(folder, "employees.yaml"), text);
  const roster = { ...parseRoster(text, "employees.yaml"), templates: new Map() };
  writeFileSync(join(folder, "employees.lookups.json"), printLookups(lookupsFor(roster)));
}

describe("access-review", () => {
  test("has a row for each right with its reason, and room for a signature; no cell is a formula", async () => {
    const { code, stdout } = await runHere(folderWith(ROSTER), ["access-review"]);
    expect(code).toBe(0);
    expect(
      stdout.replaceAll("\r\n", "\n"),
    ).toBe(`"person","team","status","kind","what","since","last used","reason","keep?","reviewed by","date"
"alice","data","active","environment","alice-8grqda2hfc2f62bb","","","","","",""
"alice","data","active","policy","strict","","","","","",""
"alice","data","active","console","sign-in with a second factor","","","","","",""
"bob","","active","environment","bob-8grqda2hfc2f62bb","","","","","",""
"bob","","active","policy","documented","","","","","",""
"bob","","active","preset","QcloudCIFullAccess","","","'=Moves <b>pictures</b> until March","","",""
"bob","","active","console","sign-in without a second factor","","","","","",""
`);
  });

  test("says since when, by the history of the roster, and nothing of what is not committed", async () => {
    const folder = folderWith(ROSTER);
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
        cwd: folder,
        env: { ...process.env, GIT_AUTHOR_DATE: "2026-03-01T12:00:00Z", GIT_COMMITTER_DATE: "2026-03-01T12:00:00Z" },
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "roster");
    put(
      folder,
      ROSTER.replace("mfa: false", "mfa: true").replace("  - name: bob\n", "  - { name: carol }\n  - name: bob\n"),
    );
    const { stdout } = await runHere(folder, ["access-review"]);
    expect(stdout).toContain('"alice","data","active","policy","strict","2026-03-01"');
    expect(stdout).toContain('"bob","","active","preset","QcloudCIFullAccess","2026-03-01"');
    expect(stdout).toContain('"carol","","active","policy","guarded",""');
  });

  test("is a page for printing, in which nothing is taken for markup", async () => {
    const { stdout } = await runHere(folderWith(ROSTER), ["access-review", "--html"]);
    expect(stdout).toContain("=Moves &#60;b&#62;pictures");
    expect(stdout).not.toContain("<b>");
    expect(await runHere(folderWith(ROSTER), ["access-review", "--html", "--csv"])).toMatchObject({ code: 1 });
  });
});
