import { createHash, createHmac, randomBytes } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { codeOf, type Key, OWNER_UIN, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
const now = Date.UTC(2026, 10, 22, 12, 0, 0);
beforeEach(async () => {
  sandbox = await startSandbox({ now: () => now });
});
afterEach(() => sandbox.api.close());

/** Choices of a client that signs by itself, as SDKs of other languages do. */
interface Choices {
  key: Key;
  /** Request target: origin-form or absolute-form. */
  target: string;
  path: string;
  host: string;
  signedHost: string;
  service: string;
  headers: Record<string, string>;
  signedHeaders: string[];
  body: string;
  /** Seconds since 1970. */
  timestamp: number;
  date: string;
  authorization: (made: string) => string;
  /** How header values are signed. */
  print: (value: string) => string;
}

async function send(changes: Partial<Choices> = {}): Promise<{ code: string; response: Record<string, unknown> }> {
  const host = `127.0.0.1:${sandbox.api.port}`;
  const choices: Choices = {
    key: sandbox.rootKey,
    target: "/",
    path: "/",
    host,
    signedHost: changes.host ?? host,
    service: "cam",
    headers: {},
    signedHeaders: ["content-type", "host"],
    body: "{}",
    timestamp: now / 1000,
    date: "2026-11-22",
    authorization: (made) => made,
    print: (value) => value,
    ...changes,
  };
  const headers: Record<string, string> = {
    "content-type": "application/json",
    host: choices.host,
    "x-tc-action": "GetUserAppId",
    "x-tc-version": "2019-01-16",
    "x-tc-timestamp": String(choices.timestamp),
    ...choices.headers,
  };
  const signed = choices.signedHeaders
    .map((name) => `${name}:${name === "host" ? choices.signedHost : choices.print(headers[name] ?? "")}\n`)
    .join("");
  const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
  const hmac = (key: string | Buffer, content: string) => createHmac("sha256", key).update(content).digest();
  const canonical = ["POST", choices.path, "", signed, choices.signedHeaders.join(";"), sha256(choices.body)].join(
    "\n",
  );
  const scope = `${choices.date}/${choices.service}/tc3_request`;
  const signingKey = hmac(hmac(hmac(`TC3${choices.key.secretKey}`, choices.date), choices.service), "tc3_request");
  const signature = hmac(signingKey, `TC3-HMAC-SHA256\n${choices.timestamp}\n${scope}\n${sha256(canonical)}`);
  headers["authorization"] = choices.authorization(
    `TC3-HMAC-SHA256 Credential=${choices.key.secretId}/${scope}, SignedHeaders=${choices.signedHeaders.join(";")}, Signature=${signature.toString("hex")}`,
  );
  if (headers["authorization"] === "") delete headers["authorization"];
  return post(choices.target, headers, choices.body);
}

async function post(path: string, headers: Record<string, string>, body: string) {
  const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: sandbox.api.port, method: "POST", path, headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
  expect(status).toBe(200);
  const { Response: response } = JSON.parse(answer);
  return { code: response.Error?.Code ?? "none", response };
}

describe("a signature is accepted", () => {
  test.each<[string, () => Partial<Choices>]>([
    ["with the host and its port, as the Go SDK signs", () => ({})],
    ["with the host without its port, as the Node SDK signs", () => ({ signedHost: "127.0.0.1" })],
    ["for any service in the scope, as an SDK makes it of an IP address", () => ({ service: "127" })],
    [
      "in absolute form for a Tencent host, as the Terraform provider asks its proxy",
      () => ({ target: "http://cam.tencentcloud.test/", host: "cam.tencentcloud.test" }),
    ],
    [
      "for `/` although the domain brought a path",
      () => ({ target: "http://cam.localhost:8080/emul", host: "cam.localhost:8080" }),
    ],
    [
      "with further headers, in the order that the client names",
      () => ({ signedHeaders: ["content-type", "host", "x-tc-action"] }),
    ],
    [
      "with header values in lower case, as the documents sign",
      () => ({
        signedHeaders: ["content-type", "host", "x-tc-action"],
        print: (value) => value.toLowerCase(),
      }),
    ],
    ["by a clock that is four minutes slow", () => ({ timestamp: now / 1000 - 240 })],
    ["by a clock that is four minutes fast", () => ({ timestamp: now / 1000 + 240 })],
  ])("%s", async (_, changes) => {
    const { code, response } = await send(changes());
    expect(code).toBe("none");
    expect(response).toMatchObject({ OwnerUin: String(OWNER_UIN) });
  });
});

describe("a request is refused", () => {
  const strange = { secretId: `no${randomBytes(8).toString("hex")}`, secretKey: randomBytes(16).toString("hex") };
  test.each<[string, () => Partial<Choices>, string]>([
    ["signed with an unknown key", () => ({ key: strange }), "AuthFailure.SecretIdNotFound"],
    [
      "signed with a wrong secret",
      () => ({ key: { ...sandbox.rootKey, secretKey: strange.secretKey } }),
      "AuthFailure.SignatureFailure",
    ],
    ["signed for another host", () => ({ signedHost: "cam.tencentcloudapi.com" }), "AuthFailure.SignatureFailure"],
    ["signed for another path", () => ({ path: "/other" }), "AuthFailure.SignatureFailure"],
    ["signed on another day than its time", () => ({ date: "2026-11-21" }), "AuthFailure.SignatureFailure"],
    [
      "without the content type among its signed headers",
      () => ({ signedHeaders: ["host"] }),
      "AuthFailure.SignatureFailure",
    ],
    [
      "without the host among its signed headers",
      () => ({ signedHeaders: ["content-type"] }),
      "AuthFailure.SignatureFailure",
    ],
    ["six minutes old", () => ({ timestamp: now / 1000 - 360 }), "AuthFailure.SignatureExpire"],
    ["six minutes ahead", () => ({ timestamp: now / 1000 + 360 }), "AuthFailure.SignatureExpire"],
    ["with a token beside a permanent key", () => ({ headers: { "x-tc-token": "x" } }), "AuthFailure.TokenFailure"],
    ["signed by the old method", () => ({ authorization: () => "SKIP" }), "AuthFailure.InvalidAuthorization"],
    ["without a signature", () => ({ authorization: () => "" }), "MissingParameter"],
    ["without an action", () => ({ headers: { "x-tc-action": "" } }), "MissingParameter"],
    ["for a version that no service has", () => ({ headers: { "x-tc-version": "2001-01-01" } }), "NoSuchVersion"],
    ["at a target that is no URL", () => ({ target: "http://[" }), "InvalidParameter"],
    ["for an action that is not served", () => ({ headers: { "x-tc-action": "BuyMoon" } }), "InvalidAction"],
    ["with a body that is not JSON", () => ({ body: "{" }), "InvalidParameter"],
    ["with a body that is a list", () => ({ body: "[]" }), "InvalidParameter"],
    ["with a parameter that the action does not have", () => ({ body: '{"Region":"x"}' }), "UnknownParameter"],
  ])("%s", async (_, changes, code) => {
    expect((await send(changes())).code).toBe(code);
  });

  test("when its body was changed on the way", async () => {
    const headers: Record<string, string> = {};
    await send({ authorization: (made) => (headers["authorization"] = made) });
    const host = `127.0.0.1:${sandbox.api.port}`;
    const sent = {
      ...headers,
      host,
      "content-type": "application/json",
      "x-tc-action": "GetUserAppId",
      "x-tc-version": "2019-01-16",
      "x-tc-timestamp": String(now / 1000),
    };
    expect((await post("/", sent, "{}")).code).toBe("none");
    expect((await post("/", sent, "{ }")).code).toBe("AuthFailure.SignatureFailure");
  });

  test("when its body is past the documented 10 MB", async () => {
    // The server answers before it has read everything, and then closes the connection.
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(sandbox.api.port, "127.0.0.1");
      const length = 11 * 1024 * 1024;
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
      socket.write(Buffer.alloc(length - 1, " "));
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once("error", reject);
    });
    expect(answer).toContain("RequestSizeLimitExceeded");
  });
});

