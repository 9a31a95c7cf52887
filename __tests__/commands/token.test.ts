import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createWritable } from "listr2";
import { z } from "zod";
import type { CloudContext } from "../../commands/connect.ts";
import { lookupCommand } from "../../commands/lookup.ts";
import { tokenCommand } from "../../commands/token.ts";
import { addEmployee, codeOf, document, type Key, OWNER_UIN } from "../support/sandbox/sandbox.ts";
import { seeded, startWorkplaces, type Workplaces } from "../support/sandbox/workplaces.ts";

const roster = (ownerUin: number | string) => `account: { ownerUin: "${ownerUin}", region: ap-shanghai }
employees:
  - { name: alice.2, environment: { alias: alice }, grants: [{ preset: QcloudCIFullAccess, waiver: all pictures }] }
  - { name: bob, policy: strict, access: { sourceIps: [203.0.113.0/24] } }
  - { name: carol, policy: strict }
`;

let sandbox: Workplaces;
let administrator: Key;
let cwd: string;

beforeAll(async () => {
  sandbox = await startWorkplaces();
  for (const alias of ["alice", "bob", "carol"]) seeded(sandbox, alias);
  ({ key: administrator } = await addEmployee(sandbox, "administrator", document("allow", ["*"])));
  cwd = mkdtempSync(join(tmpdir(), "token-"));
  writeFileSync(join(cwd, "cdktf.json"), JSON.stringify({ context: { rosters: ["employees.yaml"] } }));
  writeFileSync(join(cwd, "employees.yaml"), roster(OWNER_UIN));
  await lookupCommand(contextOf(sandbox.rootKey).context).parseAsync([], { from: "user" });
});
afterAll(() => sandbox.api.close());

function contextOf(key: Key) {
  const outcome = { code: 0, stdout: "", stderr: "" };
  const into = (stream: "stdout" | "stderr") =>
    z.custom<NodeJS.WriteStream>().parse(
      createWritable((text) => {
        outcome[stream] += text;
      }),
    );
  const context: CloudContext = {
    env: {
      TENCENTCLOUD_SECRET_ID: key.secretId,
      TENCENTCLOUD_SECRET_KEY: key.secretKey,
      TENCENTCLOUD_TOKEN: key.token,
      TENCENTCLOUD_ENDPOINT: `127.0.0.1:${sandbox.api.port}`,
      TENCENTCLOUD_PROTOCOL: "HTTP",
    },
    cwd,
    stdout: into("stdout"),
    stderr: into("stderr"),
    setExitCode: (code) => {
      outcome.code = code;
    },
    retry: { tries: 1 },
  };
  return { context, outcome };
}

async function token(args: readonly string[], key: Key = sandbox.rootKey) {
  const { context, outcome } = contextOf(key);
  await tokenCommand(context)
    .exitOverride()
    .parseAsync([...args], { from: "user" });
  return outcome;
}

const printed = z.strictObject({
  CLOUDBASE_ENV_ID: z.string(),
  TCB_REGION: z.string(),
  TENCENTCLOUD_SECRETID: z.string(),
  TENCENTCLOUD_SECRETKEY: z.string(),
  TENCENTCLOUD_SESSIONTOKEN: z.string(),
  TOKEN_EXPIRATION: z.iso.datetime(),
});

async function issued(name: string): Promise<{ key: Key; environmentId: string; expiration: string }> {
  const values = printed.parse(JSON.parse((await token([name])).stdout));
  return {
    key: {
      secretId: values.TENCENTCLOUD_SECRETID,
      secretKey: values.TENCENTCLOUD_SECRETKEY,
      token: values.TENCENTCLOUD_SESSIONTOKEN,
    },
    environmentId: values.CLOUDBASE_ENV_ID,
    expiration: values.TOKEN_EXPIRATION,
  };
}

