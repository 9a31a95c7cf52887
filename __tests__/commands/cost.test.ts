import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { printLookups } from "../../lookups/file.ts";
import { parseRoster } from "../../roster/parse.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { runHere } from "../support/end-to-end/app.ts";

/** A folder with one roster and lookups that fit it. */
function folderWith(body: string, price?: number): string {
  const folder = mkdtempSync(join(tmpdir(), "cost-"));
  const text = `account: { ownerUin: "100000000001", region: ap-shanghai }\n${body}`;
  const roster = { ...parseRoster(text, "employees.yaml"), templates: new Map() };
  const size = { cpu: 2, memory: 4, disk: 60 };
  const bundle = price === undefined ? size : { ...size, price: { month: price, currency: "CNY" } };
  writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml"]}}');
  writeFileSync(join(folder, "employees.yaml"), text);
  const lookups = { ...lookupsFor(roster), bundles: { bundle_1: bundle } };
  writeFileSync(join(folder, "employees.lookups.json"), printLookups(lookups));
  return folder;
}
const people = (count: number) =>
  `employees:\n${Array.from({ length: count }, (_, index) => `  - { name: user${index} }\n`).join("")}`;

describe("cost", () => {
  test.each([
    [10, "218.90"],
    [50, "1014.90"],
  ])("of %d employees with a management environment is what the documents say: %s CNY", async (count, sum) => {
    const { code, stdout } = await runHere(folderWith(people(count)), ["cost", "--management", "baas_personal"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`\nin all a month: ${sum} CNY\n`)]);
  });

  const TEAMS = `employees:
  - { name: alice, team: data, server: { bundle: bundle_1, blueprint: lhbp-12345678 } }
  - { name: bob, environment: { id: lab-1, sharedWith: [carol] } }
  - { name: carol, team: data, environment: { id: lab-1, sharedWith: [bob] } }
`;

  test("is by person and team, and an environment that two people have is paid once", async () => {
    expect((await runHere(folderWith(TEAMS, 30.5), ["cost"])).stdout).toBe(`alice  data  50.40 CNY
bob          19.90 CNY
carol  data  nothing
team (none): 19.90 CNY
team data: 50.40 CNY
in all a month: 70.30 CNY
by list and last lookup; what is used beyond a package is not in it
`);
  });

  test("says which prices nobody knows, and leaves them out of the sum", async () => {
    const { stdout } = await runHere(folderWith(TEAMS), ["cost", "--management", "baas_pf_standard"]);
    expect(stdout).toContain("in all a month: 39.80 CNY and 2 prices not known\n");
    expect(stdout).toContain(
      "price not known, and not in the sum: server of alice (bundle_1), the management environment (baas_pf_standard)\n",
    );
    expect((await runHere(folderWith(TEAMS), ["cost", "--format", "csv"])).stdout).toBe(
      '"name","team","month","currency or what has no known price"\r\n' +
        '"alice","data","19.90","CNY"\r\n"alice","data","","server of alice (bundle_1)"\r\n"bob","","19.90","CNY"\r\n',
    );
    expect(JSON.parse((await runHere(folderWith(TEAMS), ["cost", "--format", "json"])).stdout).all).toEqual({
      month: { CNY: "39.80" },
      unknown: ["server of alice (bundle_1)"],
    });
  });
});
