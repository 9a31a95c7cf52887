import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { SCRIPT, Server } from "../support/bootstrap/server.ts";

const text = readFileSync(SCRIPT, "utf8");
const MCPORTER = ".openclaw/workspace/config/mcporter.json";
const restarts = (calls: readonly string[]) => calls.filter((call) => call.startsWith("openclaw gateway restart"));

/** The only line that starts with FAILED; everything else that went wrong is in it. */
function failure(stderr: string): string {
  const lines = stderr.split("\n").filter(Boolean);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

describe("the set-up of a server", () => {
  test("a first run installs pinned packages and skills, registers the environment twice, restarts and probes", () => {
    const server = new Server();
    const run = server.run();
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    const entry = {
      command: process.execPath,
      args: [server.file(".local/lib/node_modules/@cloudbase/cloudbase-mcp/dist/cli.cjs")],
      env: {
        INTEGRATION_IDE: "OpenClaw",
        CLOUDBASE_ENV_ID: "bob-8grqda2hfc2f62bb",
        TCB_REGION: "ap-shanghai",
        CLOUDBASE_MCP_TELEMETRY_DISABLED: "true",
      },
      description: "CloudBase MCP",
      lifecycle: "keep-alive",
    };
    expect(server.read(MCPORTER)).toEqual({ mcpServers: { cloudbase: entry } });
    expect(server.read(".openclaw/native.json")).toEqual(entry);
    expect(server.hasSkills).toBe(true);
    expect(run.calls).toEqual([
      `npm install --global --prefix ${server.file(".local")} --no-audit --no-fund --no-progress @cloudbase/cloudbase-mcp@2.34.6 skills@1.5.18`,
      "skills add tencentcloudbase/cloudbase-skills#main -g -a openclaw -y --copy",
      "openclaw mcp show cloudbase",
      "openclaw mcp set cloudbase",
      "openclaw config get agents.defaults.workspace",
      "openclaw gateway restart ",
      "openclaw health --timeout 10000",
      "openclaw mcp probe cloudbase",
    ]);
    expect(run.stdout.trim().split("\n").at(-1)).toBe(
      `openclaw: set up: environment bob-8grqda2hfc2f62bb in ap-shanghai, user lighthouse, OpenClaw 2026.9.6 (eb377ac), Node ${process.version}, cloudbase-mcp 2.34.6, skills CLI 1.5.18`,
    );
    expect(run.stdout).not.toContain("\u001b");
    expect(new Set(readFileSync(join(server.root, "run-as"), "utf8").trim().split("\n"))).toEqual(
      new Set(["lighthouse"]),
    );
  });

  test("a second run changes no file, does not restart the gateway, probes it and says so", () => {
    const server = new Server();
    server.run();
    const written = () => [MCPORTER, ".openclaw/native.json"].map((file) => statSync(server.file(file)).mtimeMs);
    const before = written();
    const run = server.run();
    expect(run.code).toBe(0);
    expect(written()).toEqual(before);
    expect(run.calls).toEqual([
      "openclaw mcp show cloudbase",
      "openclaw config get agents.defaults.workspace",
      "openclaw health --timeout 10000",
      "openclaw mcp probe cloudbase",
    ]);
    expect(run.stdout).toContain("openclaw: nothing changed: environment bob-8grqda2hfc2f62bb");
  });

  test("another environment replaces the first one and restarts the gateway", () => {
    const server = new Server();
    server.run();
    const run = server.run("bob-1a2b3c4d5e6f7a8b");
    expect(run.code).toBe(0);
    expect(restarts(run.calls)).toHaveLength(1);
    for (const file of [MCPORTER, ".openclaw/native.json"]) {
      expect(readFileSync(server.file(file), "utf8")).toContain("bob-1a2b3c4d5e6f7a8b");
      expect(readFileSync(server.file(file), "utf8")).not.toContain("bob-8grqda2hfc2f62bb");
    }
  });

  test("other servers in mcporter.json, settings added to ours and the mode of the file stay", () => {
    const server = new Server();
    mkdirSync(server.file("work/config"), { recursive: true });
    writeFileSync(server.file("workspace-path"), `${server.file("work")}\n`);
    const github = { command: "npx", args: ["-y", "github-mcp"], env: { A: "ü $(x) `y`" } };
    const mine = { command: "npx", env: { CLOUDBASE_LOG_DIR: "/tmp/logs" }, timeoutMs: 5 };
    writeFileSync(
      server.file("work/config/mcporter.json"),
      JSON.stringify({ imports: ["cursor"], mcpServers: { github, cloudbase: mine } }),
      { mode: 0o640 },
    );
    expect(server.run().code).toBe(0);
    expect(server.read("work/config/mcporter.json")).toMatchObject({
      imports: ["cursor"],
      mcpServers: {
        github,
        cloudbase: {
          command: process.execPath,
          timeoutMs: 5,
          env: { CLOUDBASE_LOG_DIR: "/tmp/logs", TCB_REGION: "ap-shanghai" },
        },
      },
    });
    expect(statSync(server.file("work/config/mcporter.json")).mode & 0o777).toBe(0o640);
    expect(existsSync(server.file(MCPORTER))).toBe(false);
  });

  test("a mcporter.json that is not JSON is named and left alone", () => {
    const server = new Server();
    mkdirSync(server.file(".openclaw/workspace/config"), { recursive: true });
    writeFileSync(server.file(MCPORTER), "{ not json");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain(`cannot edit ${server.file(MCPORTER)}: SyntaxError`);
    expect(readFileSync(server.file(MCPORTER), "utf8")).toBe("{ not json");
  });
});

describe("whose assistant it is", () => {
  test("with two folders .openclaw, the user who runs the gateway gets the set-up", () => {
    const server = new Server(["root", "ubuntu"], "ubuntu");
    expect(server.run().code).toBe(0);
    expect(existsSync(join(server.home("ubuntu"), MCPORTER))).toBe(true);
    expect(existsSync(join(server.home("root"), ".openclaw/workspace"))).toBe(false);
  });

  test("with no running gateway, the user who has its systemd service gets the set-up", () => {
    const server = new Server(["root", "ubuntu"], "nobody");
    mkdirSync(join(server.home("ubuntu"), ".config/systemd/user"), { recursive: true });
    writeFileSync(join(server.home("ubuntu"), ".config/systemd/user/openclaw-gateway.service"), "[Service]\n");
    expect(server.run().stdout).toContain("user ubuntu,");
  });

  test("two folders and no gateway stop the run before anything is installed", () => {
    const run = new Server(["root", "ubuntu"], "nobody").run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("several users have ~/.openclaw");
    expect(run.calls).toEqual([]);
  });

  test("a server without OpenClaw is told apart", () => {
    const run = new Server([]).run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("make the server from the OpenClaw image");
  });
});

describe("what fails is said in one line", () => {
  test("npm out of reach: three attempts, then an end", () => {
    const server = new Server();
    server.break("npm");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toMatch(/^FAILED at 'install cloudbase-mcp 2\.34\.6 .*npm could not install/);
    expect(run.stdout).toContain("  | npm error code ETIMEDOUT");
    expect(run.calls).toHaveLength(3);
  });

  test("GitHub out of reach: the skills come from the mirror", () => {
    const server = new Server();
    server.break("github");
    expect(server.run().code).toBe(0);
    expect(server.hasSkills).toBe(true);
  });

  test("no source of skills: everything else is set up, the run fails, and the next run gets only the skills", () => {
    const server = new Server();
    server.break("skills");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toMatch(/^FAILED at 'install the CloudBase skills': everything else is set up/);
    expect(run.calls).toContain("openclaw mcp probe cloudbase");
    server.repair("skills");
    const second = server.run();
    expect(second.code).toBe(0);
    expect(second.calls.filter((call) => call.startsWith("npm"))).toEqual([]);
    expect(restarts(second.calls)).toHaveLength(1);
  });

  test("no `gateway restart`: the systemd service of the user is restarted", () => {
    const server = new Server();
    server.break("restart");
    const run = server.run();
    expect(run.code).toBe(0);
    expect(run.calls).toContain("systemctl --user restart openclaw-gateway.service");
  });

  test("a gateway that cannot be restarted fails the run, and the next run restarts it", () => {
    const server = new Server();
    server.break("restart");
    server.break("systemctl");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toMatch(/^FAILED at 'restart the gateway'/);
    server.repair("restart");
    expect(restarts(server.run().calls)).toHaveLength(1);
  });

  test.each([
    ["health", "the gateway of user lighthouse does not answer"],
    ["probe", "the MCP server does not start"],
    ["old-node", "Node v18.14.2 is too old"],
  ] as const)("a broken %s", (fault, message) => {
    const server = new Server();
    server.break(fault);
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain(message);
  });

  test("an OpenClaw that cannot probe MCP servers is set up all the same, and that is said", () => {
    const server = new Server();
    server.break("no-probe-command");
    const run = server.run();
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("cannot probe MCP servers");
  });
});

describe("the parameters", () => {
  test("a text that TAT has not replaced is refused", () => {
    const run = new Server().runText(text);
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("set both TAT parameters");
    expect(run.calls).toEqual([]);
  });

  test.each([
    "",
    "'",
    '"',
    "' ; touch pwned ; '",
    "$(touch pwned)",
    "`touch pwned`",
    "bob-1\ntouch pwned",
    "bob-1\n",
    "../bob",
    "Bob-1",
    "bob--1",
    `b${"o".repeat(64)}`,
    "bob 1",
    "böb-1",
  ])("the value %j is refused in both places, and nothing of it runs", (value) => {
    const server = new Server();
    for (const run of [server.run(value), server.run("bob-1", value)]) {
      expect(run.code).toBe(1);
      expect(failure(run.stderr)).toContain("set both TAT parameters");
      expect(run.calls).toEqual([]);
    }
    expect(existsSync(join(server.root, "pwned"))).toBe(false);
  });

  test("no text of shell characters gets past the check", () => {
    const server = new Server();
    const shellText = fc
      .string({ unit: fc.constantFrom(..."ab1-'\"$()`;|&<>\\\n {}#*!~"), minLength: 1, maxLength: 12 })
      .filter((value) => /[^a-z0-9-]/.test(value));
    fc.assert(
      fc.property(shellText, (value) => {
        const run = server.run(value);
        expect(run.code).toBe(1);
        expect(failure(run.stderr)).toContain("environmentId is not the id");
      }),
      { numRuns: 60 },
    );
  });
});

describe("the text that TAT gets", () => {
  test("double braces stand around the two parameters alone, each once", () => {
    expect(text.match(/\{\{[^\n]*/g)).toEqual(["{{environmentId}}", "{{region}}"]);
  });

  test("it fits into TAT's 64 KB of base64 with room to spare", () => {
    expect(Buffer.from(text).toString("base64").length).toBeLessThan(32 * 1024);
  });

  test("it holds nothing that looks like a secret", () => {
    expect(text).not.toMatch(/AKID|SECRET_?(ID|KEY)\s*=|PRIVATE KEY|password\s*=|Bearer /i);
    expect(text).not.toMatch(/(?<![\w/.-])[A-Za-z0-9]{32,}(?![\w/.-])/);
  });

  test("shellcheck has nothing to say", () => {
    const check = spawnSync("shellcheck", [SCRIPT], { encoding: "utf8" });
    if (check.error && process.env["CI"] !== "true") {
      console.warn("shellcheck is not installed, so the script was not checked: apt-get install shellcheck");
      return;
    }
    expect(check.error).toBeUndefined();
    expect(check.stdout).toBe("");
  });
});
