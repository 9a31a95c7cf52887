import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createWritable } from "listr2";
import { z } from "zod";
import type { CloudContext } from "../../commands/connect.ts";
import { lookupCommand } from "../../commands/lookup.ts";
import {
  type Cloud,
  cloudBlueprint,
  cloudBundle,
  cloudEnvironment,
  type Fault,
  madeUpKey,
  rosterText,
  startCloud,
} from "../support/lookups/cloud.ts";

const withServer = (name: string) => `name: ${name}\nserver: { bundle: bundle_1 }`;

let cloud: Cloud;
let cwd: string;
const key = madeUpKey();

beforeEach(async () => {
  cloud = await startCloud({
    environments: [cloudEnvironment("alice"), cloudEnvironment("bob")],
    blueprints: [cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw")],
  });
  cwd = mkdtempSync(join(tmpdir(), "lookup-"));
  write("cdktf.json", JSON.stringify({ context: { rosters: ["employees.yaml"] } }));
  write("employees.yaml", rosterText(withServer("alice")));
});
afterEach(() => cloud.close());

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), "utf8");

/** What process.stdout is where it is no terminal. */
function stream(write: (text: string) => void): NodeJS.WriteStream {
  return z.custom<NodeJS.WriteStream>().parse(createWritable(write));
}

function env(): Record<string, string> {
  return {
    TENCENTCLOUD_SECRET_ID: key.secretId,
    TENCENTCLOUD_SECRET_KEY: key.secretKey,
    TENCENTCLOUD_TOKEN: key.token,
    TENCENTCLOUD_ENDPOINT: cloud.host,
    TENCENTCLOUD_PROTOCOL: "HTTP",
  };
}

/** Runs `subaccounts lookup` with the arguments; no output and no file may ever hold the key. */
async function run(args: readonly string[] = [], context: Partial<CloudContext> = {}) {
  const outcome = { code: 0, stdout: "", stderr: "" };
  const command = lookupCommand({
    env: env(),
    cwd,
    stdout: stream((text) => {
      outcome.stdout += text;
    }),
    stderr: stream((text) => {
      outcome.stderr += text;
    }),
    retry: { tries: 2, minWait: 1, maxWait: 2 },
    setExitCode: (code) => {
      outcome.code = code;
    },
    ...context,
  });
  await command.parseAsync([...args], { from: "user" });
  const seen = [outcome.stdout, outcome.stderr, ...readdirSync(cwd).map(read)].join("\n");
  for (const secret of [key.secretKey, key.token]) expect(seen).not.toContain(secret);
  return outcome;
}

