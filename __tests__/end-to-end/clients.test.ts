import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { REPOSITORY, run } from "../support/end-to-end/app.ts";
import { type Key, Project } from "../support/end-to-end/project.ts";
import { document } from "../support/sandbox/sandbox.ts";

const ROSTER = `account: { ownerUin: "100000000001", region: ap-shanghai }
employees:
  - name: alice
  - name: bob
`;

let project: Project;
let alice: { key: Key; environmentId: string };

beforeAll(async () => {
  project = await Project.start(ROSTER);
  const environmentId = environmentOf("alice");
  const { Uin = 0, SecretId = "", SecretKey = "" } = await project.cam().AddUser({ Name: "alice", UseApi: 1 });
  const own = document("allow", ["tcb:*"], [`qcs::tcb:ap-shanghai:uin/100000000001:env/${environmentId}`]);
  const { PolicyId = 0 } = await project
    .cam()
    .CreatePolicy({ PolicyName: "alice", PolicyDocument: JSON.stringify(own) });
  await project.cam().AttachUserPolicy({ PolicyId, AttachUin: Uin });
  alice = { environmentId, key: { secretId: SecretId, secretKey: SecretKey } };
});
afterAll(() => project?.sandbox.close());

function environmentOf(owner: string): string {
  const found = Object.values(project.cloud.tcb.environments).find(({ alias }) => alias === owner);
  if (found === undefined) throw new Error(`${owner} has no environment`);
  return found.id;
}

/** Variables of a process with a home of its own and alice's key, or the given one. */
function environment({ secretId, secretKey } = alice.key) {
  return {
    ...project.variables,
    HOME: mkdtempSync(join(tmpdir(), "home-")),
    TENCENTCLOUD_SECRETID: secretId,
    TENCENTCLOUD_SECRETKEY: secretKey,
    CLOUDBASE_MCP_TELEMETRY_DISABLED: "true",
  };
}

describe("@cloudbase/manager-node", () => {
  const Environments = z.object({ EnvList: z.array(z.object({ EnvId: z.string() })) });

  /** The package reads its address from the environment, so it gets a process of its own. */
  async function evaluate(expression: string, key: Key): Promise<unknown> {
    const manager = createRequire(import.meta.url).resolve("@cloudbase/manager-node");
    const program = `
      const CloudBase = require(${JSON.stringify(manager)});
      const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = process.env;
      const { env } = new CloudBase({ secretId, secretKey, envId: ${JSON.stringify(alice.environmentId)} });
      ${expression}.then(
        (answer) => console.log(JSON.stringify(answer)),
        (error) => console.log(JSON.stringify({ code: error.code, message: error.message })),
      );`;
    const { stdout, stderr } = await run(process.execPath, ["-e", program], REPOSITORY, environment(key));
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  }

  test("lists the environments, shows one, and gets the refusal of another one", async () => {
    const listed = Environments.parse(await evaluate("env.listEnvs()", project.rootKey));
    expect(listed.EnvList.map(({ EnvId }) => EnvId).sort()).toEqual([alice.environmentId, environmentOf("bob")].sort());
    expect(await evaluate("env.getEnvInfo()", alice.key)).toMatchObject({ EnvInfo: { EnvId: alice.environmentId } });
    expect(await evaluate(`env.describeEnvs({ EnvId: "${environmentOf("bob")}" })`, alice.key)).toMatchObject({
      message: expect.stringContaining("you are not authorized to perform operation (tcb:DescribeEnvs)"),
    });
  });
});

describe("@cloudbase/cli", () => {
  test("signs in with an API key and lists the environments of its owner", async () => {
    const tcb = join(REPOSITORY, "node_modules/@cloudbase/cli/bin/tcb");
    const signIn = ({ secretId, secretKey }: Key) => ["login", "--apiKeyId", secretId, "--apiKey", secretKey];
    const env = environment();
    const signedIn = await run(process.execPath, [tcb, ...signIn(alice.key)], env.HOME, env);
    expect(signedIn).toMatchObject({ code: 0, stderr: expect.stringContaining("login succeeded") });
    const stored = readFileSync(join(env.HOME, ".config/.cloudbase/auth.json"), "utf8");
    expect(stored).toContain(alice.key.secretId);
    const { stdout, code } = await run(process.execPath, [tcb, "env", "list"], env.HOME, env);
    expect(stdout).toContain(alice.environmentId);
    expect(stdout).not.toContain(environmentOf("bob"));
    expect(code).toBe(0);
  });
});

describe("@cloudbase/cloudbase-mcp", () => {
  const Answer = z.object({
    id: z.number(),
    result: z.looseObject({ content: z.array(z.object({ text: z.string() })).optional() }),
  });

  /** Speaks MCP over stdio: a JSON-RPC message a line. */
  async function callTools(key: Key, ...calls: readonly object[]): Promise<string[]> {
    const env = environment(key);
    const program = createRequire(import.meta.url).resolve("@cloudbase/cloudbase-mcp");
    const server = spawn(process.execPath, [join(program, "../cli.cjs")], {
      cwd: env.HOME,
      env,
      stdio: ["pipe", "pipe", "ignore"],
    });
    try {
      const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
      const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
      const request = async (id: number, method: string, params: object) => {
        send({ id, method, params });
        for (;;) {
          const { value, done } = await lines.next();
          if (done) throw new Error(`the server ended without an answer to ${method}`);
          const answer = Answer.safeParse(JSON.parse(value));
          if (answer.success && answer.data.id === id) return answer.data.result;
        }
      };
      const clientInfo = { name: "test", version: "1.0.0" };
      await request(0, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
      send({ method: "notifications/initialized" });
      const texts: string[] = [];
      for (const [index, call] of calls.entries()) {
        const { content = [] } = await request(index + 1, "tools/call", call);
        texts.push(content.map(({ text }) => text).join("\n"));
      }
      return texts;
    } finally {
      server.kill();
    }
  }

  test("finds the employee's environment, and no other one", async () => {
    const [listed = "", shown = ""] = await callTools(
      alice.key,
      { name: "queryEnv", arguments: { action: "list" } },
      {
        name: "callCloudApi",
        arguments: { service: "tcb", action: "DescribeEnvs", params: { EnvId: environmentOf("bob") } },
      },
    );
    expect(listed).toContain(alice.environmentId);
    expect(listed).not.toContain(environmentOf("bob"));
    expect(shown).toContain("you are not authorized to perform operation (tcb:DescribeEnvs)");
  });
});
