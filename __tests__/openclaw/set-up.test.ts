/** The set-up of a server on the real OpenClaw. Needs root, Linux and the package registry: `npm run test:openclaw`. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { callTools } from "../support/end-to-end/mcp.ts";
import { Project } from "../support/end-to-end/project.ts";
import { Machine } from "../support/openclaw/machine.ts";
import { document } from "../support/sandbox/sandbox.ts";

const MCPORTER = ".openclaw/workspace/config/mcporter.json";
const machine = new Machine();

/** The employee's own: a key, a filter, another server, comments. */
const OWN = { env: { MY_SETTING: "stays" }, command: "npx", timeoutMs: 70_000 };
const COMMENTED = `// by hand
{
  "mcpServers": {
    "other": { "command": "npx" , "args": ["-y", "other-mcp"] }, // spaced by hand
    "cloudbase": { "timeoutMs": 70000 }
  }
}
`;

const servers = () => JSON.parse(machine.as("openclaw mcp show --json").stdout);
const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";

beforeAll(async () => {
  machine.start();
  for (const [name, entry] of Object.entries({
    cloudbase: OWN,
    other: { command: "npx", args: ["-y", "other-mcp"] },
  })) {
    expect(machine.as(`openclaw mcp set ${name} '${JSON.stringify(entry)}'`)).toMatchObject({ code: 0 });
  }
  machine.write(MCPORTER, COMMENTED);
  await machine.startGateway();
}, 600_000);
afterAll(() => machine.stop());

/** What the set-up owns is there, and all else is what it was. */
function expectSetUp(): void {
  const { cloudbase, other } = servers();
  expect(other).toEqual({ command: "npx", args: ["-y", "other-mcp"] });
  expect(cloudbase).toMatchObject({
    command: machine.node,
    env: { MY_SETTING: "stays", CLOUDBASE_ENV_ID: "bob-8grqda2hfc2f62bb", TCB_REGION: "ap-shanghai" },
    timeoutMs: 70_000,
  });
  const text = machine.read(MCPORTER);
  for (const line of COMMENTED.split("\n").filter((each) => /hand|spaced/.test(each))) expect(text).toContain(line);
  expect(text).toContain('"timeoutMs": 70000');
  expect(text).toContain('"CLOUDBASE_ENV_ID": "bob-8grqda2hfc2f62bb"');
}

describe("a server with the real OpenClaw", () => {
  test("is set up from root's home, and a second run changes nothing", () => {
    const first = machine.setUp();
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(lastLine(first.stdout)).toMatch(/^openclaw: set up: environment bob-8grqda2hfc2f62bb in ap-shanghai, user /);
    expectSetUp();
    const before = [machine.read(MCPORTER), machine.read(".openclaw/openclaw.json")];
    const second = machine.setUp();
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(lastLine(second.stdout)).toMatch(/^openclaw: nothing changed: /);
    expect([machine.read(MCPORTER), machine.read(".openclaw/openclaw.json")]).toEqual(before);
    expect(machine.as("openclaw skills list").stdout).toMatch(/cloudbase/);
  }, 600_000);

  test("is set up whenever a run is killed in the middle, and loses nothing of the employee's", async () => {
    for (const after of fc.sample(fc.integer({ min: 200, max: 12_000 }), 3)) {
      machine.as("openclaw mcp unset cloudbase");
      machine.as(`openclaw mcp set cloudbase '${JSON.stringify(OWN)}'`);
      await machine.setUpKilled(after);
      expect(servers().cloudbase).toMatchObject({ env: { MY_SETTING: "stays" }, timeoutMs: 70_000 });
    }
    expect(machine.setUp()).toMatchObject({ code: 0, stderr: "" });
    expectSetUp();
  }, 600_000);

  test("keeps an entry that could not be read in time, and says how long that was", () => {
    machine.hang("mcp show");
    const run = machine.setUp({ CALL: 20 });
    machine.unhang();
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^FAILED at 'register the MCP server': .* no answer within 20 s, so nothing was registered: .*\n$/,
    );
    expectSetUp();
  }, 600_000);

  test("takes the Node of the gateway where a shell would find one that is too old", () => {
    machine.addOldNode();
    expect(machine.setUp()).toMatchObject({ code: 0, stderr: "" });
    expectSetUp();
  }, 600_000);

  test("has an MCP server that names the employee's own environment, and no other", async () => {
    const project = await Project.start(
      'account: { ownerUin: "100000000001", region: ap-shanghai }\nemployees:\n  - { name: bob, environment: { id: bob-8grqda2hfc2f62bb } }\n  - name: alice\n',
    );
    try {
      const { Uin = 0, SecretId = "", SecretKey = "" } = await project.cam().AddUser({ Name: "bob", UseApi: 1 });
      const own = document("allow", ["tcb:*"], ["qcs::tcb:ap-shanghai:uin/100000000001:env/bob-8grqda2hfc2f62bb"]);
      const { PolicyId = 0 } = await project
        .cam()
        .CreatePolicy({ PolicyName: "bob", PolicyDocument: JSON.stringify(own) });
      await project.cam().AttachUserPolicy({ PolicyId, AttachUin: Uin });
      const { command, args, env } = servers().cloudbase;
      const variables = { ...project.variables, ...env, HOME: machine.home };
      const [listed = ""] = await callTools(
        {
          command,
          args,
          cwd: "/",
          env: { ...variables, TENCENTCLOUD_SECRETID: SecretId, TENCENTCLOUD_SECRETKEY: SecretKey },
        },
        { name: "queryEnv", arguments: { action: "list" } },
      );
      expect(listed).toContain("bob-8grqda2hfc2f62bb");
      expect(listed).not.toContain("alice");
    } finally {
      await project.sandbox.close();
    }
  }, 120_000);
});
