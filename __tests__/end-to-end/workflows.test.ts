/** The steps of the workflows of rosters, as they stand in the files, run against the sandbox. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { REPOSITORY } from "../support/end-to-end/app.ts";
import { Project } from "../support/end-to-end/project.ts";
import { within } from "../support/end-to-end/real-provider.ts";
import { describeWithTerraform } from "../support/end-to-end/terraform.ts";

const Workflow = z.object({
  env: z.record(z.string(), z.unknown()).optional(),
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(
        z.object({
          ...{ name: z.string().optional(), run: z.string().optional() },
          env: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal } }
employees:
  - { name: alice }
  - { name: bob }
`;

let project: Project;
let root: string;
let checkout: string;
beforeEach(async () => {
  project = await Project.start(ROSTER);
  root = mkdtempSync(join(tmpdir(), "workflow-"));
  checkout = join(root, "checkout");
  mkdirSync(checkout);
  // The files of this checkout, without what is not committed, and with its dependencies.
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: REPOSITORY,
  });
  execFileSync("tar", ["--null", "-T", "-", "-cf", join(root, "files.tar")], { cwd: REPOSITORY, input: files });
  execFileSync("tar", ["-xf", join(root, "files.tar")], { cwd: checkout });
  symlinkSync(join(REPOSITORY, "node_modules"), join(checkout, "node_modules"));
  writeFileSync(join(checkout, "employees.yaml"), ROSTER);
  writeFileSync(join(checkout, "employees.lookups.json"), readFileSync(join(REPOSITORY, "employees.lookups.json")));
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "main");
  git("clone", "-q", "--bare", ".", join(root, "origin"));
  git("remote", "add", "origin", join(root, "origin"));
  program("npm", "exit 0");
  // What npx finds here, without the second that it takes to find it.
  program("npx", `shift; exec node '${join(REPOSITORY, "commands/subaccounts.mjs")}' "$@"`);
  program(
    "gh",
    `echo "$*" >> '${join(root, "gh.log")}'\nfor each in "$@"; do case $each in body=@*) cp "\${each#body=@}" '${join(root, "body.md")}';; esac; done\ncase "$*" in *list*) echo '[]';; esac`,
  );
});
afterEach(() => project.sandbox.close());

function git(...args: string[]): string {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: checkout, encoding: "utf8" });
}

/** A stand-in for what only the code host has. */
function program(name: string, script: string): void {
  mkdirSync(join(root, "bin"), { recursive: true });
  writeFileSync(join(root, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, "bin", name), 0o755);
}

/** Runs the steps of a job one after the other, as bash -e. @returns exit code of the step that fails, or 0, and what was printed */
async function run(file: string, job: string, variables: Readonly<Record<string, string>> = {}) {
  const { jobs } = Workflow.parse(parse(readFileSync(join(REPOSITORY, ".github/workflows", file), "utf8")));
  let output = "";
  for (const { run: script, env = {} } of jobs[job]?.steps ?? []) {
    if (script === undefined) continue;
    const plain = Object.fromEntries(Object.entries(env).filter(([, value]) => !value.includes("${{")));
    // Not waited for in the way of execFileSync: the sandbox is in this process.
    const child = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd: checkout,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...project.variables,
        ...{ CI: "true", NO_COLOR: "1", GH_TOKEN: "token", GITHUB_REPOSITORY: "company/rosters", PULL_REQUEST: "7" },
        ...plain,
        ...variables,
        PATH: `${join(root, "bin")}${delimiter}${process.env["PATH"]}`,
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const [status] = await once(child, "close");
    if (status !== 0) return { code: Number(status), output };
  }
  return { code: 0, output };
}

/** Commits a change of files on a branch of its own, and goes back to main. @returns the commit */
function pullRequest(files: Readonly<Record<string, string>>): string {
  git("checkout", "-qb", `branch-${Object.keys(files).length}-${Date.now()}`);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(checkout, path), text);
  git("add", "-A");
  git("commit", "-qm", "change");
  const commit = git("rev-parse", "HEAD").trim();
  git("push", "-q", "origin", "HEAD");
  git("checkout", "-q", "main");
  return commit;
}

