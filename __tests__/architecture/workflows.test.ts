import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import FOLDERS from "../mutants/folders.json" with { type: "json" };

const WORKFLOWS = ".github/workflows";
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));

describe.each(readdirSync(WORKFLOWS))("the workflow %s", (file) => {
  const text = readFileSync(join(WORKFLOWS, file), "utf8");

  test("runs only scripts that package.json has", () => {
    for (const [, script = ""] of text.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
  });

  test("may read the repository and nothing else", () => {
    expect(parse(text).permissions).toEqual({ contents: "read" });
  });
});

test("the nightly workflow tries the tests of every folder that has a score to reach", () => {
  const { jobs } = parse(readFileSync(join(WORKFLOWS, "nightly.yml"), "utf8"));
  expect([...jobs.mutants.strategy.matrix.folder].sort()).toEqual(FOLDERS.map(({ name }) => name).sort());
});

test.each([
  ["test", false],
  ["test:fast", false],
  ["test:end-to-end", false],
  ["test:openclaw", true],
])("%s runs the tests on the real OpenClaw, which need root and minutes: %j", (script, isAsked) => {
  const { stdout } = spawnSync("npm", ["run", "--silent", script, "--", "--listTests"], { encoding: "utf8" });
  expect(stdout).toContain(".test.ts");
  expect(stdout.includes("__tests__/openclaw/")).toBe(isAsked);
});
