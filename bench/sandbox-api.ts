/** Measures how many signed requests of sub-accounts the sandbox's API answers a second on one core: `npx tsx bench/sandbox-api.ts`. */
import { type ChildProcess, fork } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { z } from "zod";
import { newCloud } from "../sandbox/api/cloud.ts";
import { startApi } from "../sandbox/api/server.ts";

const EMPLOYEES = 1000;
const REQUESTS = 20_000;
const CONNECTIONS = 50;
/** Requests a second that one core is to answer. */
const GOAL = 2000;

const Started = z.object({
  port: z.number(),
  keys: z.array(z.object({ secretId: z.string(), secretKey: z.string() })),
});
const Used = z.object({ cpuSeconds: z.number() });

if (process.send === undefined) await measure();
else await serve();

/** The server's process: a cloud of many employees, each with a policy of their own. */
async function serve(): Promise<void> {
  const account = {
    ownerUin: 100000000001,
    appId: 1250000000,
    rootSecretId: "root",
    rootSecretKey: randomBytes(16).toString("hex"),
  };
  const cloud = newCloud(account);
  const keys = Array.from({ length: EMPLOYEES }, (_, index) => {
    const uin = account.ownerUin + 1 + index;
    const key = { secretId: `employee${index}`, secretKey: randomBytes(16).toString("hex") };
    const name = `employee-${index}`;
    const document = JSON.stringify({
      version: "2.0",
      statement: [
        {
          effect: "allow",
          action: ["tcb:*", "tcbr:*", "scf:*", "cls:*", "cos:*"],
          resource: [
            `qcs::tcb:ap-shanghai:uin/${account.ownerUin}:env/${name}`,
            `qcs::tcb::uin/${account.ownerUin}:env/${name}`,
          ],
        },
        {
          effect: "allow",
          action: Array.from({ length: 60 }, (_, action) => `cam:Get${action}User`).concat("cam:GetUser"),
          resource: ["*"],
        },
      ],
    });
    cloud.cam.policies[index + 1_000_000] = {
      id: index + 1_000_000,
      name,
      description: "",
      addTime: 0,
      updateTime: 0,
      versions: { 1: { id: 1, document, createTime: 0 } },
      defaultVersion: 1,
      lastVersion: 1,
    };
    cloud.cam.users[uin] = {
      uin,
      uid: index,
      name,
      remark: "",
      consoleLogin: 0,
      phoneNum: "",
      countryCode: "",
      email: "",
      createTime: 0,
      policies: [{ policyId: index + 1_000_000, addTime: 0 }],
      boundary: null,
    };
    cloud.cam.uins[name] = uin;
    cloud.cam.accessKeys[key.secretId] = { ...key, uin, status: "Active", description: "", createTime: 0 };
    return key;
  });
  const api = await startApi({ cloud });
  process.send?.({ port: api.port, keys });
  // One message marks the start of a measurement, the next one its end.
  let before = process.cpuUsage();
  process.on("message", (message) => {
    if (message === "start") before = process.cpuUsage();
    if (message === "used") {
      const { user, system } = process.cpuUsage(before);
      process.send?.({ cpuSeconds: (user + system) / 1e6 });
    }
  });
}

async function measure(): Promise<void> {
  const child = fork(import.meta.filename, { execArgv: ["--import", "tsx"] });
  try {
    const { port, keys } = Started.parse(await next(child));
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    // Signed beforehand: signatures hold for five minutes.
    const signed = keys.map((key, index) => signedRequest(port, key, JSON.stringify({ Name: `employee-${index}` })));
    const run = async (count: number) => {
      let sent = 0;
      const worker = async () => {
        while (sent < count) {
          const { headers, body } =
            signed[sent++ % signed.length] ?? signedRequest(port, { secretId: "", secretKey: "" }, "");
          await post(agent, port, headers, body);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    };
    await run(REQUESTS / 4); // Compiles policies and warms up.
    child.send("start");
    const start = performance.now();
    await run(REQUESTS);
    const seconds = (performance.now() - start) / 1000;
    child.send("used");
    const { cpuSeconds } = Used.parse(await next(child));
    agent.destroy();
    const perCore = Math.round(REQUESTS / cpuSeconds);
    console.log(`${REQUESTS} signed requests of ${EMPLOYEES} sub-accounts over ${CONNECTIONS} connections`);
    console.log(
      `${Math.round(REQUESTS / seconds)} a second, client included; ${perCore} a second of one core of the server`,
    );
    console.log(`goal ${GOAL} a second on one core: ${perCore >= GOAL ? "met" : "missed"}`);
  } finally {
    child.kill();
  }
}

async function next(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, "message");
  return message;
}

function signedRequest(port: number, key: { secretId: string; secretKey: string }, body: string) {
  const timestamp = Math.floor(Date.now() / 1000);
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const host = `127.0.0.1:${port}`;
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (secret: string | Buffer, text: string) => createHmac("sha256", secret).update(text).digest();
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
  const scope = `${date}/cam/tc3_request`;
  const signingKey = hmac(hmac(hmac(`TC3${key.secretKey}`, date), "cam"), "tc3_request");
  const signature = hmac(signingKey, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString("hex");
  const headers = {
    host,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-tc-action": "GetUser",
    "x-tc-version": "2019-01-16",
    "x-tc-timestamp": timestamp,
    authorization: `TC3-HMAC-SHA256 Credential=${key.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
  };
  return { headers, body };
}

function post(agent: Agent, port: number, headers: Record<string, string | number>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method: "POST", path: "/", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString();
        if (answer.includes('"Error"')) reject(new Error(answer));
        else resolve();
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