describe("a token", () => {
  test.each(["alice.2", "carol"])("for %s reaches the own environment and no other", async (name) => {
    const { key, environmentId } = await issued(name);
    const info = (EnvId: string) => codeOf(sandbox.tcb(key).request("DescribeEnvInfo", { EnvId }));
    const ids = Object.values(sandbox.cloud.tcb.environments).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(await info(environmentId)).toBe("no error");
    for (const id of ids.filter((each) => each !== environmentId)) {
      expect(await info(id)).toBe("UnauthorizedOperation");
      expect(await codeOf(sandbox.tcb(key).DestroyEnv({ EnvId: id }))).toBe("UnauthorizedOperation");
    }
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("AuthFailure.UnauthorizedOperation");
  });

  test("carries the condition of source addresses", async () => {
    const { key, environmentId } = await issued("bob");
    const call = sandbox.tcb(key).request("DescribeEnvInfo", { EnvId: environmentId });
    expect(await codeOf(call)).toBe("UnauthorizedOperation");
  });

  test("lasts half an hour by default, and what is asked for otherwise", async () => {
    const left = (expiration: string) => (Date.parse(expiration) - Date.now()) / 1000;
    expect(Math.abs(left((await issued("carol")).expiration) - 1800)).toBeLessThan(60);
    const { stdout } = await token(["carol", "--duration", "129600"], administrator);
    const { TOKEN_EXPIRATION } = printed.parse(JSON.parse(stdout));
    expect(Math.abs(left(TOKEN_EXPIRATION) - 129_600)).toBeLessThan(60);
  });

  test("comes with a note of its gaps, and is stored nowhere", async () => {
    const { stdout, stderr } = await token(["alice.2"]);
    expect(stderr).toMatch(/note: valid until .*\nnote: tcb:DescribeEnvs and scf:ListFunctions are reported to refuse/);
    expect(stderr).toMatch(/note: preset policies are not part of it: QcloudCIFullAccess\n/);
    const { TENCENTCLOUD_SECRETKEY: secret } = printed.parse(JSON.parse(stdout));
    expect(stderr).not.toContain(secret);
    for (const file of readdirSync(cwd)) expect(readFileSync(join(cwd, file), "utf8")).not.toContain(secret);
  });

  test.each([
    ["dotenv", /^CLOUDBASE_ENV_ID='carol-[a-z0-9]+'\nTCB_REGION='ap-shanghai'\nTENCENTCLOUD_SECRETID='[^'\n]+'\n/],
    ["shell", /^export CLOUDBASE_ENV_ID='carol-[a-z0-9]+'\n(?:export [A-Z_]+='[^'\n]+'\n){5}$/],
  ])("is printed as %s", async (format, expected) => {
    expect((await token(["carol", "--format", format])).stdout).toMatch(expected);
  });
});

describe("no token is issued", () => {
  test.each([
    [["frank"], /there is no employee named "frank"; there are alice\.2, bob, carol/],
    [["carol", "--duration", "1h"], /--duration "1h": write whole seconds, 1 to 7200/],
    [["carol", "--duration", "0"], /write whole seconds/],
    [["carol", "--duration", "129601"], /write whole seconds/],
    [
      ["carol", "--duration", "7201"],
      /a key of the root account gives at most 7200 seconds; write less, or use the key/,
    ],
  ])("for %s", async (args, message) => {
    await expect(token(args)).rejects.toThrow(message);
  });

  test("with temporary credentials, which cannot ask for others", async () => {
    const { key } = await issued("carol");
    await expect(token(["carol"], key)).rejects.toThrow(/set a permanent API key, without a token/);
  });

  test("with a key of another root account", async () => {
    const text = readFileSync(join(cwd, "employees.lookups.json"), "utf8");
    writeFileSync(join(cwd, "others.yaml"), roster("200000000002"));
    writeFileSync(join(cwd, "others.lookups.json"), text.replace(String(OWNER_UIN), "200000000002"));
    await expect(token(["carol", "--roster", "others.yaml"])).rejects.toThrow(
      /belongs to root account 100000000001, but the roster is for 200000000002/,
    );
  });

  test("for somebody whose key the cloud refuses, with its code", async () => {
    const { key } = await addEmployee(sandbox, "nobody");
    await expect(token(["carol"], key)).rejects.toThrow(
      /sts:GetFederationToken failed: .*request id .*; allow sts:Get/,
    );
  });
});