describe("subaccounts lookup", () => {
  test("writes what was found, says so, and shows its progress in plain lines", async () => {
    expect(await run()).toEqual({
      code: 0,
      stdout: [
        "employees.yaml: the environments of 1 employee found; employees.lookups.json written:",
        "  account ownerUin: new, 100000000001",
        "  account appId: new, 1250000000",
        "  environment alice-8grqda2hfc2f62bb alias: new, alice",
        '  blueprint "OpenClaw": new, lhbp-aaaaaaaa',
        "  bundle bundle_1: new, 2 cores, 4 GB, 60 GB disk, 30 CNY a month",
        "",
      ].join("\n"),
      stderr: [
        "❯ look up employees.yaml",
        "› environments listed: 2",
        "› blueprints listed: 1",
        "› bundles listed: 1",
        "✔ look up employees.yaml",
        "",
      ].join("\n"),
    });
    expect(JSON.parse(read("employees.lookups.json"))).toEqual({
      account: { ownerUin: "100000000001", appId: "1250000000" },
      blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" } },
      bundles: { bundle_1: { cpu: 2, memory: 4, disk: 60, price: { month: 30, currency: "CNY" } } },
      environments: {
        "alice-8grqda2hfc2f62bb": {
          alias: "alice",
          region: "ap-shanghai",
          package: "baas_personal",
          storageBucket: "6465-alice-8grqda2hfc2f62bb-1250000000",
          logs: { logsetId: "set-of-alice", topicId: "topic-of-alice" },
          hostingBucket: "static-alice-8grqda2hfc2f62bb-1250000000",
        },
      },
    });
  });

  test("leaves the file alone where it finds nothing new", async () => {
    await run();
    utimesSync(join(cwd, "employees.lookups.json"), 1, 1);
    cloud.environments = [...cloud.environments].reverse();
    const again = await run();
    expect(again).toMatchObject({
      code: 0,
      stdout: "employees.yaml: the environments of 1 employee found; nothing changed in employees.lookups.json\n",
    });
    expect(statSync(join(cwd, "employees.lookups.json")).mtimeMs).toBe(1000);
  });

  test("leaves a file alone that was written before bundles were looked up, where no server needs one", async () => {
    writeFileSync(join(cwd, "employees.yaml"), rosterText("name: alice\nserver: false"));
    await run();
    const { bundles, ...older } = JSON.parse(read("employees.lookups.json"));
    expect(bundles).toEqual({});
    writeFileSync(join(cwd, "employees.lookups.json"), JSON.stringify(older));
    expect((await run()).stdout).toContain("nothing changed");
    expect(read("employees.lookups.json")).toBe(JSON.stringify(older));
  });

  test("--check passes where the file is up to date, and writes nothing where it is missing or stale", async () => {
    expect(await run(["--check"])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^employees\.lookups\.json is missing; run: npx subaccounts lookup employees\.yaml\n {2}account ownerUin: new/,
      ),
    });
    expect(existsSync(join(cwd, "employees.lookups.json"))).toBe(false);

    await run();
    expect(await run(["--check"])).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing changed") });

    const before = read("employees.lookups.json");
    cloud.environments = [cloudEnvironment("alice", { PackageId: "baas_pf_standard" })];
    expect(await run(["--check"])).toMatchObject({
      code: 1,
      stdout:
        "employees.lookups.json is stale; run: npx subaccounts lookup employees.yaml\n" +
        "  environment alice-8grqda2hfc2f62bb package: baas_personal became baas_pf_standard\n",
    });
    expect(read("employees.lookups.json")).toBe(before);
  });

  test("--format json and sarif say what is wrong, and with --check what is stale, for programs", async () => {
    expect(JSON.parse((await run(["--check", "--format", "json"])).stdout)).toEqual([
      expect.objectContaining({
        rule: "lookups-missing",
        file: "employees.lookups.json",
        message: "this file is missing",
      }),
    ]);
    await run();
    expect((await run(["--check", "--format", "json"])).stdout).toBe("[]\n");
    cloud.environments = [cloudEnvironment("alice", { PackageId: "baas_pf_standard" })];
    expect(JSON.parse((await run(["--check", "--format", "json"])).stdout)).toEqual([
      {
        ...{ rule: "lookups-stale", severity: "error", file: "employees.lookups.json" },
        message: "stale: environment alice-8grqda2hfc2f62bb package: baas_personal became baas_pf_standard",
        remedy: "run: npx subaccounts lookup employees.yaml",
      },
    ]);
    cloud.environments = [];
    const { code, stdout } = await run(["--format", "sarif"]);
    expect(code).toBe(1);
    const [result] = JSON.parse(stdout).runs[0].results;
    expect(result.message.text).toMatch(/^alice: no environment in ap-shanghai has the alias alice; make it/);
    expect(result.locations[0].physicalLocation.region).toEqual({ startLine: 5, startColumn: 5 });
  });

  test("keeps the bundles of servers with --repin, also where one is sold out since", async () => {
    await run();
    cloud.bundles = [cloudBundle("bundle_1", { BundleSalesState: "SOLD_OUT" })];
    expect((await run(["--repin"])).stdout).toContain(
      "30 CNY a month became 2 cores, 4 GB, 60 GB disk, 30 CNY a month, sold out",
    );
  });

  test("keeps the pinned blueprint until --repin", async () => {
    await run();
    cloud.blueprints = [
      cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw", { BlueprintState: "OFFLINE" }),
      cloudBlueprint("lhbp-bbbbbbbb", "OpenClaw"),
    ];
    expect((await run()).stdout).toContain("nothing changed");
    expect((await run(["--repin"])).stdout).toContain('blueprint "OpenClaw": lhbp-aaaaaaaa became lhbp-bbbbbbbb');
    expect((await run()).stdout).toContain("nothing changed");
  });

  test("writes nothing for a roster of which one employee's environment is not ready, and keeps others from nothing", async () => {
    write("cdktf.json", JSON.stringify({ context: { rosters: ["north.yaml", "south.yaml"] } }));
    write("north.yaml", rosterText("name: alice", "name: carol"));
    write("south.yaml", rosterText("name: bob"));
    const { code, stdout, stderr } = await run();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^south\.yaml: the environments of 1 employee found; south\.lookups\.json written:\n/);
    expect(stderr).toMatch(/✖ look up north\.yaml \[FAILED: see below\]/);
    expect(stderr).toMatch(
      /\nnorth\.yaml:6:5: carol: no environment in ap-shanghai has the alias carol; make it .*\n$/,
    );
    expect(readdirSync(cwd).filter((file) => file.endsWith(".json"))).toEqual(["cdktf.json", "south.lookups.json"]);
  });

  test("takes the rosters that are named instead of the list in cdktf.json", async () => {
    write("south.yaml", rosterText("name: bob"));
    expect((await run(["south.yaml"])).code).toBe(0);
    expect(readdirSync(cwd)).toContain("south.lookups.json");
    expect(readdirSync(cwd)).not.toContain("employees.lookups.json");
  });

  test.each<[string, Partial<CloudContext>, RegExp]>([
    ["without a key", { env: {} }, /^no API key: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY .*\n$/],
    [
      "with half a key",
      { env: { TENCENTCLOUD_SECRETKEY: key.secretKey } },
      /^half an API key: TENCENTCLOUD_SECRETKEY is set, but TENCENTCLOUD_SECRETID is not; .*\n$/,
    ],
    [
      "with a protocol that there is not",
      { env: { TENCENTCLOUD_SECRETID: "id", TENCENTCLOUD_SECRETKEY: "key", TENCENTCLOUD_PROTOCOL: "gopher" } },
      /^TENCENTCLOUD_PROTOCOL is "gopher"; write HTTP or HTTPS\n$/,
    ],
  ])("ends in one line %s, and calls nobody", async (_, context, message) => {
    expect(await run([], context)).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(message) });
    expect(cloud.calls).toEqual([]);
  });

  test("reports a roster's mistakes before it calls anybody", async () => {
    write("employees.yaml", rosterText("name: alice", "name: alice"));
    expect(await run()).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^employees\.yaml:6:.*alice/),
    });
    expect(cloud.calls).toEqual([]);
  });

  test("refuses a broken lookups file, and leaves it", async () => {
    write("employees.lookups.json", "<<<<<<< HEAD");
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nemployees\.lookups\.json: this is not JSON .*npx subaccounts lookup employees\.yaml\n$/);
    expect(read("employees.lookups.json")).toBe("<<<<<<< HEAD");
  });

  test.each<[string, Fault[]]>([
    [
      "refuses the key and repeats it",
      [{ code: "AuthFailure.TokenFailure", message: `${key.token} ${key.secretKey}` }],
    ],
    ["is too busy", Array.from({ length: 2 }, () => ({ code: "RequestLimitExceeded", message: "slow down" }))],
    ["fails", [{ status: 500 }, { status: 500 }]],
    ["hangs up", ["drop", "drop"]],
    ["answers with a page of a proxy", [{ body: "<html>" }]],
  ])("ends in one line with the action where the cloud %s, and writes nothing", async (_, faults) => {
    for (const action of ["GetUserAppId", "DescribeEnvs", "DescribeBlueprints", "DescribeBundles"]) {
      cloud.faults = { [action]: [...faults] };
      const { code, stdout, stderr } = await run();
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`\n(cam|tcb|lighthouse):${action} failed.*; .*\n$`));
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(existsSync(join(cwd, "employees.lookups.json"))).toBe(false);
    }
  });

  test("of several at the same time leave one whole file", async () => {
    write("employees.yaml", rosterText(withServer("alice"), "name: bob"));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 0));
    expect(readdirSync(cwd).sort()).toEqual(["cdktf.json", "employees.lookups.json", "employees.yaml"]);
    expect((await run(["--check"])).code).toBe(0);
  });

  test("runs as a process, with the variables of CloudBase MCP", async () => {
    const { TENCENTCLOUD_ENDPOINT, TENCENTCLOUD_PROTOCOL } = env();
    const child = spawn(process.execPath, [resolve("commands/subaccounts.mjs"), "lookup"], {
      cwd,
      env: {
        PATH: process.env.PATH,
        TENCENTCLOUD_ENDPOINT,
        TENCENTCLOUD_PROTOCOL,
        TENCENTCLOUD_SECRETID: key.secretId,
        TENCENTCLOUD_SECRETKEY: key.secretKey,
        TENCENTCLOUD_SESSIONTOKEN: key.token,
        // The SDK would send calls of loopback there.
        http_proxy: "http://127.0.0.1:9",
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += chunk;
      });
    const code = await new Promise((done) => child.on("close", done));
    expect(output).toMatch(/employees\.lookups\.json written/);
    expect(output).not.toContain("\u001b");
    expect(code).toBe(0);
    expect(cloud.calls[0]?.headers["x-tc-token"]).toBe(key.token);
  });
});
