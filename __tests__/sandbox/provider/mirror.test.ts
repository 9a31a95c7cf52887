import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { buildMirror, cliConfig, terraformPlatform } from "../../../sandbox/provider/mirror.ts";
import { COOKIE } from "../../../sandbox/provider/protocol/handshake.ts";

const started = { PATH: process.env["PATH"], [COOKIE.name]: COOKIE.value };

let folder: string;
let executable: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
  executable = await buildMirror(folder);
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function run(env: Record<string, string | undefined>): ChildProcess {
  const child = spawn(executable, { env, stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  return child;
}

async function output(child: ChildProcess): Promise<{ code: unknown; stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code]: unknown[] = await once(child, "close");
  return { code, stdout, stderr };
}

async function handshake(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no stdout");
  const [line]: unknown[] = await once(child.stdout, "data");
  return String(line);
}

describe("the mirror", () => {
  test("has the plugin where Terraform and OpenTofu look for it, ready to run", () => {
    const platform = terraformPlatform(process.platform, process.arch);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
    expect(paths).toEqual(
      ["registry.opentofu.org", "registry.terraform.io"].flatMap((registry) => {
        const place = `${registry}/tencentcloudstack/tencentcloud/1.83.25/${platform}`;
        return [`${place}/package.json`, `${place}/terraform-provider-tencentcloud_v1.83.25`];
      }),
    );
    expect(statSync(executable).mode & 0o777).toBe(0o755);
  });

  test("has the same bytes wherever and whenever it is built, and no path of this machine", async () => {
    const again = await buildMirror(mkdtempSync(join(tmpdir(), "again-")));
    const code = readFileSync(executable);
    expect(readFileSync(again).equals(code)).toBe(true);
    expect(code.includes(process.cwd())).toBe(false);
  });

  test("is the only place that Terraform installs providers from", () => {
    expect(cliConfig("/tmp/with space")).toContain('path = "/tmp/with space"');
    expect(cliConfig(folder)).not.toContain("direct");
  });

  test("cannot be built where Terraform cannot start scripts", () => {
    expect(() => terraformPlatform("win32", "x64")).toThrow("on Windows, WSL");
    expect(terraformPlatform("darwin", "arm64")).toBe("darwin_arm64");
  });
});

describe("the plugin's process", () => {
  test("says in its first line where it listens, and nothing else", async () => {
    const child = run(started);
    const line = await handshake(child);
    expect(line).toMatch(/^1\|5\|tcp\|127\.0\.0\.1:\d+\|grpc\n$/);
    const socket = connect(Number(/:(\d+)\|/.exec(line)?.[1]), "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
  });

  test("tells a person who starts it what to run instead", async () => {
    const { code, stdout, stderr } = await output(run({ PATH: process.env["PATH"] }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^This is a Terraform provider plugin.*npx subaccounts sandbox --run.*\n$/);
  });

  test("refuses TLS in a sentence that Terraform shows", async () => {
    const { code, stdout, stderr } = await output(
      run({ ...started, PLUGIN_CLIENT_CERT: "-----BEGIN CERTIFICATE-----" }),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The sandbox's provider plugin speaks no TLS.*TF_DISABLE_PLUGIN_TLS=1\.\n$/);
    expect(stdout).toBe(stderr);
  });

  test("outlives a Ctrl-C, which Terraform handles itself", async () => {
    const child = run(started);
    await handshake(child);
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
  });

  test("ends when the Terraform that started it was killed", async () => {
    const program = `const p = require("node:child_process").spawn(process.argv[1], { stdio: ["ignore", "pipe", "ignore"] });
      p.stdout.once("data", () => console.log(p.pid));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", program, executable], {
      env: started,
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.push(parent);
    const plugin = Number(await handshake(parent));
    expect(isAlive(plugin)).toBe(true);
    parent.kill("SIGKILL");
    for (let waited = 0; isAlive(plugin) && waited < 20_000; waited += 50) await sleep(50);
    const leftRunning = isAlive(plugin);
    if (leftRunning) process.kill(plugin, "SIGKILL");
    expect(leftRunning).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
