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

  test("may read the repository and nothing else, unless a job says what it writes", () => {
    expect([{}, { contents: "read" }]).toContainEqual(parse(text).permissions);
  });

  test("puts nothing that people write into a command", () => {
    const { jobs } = parse(text);
    const steps = Object.values<{ steps: { run?: string }[] }>(jobs).flatMap((job) => job.steps);
    for (const { run = "" } of steps) expect(run).not.toMatch(/\$\{\{(?!\s*matrix\.)/);
  });
});

describe.each(readdirSync(WORKFLOWS).filter((file) => file.startsWith("roster-")))(
  "the workflow of rosters %s",
  (file) => {
    const text = readFileSync(join(WORKFLOWS, file), "utf8");
    const { jobs, permissions } = parse(text);

    test("has no permission that a job does not ask for, and pins every action by its commit", () => {
      expect(permissions).toEqual({});
      const uses = Array.from(text.matchAll(/uses: (.*)/g), ([, use = ""]) => use);
      expect(uses.length).toBeGreaterThan(0);
      for (const use of uses) expect(use).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      for (const { steps } of Object.values<{ steps: { uses?: string; with?: object }[] }>(jobs)) {
        const checkout = steps.find(({ uses = "" }) => uses.startsWith("actions/checkout@"));
        expect(checkout?.with).toEqual({ "persist-credentials": false });
      }
    });

    test("does nothing before somebody switches it on, and checks out only the branch that it runs for", () => {
      for (const job of Object.values<{ if: string }>(jobs)) expect(job.if).toMatch(/^vars\.SUBACCOUNTS == 'on'/);
      expect(text).not.toMatch(/ref: .*head/);
    });
  },
);

test("a pull request from a fork meets no key", () => {
  const { jobs } = parse(readFileSync(join(WORKFLOWS, "roster-review.yml"), "utf8"));
  for (const job of Object.values<{ if: string }>(jobs)) {
    if (!JSON.stringify(job).includes("secrets.")) continue;
    expect(job.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  }
});

test("the nightly workflow tries the tests of every folder that has a score to reach", () => {
  const { jobs } = parse(readFileSync(join(WORKFLOWS, "nightly.yml"), "utf8"));
  expect([...jobs.mutants.strategy.matrix.folder].sort()).toEqual(FOLDERS.map(({ name }) => name).sort());
});

test.each([
  ["test", []],
  ["test:fast", []],
  ["test:end-to-end", []],
  ["test:openclaw", ["openclaw"]],
  ["test:package", ["package"]],
])("%s runs of the tests that need minutes: %j", (script, wanted) => {
  const { stdout } = spawnSync("npm", ["run", "--silent", script, "--", "--listTests"], { encoding: "utf8" });
  expect(stdout).toContain(".test.ts");
  expect(["openclaw", "package"].filter((folder) => stdout.includes(`__tests__/${folder}/`))).toEqual(wanted);
});
