import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { printLookups } from "../../lookups/file.ts";
import { parseRoster } from "../../roster/parse.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { REPOSITORY, run, runHere, TSX } from "../support/end-to-end/app.ts";

const roster = (body: string) => `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: false }
employees:
${body}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "affected-"));
  write("cdktf.json", '{"context":{"rosters":["teams/*.yaml"]}}');
  for (const team of ["a", "b", "c"])
    write(`teams/team-${team}.yaml`, roster(`  - { name: ${team}1 }\n  - { name: ${team}2 }\n`));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "rosters");
});

/** With lookups that fit, where it is a roster. */
function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  if (!file.endsWith(".yaml")) return;
  const parsed = { ...parseRoster(text, file), templates: new Map() };
  writeFileSync(join(folder, file.replace(".yaml", ".lookups.json")), printLookups(lookupsFor(parsed)));
}

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
    cwd: folder,
    env: { ...process.env, GIT_AUTHOR_DATE: "2026-03-01T12:00:00Z", GIT_COMMITTER_DATE: "2026-03-01T12:00:00Z" },
  });
}

const affected = async (env = {}) =>
  (await runHere(folder, ["affected", "--base", "HEAD"], { env: { ...process.env, ...env } })).stdout
    .trim()
    .split("\n")
    .filter(Boolean);

test("nothing is affected where nothing differs, and a document is nobody's input", async () => {
  write("README.md", "new");
  expect(await affected()).toEqual([]);
});

test("a roster, its lookups and a template that it names affect its stack, and only that", async () => {
  write("teams/team-b.yaml", roster("  - { name: b1, team: data }\n  - { name: b2 }\n"));
  expect(await affected()).toEqual(["team-b"]);
  git("commit", "-qam", "b");
  writeFileSync(
    join(folder, "teams/team-c.lookups.json"),
    `${readFileSync(join(folder, "teams/team-c.lookups.json"), "utf8")}\n`,
  );
  expect(await affected()).toEqual(["team-c"]);
});

test("the stack that somebody moves from, or has moved from, is affected as well", async () => {
  write("teams/team-a.yaml", roster("  - { name: a1 }\n"));
  write("teams/team-b.yaml", roster("  - { name: b1 }\n  - { name: b2 }\n  - { name: a2, movedFrom: team-a }\n"));
  git("add", "-A");
  git("commit", "-qm", "move");
  write("teams/team-b.yaml", roster("  - { name: b1 }\n  - { name: b2 }\n  - { name: a2 }\n"));
  expect(await affected()).toEqual(["team-a", "team-b"]);
});

test("a last day that has passed since affects the stack, and so does the program all of them", async () => {
  write("teams/team-a.yaml", roster("  - { name: a1, lastDay: 2026-03-05 }\n  - { name: a2 }\n"));
  git("commit", "-qam", "last day");
  expect(await affected({ SUBACCOUNTS_TODAY: "2026-03-04" })).toEqual([]);
  expect(await affected({ SUBACCOUNTS_TODAY: "2026-03-06" })).toEqual(["team-a"]);
  write("package-lock.json", "{}");
  expect(await affected()).toEqual(["team-a", "team-b", "team-c"]);
});

test("a base that there is not is said", async () => {
  expect(await runHere(folder, ["affected", "--base", "no\u001b[1m"])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^there is no commit no\\u\{1b\}\[1m; fetch it, or correct its name\n$/),
  });
});

test("the stacks that are named are synthesized byte for byte as among all", async () => {
  const main = join(REPOSITORY, "main.ts");
  // Newer versions of Node.js say on stderr what a package of cdktf uses and should not.
  const app = (env: object) =>
    run(process.execPath, ["--import", TSX, main], folder, { NODE_OPTIONS: "--no-deprecation", ...env });
  const synth = async (env: object) => {
    expect(await app(env)).toEqual({ code: 0, stdout: "", stderr: "" });
  };
  const stack = (out: string, name: string) => readFileSync(join(folder, out, "stacks", name, "cdk.tf.json"), "utf8");
  await synth({ CDKTF_OUTDIR: "all" });
  await synth({ CDKTF_OUTDIR: "some", SUBACCOUNTS_STACKS: "team-b" });
  expect(stack("some", "team-b")).toBe(stack("all", "team-b"));
  expect(await app({ SUBACCOUNTS_STACKS: "team-z" })).toEqual({
    code: 1,
    stdout: "",
    stderr: 'SUBACCOUNTS_STACKS names "team-z", and there is no such stack; there are team-a, team-b, team-c\n',
  });
  expect(Object.keys(JSON.parse(readFileSync(join(folder, "some/manifest.json"), "utf8")).stacks)).toEqual(["team-b"]);
});