test("a proxy client that asks for a tunnel is told to use plain HTTP", async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(sandbox.api.port, "127.0.0.1");
    socket.write("CONNECT cam.tencentcloudapi.com:443 HTTP/1.1\r\nHost: cam.tencentcloudapi.com:443\r\n\r\n");
    text(socket).then(resolve, reject);
  });
  expect(answer).toMatch(/^HTTP\/1.1 501 .*TENCENTCLOUD_PROTOCOL=HTTP/s);
});

test("an address that is not loopback is refused", async () => {
  await expect(startSandbox({ host: "0.0.0.0" })).rejects.toThrow("only listens on loopback");
});

test("the SDK's GET requests are understood, numbers and lists included", async () => {
  await sandbox.api.close();
  sandbox = await startSandbox();
  const get = sandbox.cam(sandbox.rootKey, "GET");
  const { Uin = 0 } = await get.AddUser({ Name: "alice", ConsoleLogin: 1, Remark: "a & b = ü" });
  const { SubAccounts } = await get.DescribeSubAccounts({ FilterSubAccountUin: [Uin] });
  expect(SubAccounts).toMatchObject([{ Uin, Remark: "a & b = ü" }]);
  expect(await codeOf(get.GetPolicy({ PolicyId: Number.NaN }))).toBe("InvalidParameter");
  expect(await codeOf(get.AddUser({ Name: "bob", Remark: "x".repeat(30_000) }))).toBe("no error");
  expect(await codeOf(get.AddUser({ Name: "carol", Remark: "x".repeat(33_000) }))).toBe("RequestSizeLimitExceeded");
});
