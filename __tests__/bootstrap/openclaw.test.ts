import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BOOTSTRAP_TIMEOUT } from "../../constructs/server-baseline.ts";
import { SCRIPT, Server } from "../support/bootstrap/server.ts";

const text = readFileSync(SCRIPT, "utf8");
const MCPORTER = ".openclaw/workspace/config/mcporter.json";
const restarts = (calls: readonly string[]) => calls.filter((call) => /gateway (?:re)?start|systemctl/.test(call));

/** The only line that starts with FAILED; everything else that went wrong is in it. */
function failure(stderr: string): string {
  const lines = stderr.split("\n").filter(Boolean);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

describe("the set-up of a server", () => {
  test("a first run installs pinned packages and skills, registers the environment twice and probes, without a restart", () => {
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
    expect(server.read(".openclaw/native.json")).toEqual({ cloudbase: entry });
    expect(server.hasSkills).toBe(true);
    expect(run.calls).toEqual([
      `npm install --global --prefix ${server.file(".local")} --no-audit --no-fund --no-progress @cloudbase/cloudbase-mcp@2.34.6 skills@1.5.18`,
      "mcporter daemon stop",
      "skills add tencentcloudbase/cloudbase-skills#main -g -a openclaw -y --copy",
      "openclaw mcp show --json",
      "openclaw config patch --stdin",
      "openclaw config get agents.defaults.workspace",
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

  test("a second run changes no file, probes the gateway and says so", () => {
    const server = new Server();
    server.run();
    const written = () => [MCPORTER, ".openclaw/native.json"].map((file) => statSync(server.file(file)).mtimeMs);
    const before = written();
    const run = server.run();
    expect(run.code).toBe(0);
    expect(written()).toEqual(before);
    expect(run.calls).toEqual([
      "openclaw mcp show --json",
      "openclaw config get agents.defaults.workspace",
      "openclaw health --timeout 10000",
      "openclaw mcp probe cloudbase",
    ]);
    expect(run.stdout).toContain("openclaw: nothing changed: environment bob-8grqda2hfc2f62bb");
  });

  test("another environment replaces the first one", () => {
    const server = new Server();
    server.run();
    const run = server.run("bob-1a2b3c4d5e6f7a8b");
    expect(run.code).toBe(0);
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
    expect(failure(run.stderr)).toContain(`cannot edit ${server.file(MCPORTER)}: a text in double quotes is missing`);
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
    const server = new Server(["root", "ubuntu"], "ubuntu");
    server.stopGateway();
    mkdirSync(join(server.home("ubuntu"), ".config/systemd/user"), { recursive: true });
    writeFileSync(join(server.home("ubuntu"), ".config/systemd/user/openclaw-gateway.service"), "[Service]\n");
    expect(server.run().stdout).toContain("user ubuntu,");
  });

  test("a process of another user on the port is not the gateway of this one", () => {
    const server = new Server(["root", "ubuntu"], "ubuntu");
    writeFileSync(join(server.home("root"), ".openclaw/openclaw.json"), '{"gateway":{"port":18801}}');
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
  test("npm out of reach: two attempts, then an end", () => {
    const server = new Server();
    server.break("npm");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toMatch(/^FAILED at 'install cloudbase-mcp 2\.34\.6 .*npm could not install/);
    expect(run.stdout).toContain("  | npm error code ETIMEDOUT");
    expect(run.calls).toHaveLength(2);
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
    expect(second.calls.filter((call) => call.startsWith("skills add"))).toHaveLength(1);
  });

  test("a gateway that does not run is started, by its service where it has one", () => {
    const server = new Server();
    server.stopGateway();
    expect(server.run().calls).toContain("openclaw gateway start ");
    const served = new Server();
    served.stopGateway();
    mkdirSync(served.file(".config/systemd/user"), { recursive: true });
    writeFileSync(served.file(".config/systemd/user/openclaw-gateway.service"), "[Service]\n");
    const run = served.run();
    expect(run.code).toBe(0);
    expect(run.calls).toContain("systemctl --user start openclaw-gateway.service");
  });

  test("a gateway that cannot be started, but answers after all, is no failure, and that is said", () => {
    const server = new Server();
    server.stopGateway();
    server.break("gateway");
    const run = server.run();
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("  | systemd user services are unavailable");
    expect(run.stdout).toContain("the gateway could not be restarted, but it answers and the MCP server starts");
  });

  test("a gateway that is still starting is waited for", () => {
    const server = new Server();
    writeFileSync(join(server.root, "still-starting"), "");
    const run = server.run();
    expect(run.code).toBe(0);
    expect(run.calls.filter((call) => call.startsWith("openclaw health"))).toHaveLength(2);
  });

  test("an OpenClaw from before changes were taken without a restart is restarted, and said to be older", () => {
    const server = new Server();
    writeFileSync(join(server.root, "openclaw-version"), "OpenClaw 2026.1.30 (abc)\n");
    const run = server.run();
    expect(run.stdout).toContain("OpenClaw 2026.1.30 is older than 2026.3.23, the oldest that this was tried with");
    expect(restarts(run.calls)).toEqual(["openclaw gateway restart "]);
    expect(restarts(server.run().calls)).toEqual([]);
  });

  test.each([
    ["2026.10.1", "newer than 2026.9.6, the newest"],
    ["2026.9.6", undefined],
    ["2026.3.23", undefined],
    ["2026.5.12", undefined],
  ])("OpenClaw %s: %s", (version, said) => {
    const server = new Server();
    writeFileSync(join(server.root, "openclaw-version"), `OpenClaw ${version}\n`);
    const { stdout } = server.run();
    if (said === undefined) expect(stdout).not.toMatch(/is (?:older|newer) than/);
    else expect(stdout).toContain(said);
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

describe("what belongs to the employee stays", () => {
  const own = {
    command: "npx",
    env: { TENCENTCLOUD_SECRETKEY: "theirs" },
    toolFilter: { include: ["a"] },
    timeoutMs: 5,
  };
  const before = { cloudbase: own, github: { command: "npx", args: ["-y", "x"] } };
  const withEntry = () => {
    const server = new Server();
    writeFileSync(server.file(".openclaw/native.json"), JSON.stringify(before));
    return server;
  };

  test.each([[], ["no-patch-command"]] as const)("its keys, filters and other servers, where %j", (...faults) => {
    const server = withEntry();
    for (const fault of faults) server.break(fault);
    const run = server.run();
    expect(run.code).toBe(0);
    expect(run.stdout + run.stderr).not.toContain("theirs");
    expect(server.read(".openclaw/native.json")).toEqual({
      github: before.github,
      cloudbase: expect.objectContaining({
        ...{ toolFilter: own.toolFilter, timeoutMs: 5, lifecycle: "keep-alive" },
        env: expect.objectContaining({ TENCENTCLOUD_SECRETKEY: "theirs", CLOUDBASE_ENV_ID: "bob-8grqda2hfc2f62bb" }),
      }),
    });
  });

  test("a look at the servers that fails is not taken for `none`: nothing is written", () => {
    const server = withEntry();
    server.break("show");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("'openclaw mcp show' ended with code 1, so nothing was registered");
    expect(run.stdout).toContain("  | Segmentation fault");
    expect(server.read(".openclaw/native.json")).toEqual(before);
  });

  test("nor is one that does not answer, and the deadline is named", () => {
    const server = withEntry();
    server.slow("show");
    const run = server.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("'openclaw mcp show' ended with code 124: no answer within 4 s, so nothing");
    expect(server.read(".openclaw/native.json")).toEqual(before);
    server.quick("show");
    expect(server.run().stdout).toContain("openclaw: finished an earlier run that stopped half-way: environment bob-");
  });

  test("an invalid configuration is told in OpenClaw's own words, and what it prints besides is not", () => {
    const server = withEntry();
    server.break("invalid");
    const run = server.run();
    expect(failure(run.stderr)).toContain("run 'openclaw doctor' as user lighthouse");
    expect(run.stdout).toContain('  | Config invalid: mcp.servers: Unrecognized key: "servres"');
    expect(run.stdout + run.stderr).not.toContain("hunter2");
  });

  test.each(["npm", "patch", "probe"] as const)(
    "a %s that hangs ends at its limit, with one line and none of the shell",
    (what) => {
      const server = withEntry();
      server.slow(what);
      const run = server.run();
      expect(run.code).toBe(1);
      expect(failure(run.stderr)).toMatch(/no answer within [1-4] s/);
      expect(run.stdout + run.stderr).not.toMatch(/[Kk]illed|line \d+:/);
    },
  );
});

describe("mcporter.json is edited in place:", () => {
  const OURS =
    /"(?:command|args|description|lifecycle|INTEGRATION_IDE|CLOUDBASE_ENV_ID|TCB_REGION|CLOUDBASE_MCP_TELEMETRY_DISABLED)"/;
  const edited = (before: string) => {
    const server = new Server();
    mkdirSync(server.file(".openclaw/workspace/config"), { recursive: true });
    writeFileSync(server.file(MCPORTER), before);
    const run = server.run();
    return { run, server, after: readFileSync(server.file(MCPORTER), "utf8") };
  };
  /** The lines of values that are not ours, as they stand, but for a comma that a further member needs. */
  const theirs = (text: string) =>
    text
      .split("\n")
      .filter(
        (line) => /^\s*"[^"]*": .*[^{[]$/.test(line) && !/"(?:env|cloudbase)": \{\}/.test(line) && !OURS.test(line),
      )
      .map((line) => line.replace(/,$/, ""));

  test("comments, spacing and the employee's keys stay byte for byte", () => {
    const before = `// mine
{
    "imports":   ["cursor"], /* keep */
    "mcpServers": {
        // the one for code
        "github": { "command": "npx" , "args":["-y"] },
        "cloudbase": {
            "env": {
                "MY_KEY": "a \\" } // no comment" // a comment
            },
            "timeoutMs": 5, // trailing
        },
    },
}
`;
    const { run, server, after } = edited(before);
    expect(run.code).toBe(0);
    for (const line of before
      .split("\n")
      .filter((each) => /MY_KEY|timeoutMs|github|imports|mine|for code/.test(each))) {
      expect(after).toContain(line.replace(/,?\s*(?:\/\/ (?:a comment|trailing))?$/, ""));
    }
    for (const comment of ["// mine", "/* keep */", "// the one for code", "// a comment", "// trailing"]) {
      expect(after).toContain(comment);
    }
    expect(after).toContain('"TCB_REGION": "ap-shanghai"');
    const again = server.run();
    expect(again.stdout).toContain("openclaw: nothing changed");
    expect(readFileSync(server.file(MCPORTER), "utf8")).toBe(after);
  });

  test("whatever the employee has in it, as JSON, stays where it is", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/).filter((each) => each !== "env" && !OURS.test(`"${each}"`));
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant('} // " /*'));
    const entry = fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });
    const file = fc.record({
      mcpServers: fc.record({ cloudbase: fc.tuple(entry, entry).map(([own, env]) => ({ ...own, env })), other: entry }),
      imports: fc.array(word),
    });
    fc.assert(
      fc.property(file, fc.constantFrom(0, 2, 4, "\t"), (content, indent) => {
        const { run, after } = edited(JSON.stringify(content, null, indent));
        expect(run.stderr).toBe("");
        const { cloudbase } = JSON.parse(after).mcpServers;
        expect({ ...JSON.parse(after), mcpServers: null }).toEqual({ ...content, mcpServers: null });
        expect(cloudbase).toMatchObject(content.mcpServers.cloudbase);
        expect(cloudbase.env.CLOUDBASE_ENV_ID).toBe("bob-8grqda2hfc2f62bb");
        if (indent !== 0)
          expect(theirs(after)).toEqual(expect.arrayContaining(theirs(JSON.stringify(content, null, indent))));
      }),
      { numRuns: 8 },
    );
  });

  test.each([
    ['{ "mcpServers": [] }', "mcpServers is no object"],
    ["[]", "no object"],
    ['{ "mcpServers": {', "it ends too early"],
    ['{ "a": 1 "b": 2 }', "no comma behind a value"],
    ['{ "a": nope }', "a value is missing"],
    ['{ "mcpServers": {}, "mcpServers": {} }', "the key mcpServers stands there twice"],
  ])("%s is named and left alone", (before, message) => {
    const { run, after } = edited(before);
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain(message);
    expect(after).toBe(before);
  });
});

describe("a run that was killed", () => {
  test("leaves nothing in the temporary folder after the next one", () => {
    const server = new Server();
    mkdirSync(join(server.root, "cloudbase-openclaw.abandoned"));
    server.run();
    expect(readdirSync(server.root).filter((file) => file.startsWith("cloudbase-openclaw"))).toEqual([]);
  });
});

test("the limits of what waits add up to the whole, which TAT allows", () => {
  const server = new Server();
  const deadline = spawnSync(
    "bash",
    ["-c", `${/^readonly T_IMAGE[\s\S]*?DEADLINE=.*$/m.exec(text)?.[0]}; echo $DEADLINE`],
    {
      encoding: "utf8",
    },
  );
  expect(Number(deadline.stdout)).toBeLessThan(BOOTSTRAP_TIMEOUT);
  expect(Number(deadline.stdout)).toBeGreaterThan(BOOTSTRAP_TIMEOUT - 120);
  expect(server.run().code).toBe(0);
});

describe("which Node", () => {
  const withOldNode = () => {
    const server = new Server();
    const old = join(server.root, "too-old");
    mkdirSync(old);
    symlinkSync(process.execPath, join(old, "node"));
    writeFileSync(server.file(".profile"), `PATH=${old}:${server.root}/bin:$PATH\n`);
    return server;
  };

  test("that of the gateway that runs, not the first on a path", () => {
    const server = withOldNode();
    mkdirSync(join(server.root, "good"));
    // A copy, since a process is known by the real path of its program.
    copyFileSync(process.execPath, join(server.root, "good/node"));
    const gateway = spawn(join(server.root, "good/node"), ["-e", "setInterval(() => {}, 1000)"]);
    try {
      server.gatewayIs(gateway.pid ?? 0);
      expect(server.run().code).toBe(0);
      expect(JSON.stringify(server.read(MCPORTER))).toContain(`"${server.root}/good/node"`);
    } finally {
      gateway.kill();
    }
  });

  test("that of the gateway's service where none runs", () => {
    const server = withOldNode();
    server.stopGateway();
    mkdirSync(join(server.root, "good"));
    symlinkSync(process.execPath, join(server.root, "good/node"));
    mkdirSync(server.file(".config/systemd/user"), { recursive: true });
    const unit = `[Service]\nExecStart="${server.root}/good/node" /opt/openclaw.mjs gateway --port 18801\n`;
    writeFileSync(server.file(".config/systemd/user/openclaw-gateway.service"), unit);
    const run = server.run();
    expect(run.code).toBe(0);
  });

  test("one of another shell where the first does not run OpenClaw; where none does, that is said", () => {
    const server = withOldNode();
    expect(server.run().code).toBe(0);
    const none = withOldNode();
    none.break("version");
    const run = none.run();
    expect(run.code).toBe(1);
    expect(failure(run.stderr)).toContain("no Node of user lighthouse runs 'openclaw --version'");
    expect(run.stdout).toContain("  | requires Node >=24.16.0");
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
