import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import COS from "cos-nodejs-sdk-v5";
import { CATALOGUE } from "../../../policies/catalogue/catalogue.ts";
import { ROUTES } from "../../../sandbox/api/object-storage/routes.ts";
import { type AskStorage, STORAGE_CALLS, type StorageTarget } from "../../support/end-to-end/storage-calls.ts";
import type { Send, StorageKey } from "../../support/end-to-end/storage-client.ts";
import { BUCKET, HOST, ofAlice, READ, REGION, startBuckets } from "../../support/sandbox/buckets.ts";
import { APP_ID, addEmployee, document, type Sandbox } from "../../support/sandbox/sandbox.ts";

const ALICE: StorageTarget = { bucket: BUCKET, object: "reports/1.txt", region: REGION };

let sandbox: Sandbox;
let ask: AskStorage;
let send: Send;
let nobody: StorageKey;
let reporter: StorageKey;
let now = Date.now();

beforeAll(async () => {
  ({ sandbox, ask, send, nobody, reporter } = await startBuckets({ now: () => now }));
});
beforeEach(() => {
  now = Date.now();
});
afterAll(() => sandbox.api.close());

describe("every action of cos and ci", () => {
  test("is reached by a request, but for two whose requests are not documented", () => {
    const undocumented = ["cos:CreateJob", "cos:CreateMounting"];
    const known = CATALOGUE.filter(({ service }) => service === "cos" || service === "ci")
      .map(({ name }) => name)
      .filter((name) => !undocumented.includes(name));
    expect(STORAGE_CALLS.map(({ action }) => action).sort()).toEqual(known.sort());
    expect(known).toHaveLength(37);
  });

  test("is refused to a sub-account without policies, by its name and its resource", async () => {
    for (const { action, request, asks } of STORAGE_CALLS) {
      const { isRefused, error } = await ask(nobody, request(ALICE));
      const message = `operation (${action})\nresource (${asks(ALICE)[0]}) has no permission\n`;
      expect({ action, isRefused, error }).toEqual({
        action,
        isRefused: true,
        error: expect.stringContaining(message),
      });
    }
  });

  test("is allowed to the root account, which is told that nothing is stored", async () => {
    for (const { action, request } of STORAGE_CALLS) {
      const { isRefused, error } = await ask(sandbox.rootKey, request(ALICE));
      expect(isRefused).toBe(false);
      expect(error).toBe(
        `NotImplemented: The caller may use ${action} here, but the sandbox stores no objects: it only decides who may do what.`,
      );
    }
  });

  test("is allowed by a policy for its resource alone, and not by one for a colleague's", async () => {
    const bob = { ...ALICE, bucket: `626f-bob-${APP_ID}` };
    const resources = (target: StorageTarget) => STORAGE_CALLS.flatMap(({ asks }) => asks(target));
    const own = [...new Set(resources(ALICE))].filter((resource) => resource !== "*");
    const { key } = await addEmployee(sandbox, "alice", document("allow", ["cos:*", "ci:*"], own));
    for (const { action, request, asks } of STORAGE_CALLS) {
      const needsAll = asks(ALICE).includes("*");
      expect([action, (await ask(key, request(ALICE))).isRefused]).toEqual([action, needsAll]);
      expect([action, (await ask(key, request(bob))).isRefused]).toEqual([action, true]);
    }
  });
});

test("docs/sandbox.md names the request of every action", async () => {
  const page = await readFile(new URL("../../../docs/sandbox.md", import.meta.url), "utf8");
  const section = page.slice(page.indexOf("### Object storage: cos and ci"));
  const named = [...section.matchAll(/`(?:cos|ci):\w+`/g)].map(([name]) => name.slice(1, -1));
  expect(ROUTES.map(({ action }) => action).filter((action) => !named.includes(action))).toEqual([]);
});