describeWithTerraform("the workflows of rosters", () => {
  test(
    "review a pull request with the program of main, deploy what is merged, say at night what is not as it should be, and stop what must be confirmed",
    async () => {
      expect(await run("roster-deploy.yml", "deploy", { MAX_COST: "100" })).toMatchObject({ code: 0 });
      expect(
        Object.values(project.cloud.cam.users)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(["alice", "bob"]);
      // The lookups were committed.
      expect(git("log", "--oneline", "-1", "origin/main")).toBeDefined();
      git("fetch", "-q", "origin");
      expect(git("log", "-1", "--format=%s", "origin/main").trim()).toBe("Look up what a deployment made");
      git("reset", "-q", "--hard", "origin/main");

      const joiner = `${ROSTER}  - { name: frank, email: frank@example.com }\n`;
      const HEAD_SHA = pullRequest({
        "employees.yaml": joiner,
        "main.ts": "throw new Error('code of the pull request');\n",
      });
      const checked = await run("roster-review.yml", "check", { HEAD_SHA });
      expect(checked.code).toBe(0);
      expect(checked.output).toMatch(/^::warning file=employees.yaml,line=6,col=5,title=environment-pending::frank: /m);
      const reviewed = await run("roster-review.yml", "review", { HEAD_SHA });
      expect(reviewed).toMatchObject({ code: 0 });
      expect(readFileSync(join(root, "body.md"), "utf8")).toContain(
        "**frank**: joins with the environment frank-pending",
      );
      expect(readFileSync(join(root, "gh.log"), "utf8")).toContain(
        "api --silent -X POST repos/company/rosters/issues/7/comments",
      );
      // No frames of a spinner, and no colours.
      expect(checked.output + reviewed.output).not.toMatch(/[\u2800-\u28ff]|\p{Cc}\[/u);

      const broken = pullRequest({ "employees.yaml": `${ROSTER}  - { name: fr%0Aank }\n` });
      const refused = await run("roster-review.yml", "check", { HEAD_SHA: broken });
      expect(refused.code).toBe(1);
      expect(refused.output).toMatch(
        /^::error file=employees.yaml,line=6,col=13,title=wrong-form::fr%250Aank: "fr%250Aank" does not fit/m,
      );

      // Merged.
      writeFileSync(join(checkout, "employees.yaml"), joiner);
      expect(await run("roster-deploy.yml", "deploy", { MAX_COST: "100" })).toMatchObject({ code: 0 });
      expect(Object.values(project.cloud.cam.users).map(({ name }) => name)).toContain("frank");

      const log = () => readFileSync(join(root, "gh.log"), "utf8").trim().split("\n").at(-1);
      await project.cam().AddUser({ Name: "mallory" });
      writeFileSync(
        join(checkout, "employees.yaml"),
        joiner.replace("{ name: alice }", "{ name: alice, lastDay: 2026-01-31 }"),
      );
      expect(await run("roster-nightly.yml", "look")).toMatchObject({ code: 0 });
      expect(log()).toBe(
        "issue create --repo company/rosters --title The account and its rosters differ --body-file report.md",
      );
      const report = readFileSync(join(checkout, "report.md"), "utf8");
      expect(report).toContain("the sub-account mallory is in no roster");
      expect(report).toMatch(
        /### Past the last day\n\n```\n.*alice: warning: suspended since the last day, 2026-01-31, is over/,
      );
      writeFileSync(join(checkout, "employees.yaml"), joiner);

      // What must be confirmed stops, and goes on with exactly that confirmation.
      writeFileSync(join(checkout, "employees.yaml"), joiner.replace("  - { name: bob }\n", ""));
      const stopped = await run("roster-deploy.yml", "deploy");
      expect(stopped.code).toBe(3);
      const [, digest = ""] = /--confirm ([0-9a-f]{16})/.exec(stopped.output) ?? [];
      const names = () => Object.values(project.cloud.cam.users).map(({ name }) => name);
      expect(names()).toContain("bob");
      expect(await run("roster-deploy.yml", "deploy", { CONFIRM: digest })).toMatchObject({ code: 0 });
      expect(names()).not.toContain("bob");
    },
    within(180_000),
  );

  test("take from a pull request plain data alone, into a folder of its own", () => {
    symlinkSync("/etc/passwd", join(checkout, "linked.yaml"));
    const commit = pullRequest({
      "employees.yaml": ROSTER,
      "package.json": "{}",
      "evil.mjs": "process.exit(1)",
      "cdktf.json": JSON.stringify({ app: "touch /tmp/evil", context: { rosters: ["employees.yaml"] } }),
    });
    execFileSync(process.execPath, [".github/roster/data.mjs", commit, "data"], { cwd: checkout });
    for (const path of ["linked.yaml", "package.json", "evil.mjs", ".github"]) {
      expect([path, existsSync(join(checkout, "data", path))]).toEqual([path, false]);
    }
    expect(readFileSync(join(checkout, "data/employees.yaml"), "utf8")).toBe(ROSTER);
    const { app, context } = JSON.parse(readFileSync(join(checkout, "data/cdktf.json"), "utf8"));
    expect([app, context]).toEqual([expect.stringContaining("main.ts"), { rosters: ["employees.yaml"] }]);
  });
});
