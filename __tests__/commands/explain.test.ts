import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { EXPLANATIONS } from "../../commands/explained.ts";
import { PROBLEM_CODES } from "../../policies/language/problem.ts";
import { REPOSITORY, runHere } from "../support/end-to-end/app.ts";

const ROOMS = [
  "commands",
  "cloud",
  "deployments",
  "environments",
  "files",
  "lookups",
  "roster",
  "sandbox",
  "verify",
  "workplaces",
];
/** Where an id is given to a problem. */
const GIVEN =
  /\b(?:problem|warning|warn|refuse|rosterProblem|problemOfWanted|FileMistake)\(\s*"([a-z][a-z0-9-]*)"|^ {2}\| "([a-z-]+)";?$/gm;

test("every id that the program gives to a problem is explained, once", () => {
  const given = ROOMS.flatMap((room) =>
    readdirSync(join(REPOSITORY, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("api/") && !file.startsWith("provider/"))
      .flatMap((file) => {
        const source = readFileSync(join(REPOSITORY, room, file), "utf8");
        return Array.from(source.matchAll(GIVEN), ([, one, other]) => one ?? other ?? "");
      }),
  );
  const ids = EXPLANATIONS.map(({ id }) => id);
  expect(given.length).toBeGreaterThan(50);
  expect([...given, ...PROBLEM_CODES].filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe("explain", () => {
  test("says what a way takes, and where that is known from", async () => {
    expect(await runHere(REPOSITORY, ["explain", "p1"])).toEqual({
      code: 0,
      stdout: `P1: a known way out of isolation
  rewrites the own policy to allow everything, which makes the employee administrator of the account
  takes cam:UpdatePolicy for the whole account
  npx subaccounts isolation says for whom it is open, and docs/policies.md which profile closes it.
  see https://cloud.tencent.com/document/product/598/34569
`,
      stderr: "",
    });
  });

  test("says what an invariant asks for, and what to do", async () => {
    const { stdout } = await runHere(REPOSITORY, ["explain", "I3"]);
    expect(stdout).toContain("no action that can be confined to a resource reaches one of another employee\n");
    expect(stdout).toContain("Name the employee's own environment");
  });

  test("lists all, and proposes the nearest where there is none", async () => {
    const { stdout } = await runHere(REPOSITORY, ["explain"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(EXPLANATIONS.length);
    expect(await runHere(REPOSITORY, ["explain", "unknown-keys"])).toEqual({
      code: 1,
      stdout: "",
      stderr: 'there is no rule "unknown-keys"; write unknown-key, or list all: npx subaccounts explain\n',
    });
  });
});
