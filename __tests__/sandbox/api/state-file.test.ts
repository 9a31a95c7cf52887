import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { StateFile } from "../../../sandbox/api/state-file.ts";
import { codeOf, document, emptyCloud, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let path: string;
const running: { sandbox?: Sandbox; child?: ChildProcess } = {};
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), "state-")), "state.json");
});
afterEach(async () => {
  await running.sandbox?.api.close();
  running.child?.kill("SIGKILL");
});

async function start(fresh = emptyCloud()): Promise<Sandbox> {
  const stateFile = await StateFile.open(path, () => fresh);
  running.sandbox = await startSandbox({ cloud: stateFile.cloud, stateFile });
  return running.sandbox;
}

describe("a state file", () => {
  test("lets a sandbox go on where the last one stopped, its keys and ids included", async () => {
    const first = await start();
    const alice = await first.cam().AddUser({ Name: "alice", UseApi: 1 });
    const key = { secretId: alice.SecretId ?? "", secretKey: alice.SecretKey ?? "" };
    const { PolicyId = 0 } = await first.cam().CreatePolicy({
      PolicyName: "p",
      PolicyDocument: JSON.stringify(document("allow", ["cam:GetUser"])),
    });
    await first.cam().AttachUserPolicy({ PolicyId, AttachUin: alice.Uin ?? 0 });
    await first
      .tag()
      .AddResourceTag({ TagKey: "team", TagValue: "data", Resource: `qcs::cam::uin/:policy/${PolicyId}` });
    await first.api.close();

    const second = await start();
    expect(second.cloud).toEqual(first.cloud);
    expect(await second.cam(key).GetUser({ Name: "alice" })).toMatchObject({ Uin: alice.Uin });
    const bob = await second.cam().AddUser({ Name: "bob" });
    expect(bob.Uin).toBe((alice.Uin ?? 0) + 1);
  });

  test("holds every change by the time that it is answered, and can be read by its owner alone", async () => {
    const { cam } = await start();
    await Promise.all(Array.from({ length: 40 }, (_, index) => cam().AddUser({ Name: `user-${index}` })));
    const { cloud } = JSON.parse(await readFile(path, "utf8"));
    expect(Object.keys(cloud.cam.uins)).toHaveLength(40);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test("is not written for calls that only read", async () => {
    const { cam } = await start();
    const before = await stat(path);
    await cam().ListUsers();
    expect((await stat(path)).ino).toBe(before.ino);
    await cam().AddUser({ Name: "alice" });
    expect((await stat(path)).ino).not.toBe(before.ino);
  });

  test("keeps settings that were changed while the sandbox ran", async () => {
    const first = await start();
    await first.control("POST", "settings", { policyEffect: 60_000 });
    await first.api.close();
    expect((await start()).cloud.settings.policyEffect).toBe(60_000);
  });

  test.each(["", "{", "[]", '{"format":"another"}'])("that holds %j is refused and left alone", async (content) => {
    await writeFile(path, content);
    await expect(start()).rejects.toThrow(`${path}: not a state file of the sandbox; delete it`);
    expect(await readFile(path, "utf8")).toBe(content);
  });
});

test("a sandbox that is killed in the middle of its work leaves a file that a new one goes on with", async () => {
  const fresh = emptyCloud();
  await (await StateFile.open(path, () => fresh)).save();
  for (let kill = 0; kill < 2; kill++) {
    const { child, port } = await startProcess();
    const client = await clientOf(port);
    const { Data: before = [] } = await client.cam(keyOf(fresh)).ListUsers();
    const answered: string[] = [];
    const work = Promise.all(
      Array.from({ length: 4 }, async (_, worker) => {
        for (let index = 0; index < 500; index++) {
          const Name = `user-${kill}-${worker}-${index}`;
          if ((await codeOf(client.cam(keyOf(fresh)).AddUser({ Name }))) !== "no error") return;
          if (answered.push(Name) === 30 + kill) child.kill("SIGKILL");
        }
      }),
    );
    await once(child, "exit");
    await work;
    const { cloud } = await StateFile.open(path, () => {
      throw new Error("the file is gone");
    });
    // What was answered is there; what was not may be.
    for (const name of [...before.map(({ Name }) => Name ?? ""), ...answered])
      expect(cloud.cam.uins).toHaveProperty(name);
    expect(Object.keys(cloud.cam.users)).toHaveLength(Object.keys(cloud.cam.uins).length);
  }

  function keyOf({ account }: typeof fresh) {
    return { secretId: account.rootSecretId, secretKey: account.rootSecretKey };
  }
});

/** The API in a process of its own, which prints its port. */
async function startProcess(): Promise<{ child: ChildProcess; port: number }> {
  const script = `
    const { StateFile } = await import(${JSON.stringify(new URL("../../../sandbox/api/state-file.ts", import.meta.url).href)});
    const { startApi } = await import(${JSON.stringify(new URL("../../../sandbox/api/server.ts", import.meta.url).href)});
    const stateFile = await StateFile.open(${JSON.stringify(path)}, () => { throw new Error("no file"); });
    const { port } = await startApi({ cloud: stateFile.cloud, stateFile });
    console.log(port);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.child = child;
  const [printed] = await once(child.stdout, "data");
  return { child, port: Number(String(printed)) };
}

/** The SDK's clients for a server of another process. */
async function clientOf(port: number) {
  const { cam } = await import("tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js");
  const httpProfile = { endpoint: `127.0.0.1:${port}`, protocol: "http://" };
  return {
    cam: (credential: { secretId: string; secretKey: string }) =>
      new cam.v20190116.Client({ credential, region: "ap-shanghai", profile: { httpProfile } }),
  };
}
