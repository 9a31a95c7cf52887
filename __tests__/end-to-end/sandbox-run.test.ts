import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { newCloud } from "../../sandbox/api/cloud.ts";
import { OPENCLAW_BLUEPRINT } from "../../sandbox/api/services/lighthouse/seed.ts";
import type { Settings } from "../../sandbox/api/settings.ts";
import { StateFile } from "../../sandbox/api/state-file.ts";
import { projectWith, REPOSITORY } from "../support/end-to-end/app.ts";
import { describeWithTerraform, isThere } from "../support/end-to-end/terraform.ts";
import { until } from "../support/end-to-end/until.ts";

const COMMAND_LINE = join(REPOSITORY, "commands/subaccounts.mjs");
const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice
    server: { bundle: bundle_starter_mc_promo_med4_02, blueprint: OpenClaw }
`;
/** A server is enough to be in the middle of making it. */
const CONFIGURATION = {
  terraform: { required_providers: { tencentcloud: { source: "tencentcloudstack/tencentcloud", version: "1.83.25" } } },
  resource: {
    tencentcloud_lighthouse_instance: {
      alice: {
        bundle_id: "bundle_starter_mc_promo_med4_02",
        blueprint_id: OPENCLAW_BLUEPRINT,
        renew_flag: "NOTIFY_AND_MANUAL_RENEW",
        instance_name: "openclaw-alice",
        period: 1,
      },
    },
  },
};
const DEPLOY = [
  "mkdir deploy && cd deploy",
  `echo '${JSON.stringify(CONFIGURATION)}' > main.tf.json`,
  "terraform init -input=false",
  "exec terraform apply -input=false -auto-approve",
].join(" && ");

/** A project with an output, a state and a lock file of its own, which no sandbox may touch, and an empty home. */
async function startSandbox(script: string, settings: Partial<Settings> = {}) {
  const folder = projectWith({
    "employees.yaml": ROSTER,
    "terraform.employees.tfstate": "the real state",
    ".terraform.lock.hcl": "the real lock file",
  });
  mkdirSync(join(folder, "cdktf.out"));
  writeFileSync(join(folder, "cdktf.out/manifest.json"), "the real output");
  const home = mkdtempSync(join(tmpdir(), "home-"));
  const before = contents(folder);
  // A state file is how a sandbox gets settings that have no option.
  const stateFile = join(mkdtempSync(join(tmpdir(), "cloud-")), "cloud.json");
  const rootSecretKey = randomBytes(16).toString("hex");
  const account = { ownerUin: 100000000001, appId: 1250000000, rootSecretId: "root", rootSecretKey };
  await StateFile.open(stateFile, () => newCloud(account, settings));
  const sandbox = spawn(
    process.execPath,
    [COMMAND_LINE, "sandbox", "--state", stateFile, "--run", "sh", "-c", script],
    // Output goes nowhere: a pipe would stay open as long as any of its processes runs.
    { cwd: folder, env: { ...process.env, HOME: home }, stdio: "ignore" },
  );
  const instances = () => Object.keys(JSON.parse(readFileSync(stateFile, "utf8")).cloud.lighthouse.instances).length;
  const expectUntouched = () => {
    const { ".sandbox": _own, ...rest } = contents(folder);
    expect(rest).toEqual(before);
    expect(readdirSync(home)).toEqual([]);
  };
  return { sandbox, instances, expectUntouched };
}

/** What every file and folder of a folder holds; of `.sandbox` only that it is there. */
function contents(folder: string): Record<string, unknown> {
  const entries = readdirSync(folder).map((name): [string, unknown] => {
    const path = join(folder, name);
    if (name === ".sandbox") return [name, null];
    return [name, statSync(path).isDirectory() ? contents(path) : readFileSync(path, "utf8")];
  });
  return Object.fromEntries(entries);
}

/** Ids of the processes that a process has started, and of those that they have. */
function descendants(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const parents = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const of = (parent: number): number[] =>
    parents.flatMap(([child = 0, its]) => (its === parent ? [child, ...of(child)] : []));
  return of(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function ended(sandbox: ChildProcess): Promise<unknown> {
  const [code, signal]: unknown[] = await once(sandbox, "close");
  return code ?? signal;
}

describeWithTerraform("subaccounts sandbox --run", () => {
  test("ends with its command's exit code, and leaves the project and the home as they were", async () => {
    const { sandbox, expectUntouched } = await startSandbox(`node ${COMMAND_LINE} lookup && exit 7`);
    const code = ended(sandbox);
    expect(await code).toBe(7);
    expectUntouched();
  }, 60_000);

  test.each(["SIGINT", "SIGKILL"] as const)(
    "leaves nothing running when %s ends it in the middle of a deploy",
    async (signal) => {
      const { sandbox, instances, expectUntouched } = await startSandbox(DEPLOY, { instanceRunning: 3_600_000 });
      const code = ended(sandbox);
      await until("the deploy has made the server", () => instances() > 0);
      const started = descendants(sandbox.pid ?? 0);
      // The guard, Terraform and the plugin.
      expect(started.length).toBeGreaterThanOrEqual(3);
      sandbox.kill(signal);
      expect(await code).toBe(signal === "SIGINT" ? 1 : "SIGKILL");
      await until("every process has ended", () => !started.some(isRunning));
      expectUntouched();
    },
    60_000,
  );
});

test("a killed sandbox takes a command along that would never end", async () => {
  // A number of its own, by which the command is found among all processes.
  const seconds = String(1_000_000 + process.pid);
  const folder = projectWith({ "employees.yaml": ROSTER });
  const args = [COMMAND_LINE, "sandbox", "--run", "sleep", seconds];
  const sandbox = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
  const code = ended(sandbox);
  const isSleeping = () =>
    execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).includes(`\nsleep ${seconds}`);
  await until("the command runs", isSleeping);
  const started = descendants(sandbox.pid ?? 0);
  sandbox.kill("SIGKILL");
  expect(await code).toBe("SIGKILL");
  await until("every process has ended", () => !started.some(isRunning));
});

describe("a machine without Terraform", () => {
  test("is told how to get it by the tests, which fail in CI and are skipped elsewhere", () => {
    expect(() => isThere("no-such-terraform", { CI: "true" })).toThrow(
      "no-such-terraform is not on the PATH: install it (https://developer.hashicorp.com/terraform/install)",
    );
    expect(isThere("true", { CI: "true" })).toBe(true);
  });

  test("is told so by the sandbox, without a stack trace", async () => {
    const folder = projectWith({ "employees.yaml": ROSTER });
    const args = [COMMAND_LINE, "sandbox", "--run", "terraform", "version"];
    const sandbox = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, PATH: mkdtempSync(join(tmpdir(), "no-programs-")) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    sandbox.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    expect(await ended(sandbox)).toBe(127);
    expect(stderr).toBe("terraform: there is no such command on the PATH; install it and run this again\n");
  });
});
