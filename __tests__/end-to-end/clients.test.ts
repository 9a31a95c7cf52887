import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { REPOSITORY, run } from "../support/end-to-end/app.ts";
import { callTools } from "../support/end-to-end/mcp.ts";
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
  test("finds the employee's environment, and no other one", async () => {
    const env = environment();
    const program = createRequire(import.meta.url).resolve("@cloudbase/cloudbase-mcp");
    const [listed = "", shown = ""] = await callTools(
      { command: process.execPath, args: [join(program, "../cli.cjs")], cwd: env.HOME, env },
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

  test.each(["cursor", "vscode", "claude-code"])(
    "starts from the file of %s and sees the own environment alone",
    async (tool) => {
      await project.command("lookup");
      const { code, stdout } = await project.command("mcp", "alice", "--tool", tool, "--auth", "keys");
      expect(code).toBe(0);
      expect(stdout).not.toContain(alice.key.secretKey);
      const { mcpServers, servers = mcpServers } = McpFile.parse(JSON.parse(stdout));
      const [entry] = Object.values(servers ?? {});
      expect(entry).toMatchObject({
        command: "npx",
        args: ["-y", expect.stringMatching(/^@cloudbase\/cloudbase-mcp@/)],
      });
      const env: Readonly<Record<string, string | undefined>> & { readonly HOME: string } = environment();
      // As the tool would, from the person's variables.
      const filled = Object.fromEntries(
        Object.entries(entry?.env ?? {}).map(([name, value]) => [name, /^\$\{.*\}$/.test(value) ? env[name] : value]),
      );
      const program = createRequire(import.meta.url).resolve("@cloudbase/cloudbase-mcp");
      const [listed = ""] = await callTools(
        { command: process.execPath, args: [join(program, "../cli.cjs")], cwd: env.HOME, env: { ...env, ...filled } },
        { name: "queryEnv", arguments: { action: "list" } },
      );
      expect(listed).toContain(alice.environmentId);
      expect(listed).not.toContain(environmentOf("bob"));
    },
  );
});

const Entry = z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) });
const McpFile = z.object({
  mcpServers: z.record(z.string(), Entry).optional(),
  servers: z.record(z.string(), Entry).optional(),
});