describe("the official SDK", () => {
  const sdk = (key: StorageKey) =>
    new COS({
      SecretId: key.secretId,
      SecretKey: key.secretKey,
      ...(key.token !== undefined && { SecurityToken: key.token }),
      Protocol: "http:",
      Proxy: sandbox.api.url,
      KeepAlive: false,
    });
  const fails = async (call: Promise<unknown>) =>
    call.then(
      () => "no error",
      (error: COS.CosSdkError) => [error.statusCode, error.code, error.message],
    );
  const object = { Bucket: BUCKET, Region: REGION, Key: "reports/1 ä*+.txt" };

  test("is understood as a proxy client, and reads code and message", async () => {
    expect(await fails(sdk(nobody).getObject(object))).toEqual([
      403,
      "AccessDenied",
      expect.stringContaining(`(cos:GetObject)\nresource (${ofAlice(object.Key)}) has no permission`),
    ]);
    const allowed = [501, "NotImplemented", expect.stringContaining("stores no objects")];
    expect(await fails(sdk(reporter).putObject({ ...object, Body: "x" }))).toEqual(allowed);
    expect(await fails(sdk(sandbox.rootKey).getService())).toEqual(allowed);
    expect(await fails(sdk(sandbox.rootKey).request({ ...object, Method: "POST", Action: "uploads" }))).toEqual(
      allowed,
    );
  });

  test.each([
    ["reports/1", ["NotImplemented", "stores no objects"]],
    ["reports/secret", ["AccessDenied", `(cos:GetObject)\nresource (${ofAlice("reports/secret")})`]],
    ["private", ["AccessDenied", `(cos:GetObject)\nresource (${ofAlice("private")})`]],
  ])("copies %s only where it may be read", async (source, [code, message = ""]) => {
    const CopySource = `${HOST}/${source}`;
    const expected = [expect.anything(), code, expect.stringContaining(message)];
    expect(await fails(sdk(reporter).putObjectCopy({ ...object, CopySource }))).toEqual(expected);
    const part = { ...object, CopySource, UploadId: "1", PartNumber: 1 };
    expect(await fails(sdk(reporter).uploadPartCopy(part))).toEqual(expected);
  });

  test("signs URLs that others can open until they expire", async () => {
    const url = (key: StorageKey) => sdk(key).getObjectUrl({ ...object, Key: READ.key, Sign: true, Expires: 60 });
    expect(await send("GET", url(reporter))).toMatchObject({ status: 501 });
    expect(await send("GET", url(nobody))).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(await send("GET", url(reporter).replace("reports", "secrets"))).toMatchObject({
      code: "SignatureDoesNotMatch",
    });
    const expired = url(reporter);
    now += 70_000;
    const answer = await send("GET", expired);
    expect(answer).toMatchObject({ status: 403, code: "AccessDenied", message: "Request has expired" });
  });

  test("has with temporary credentials what both their caller and their policy allow", async () => {
    const Policy = JSON.stringify(document("allow", ["cos:GetObject"], [ofAlice("reports/1*"), ofAlice("private/*")]));
    const all = document("allow", ["cos:*", "sts:GetFederationToken"]);
    const caller = await addEmployee(sandbox, "federated", all, document("deny", ["cos:*"], [ofAlice("private/*")]));
    const session = { Name: "session", Policy, DurationSeconds: 60 };
    const { Credentials } = await sandbox.sts(caller.key).GetFederationToken(session);
    const { TmpSecretId = "", TmpSecretKey = "", Token = "" } = Credentials ?? {};
    const temporary = { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token };
    expect((await ask(temporary, READ)).isRefused).toBe(false);
    expect((await ask(temporary, { ...READ, method: "PUT" })).isRefused).toBe(true);
    expect((await ask(temporary, { ...READ, key: "private/1" })).isRefused).toBe(true);
    expect(await fails(sdk(temporary).getObject({ ...object, Key: READ.key }))).toEqual([
      501,
      "NotImplemented",
      expect.anything(),
    ]);
    expect(
      await fails(sdk(temporary).request({ Url: `http://${BUCKET}.ci.${REGION}.myqcloud.com/jobs`, Method: "POST" })),
    ).toEqual([403, "AccessDenied", expect.stringContaining("ci:CreateMediaJobs")]);
    const { token: _token, ...withoutToken } = temporary;
    await expect(ask(withoutToken, READ)).rejects.toThrow("InvalidAccessKeyId");
    await expect(ask({ ...reporter, token: Token }, READ)).rejects.toThrow("InvalidAccessKeyId");
    now += 70_000;
    await expect(ask(temporary, READ)).rejects.toThrow("ExpiredToken");
  });
});

describe("a request of object storage", () => {
  test("meets the faults that are set for its action", async () => {
    const refused = { action: "cos:GetObject", fault: { kind: "error", code: "SlowDown" } };
    const dropped = { action: "cos:*", fault: { kind: "drop", when: "after" } };
    await sandbox.control("POST", "faults", [refused]);
    await expect(ask(nobody, READ)).rejects.toThrow("SlowDown: Made by the sandbox on demand.");
    await sandbox.control("POST", "faults", [dropped]);
    await expect(ask(sandbox.rootKey, READ)).rejects.toThrow("socket hang up");
    expect((await ask(sandbox.rootKey, READ)).isRefused).toBe(false);
  });

  test("is held to the addresses of conditions", async () => {
    const from = (ip: string) => ({
      version: "2.0",
      statement: [{ effect: "allow", action: ["cos:*"], resource: ["*"], condition: { ip_equal: { "qcs:ip": [ip] } } }],
    });
    const here = await addEmployee(sandbox, "here", from("127.0.0.0/8"));
    const elsewhere = await addEmployee(sandbox, "elsewhere", from("203.0.113.0/24"));
    expect((await ask(here.key, READ)).isRefused).toBe(false);
    expect((await ask(elsewhere.key, READ)).isRefused).toBe(true);
  });

  test("is answered with what COS documents, and with nothing secret", async () => {
    const signed = COS.getAuthorization({
      SecretId: nobody.secretId,
      SecretKey: nobody.secretKey,
      Pathname: "/a&b",
      Headers: { Host: HOST },
    });
    const { status, text } = await send("GET", `http://${HOST}/a%26b?${signed}&x-cos-security-token=`);
    expect(status).toBe(403);
    expect(text.replace(/[0-9a-f-]{36}/g, "<id>")).toBe(
      `<?xml version='1.0' encoding='utf-8' ?>
<Error>
\t<Code>AccessDenied</Code>
\t<Message>[request id:<id>]you are not authorized to perform operation (cos:GetObject)
resource (${ofAlice("a&amp;b")}) has no permission
</Message>
\t<Resource>${HOST}/a%26b</Resource>
\t<RequestId><id></RequestId>
\t<TraceId><id></TraceId>
</Error>
`,
    );
  });

  test("is read up to 10 MB", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(sandbox.api.port, "127.0.0.1");
      const length = 11 * 1024 * 1024;
      socket.write(`PUT /a HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${length}\r\n\r\n`);
      socket.write(Buffer.alloc(length - 1, " "));
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 .*Connection: close.*EntityTooLarge/is);
  });
});
