import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { type ClientOptions, createClients } from "../../cloud/client.ts";
import { type Cloud, clientsOf, type Fault, madeUpKey, REQUEST_ID, startCloud } from "../support/lookups/cloud.ts";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

const anyAnswer = z.object({ OwnerUin: z.string() });
const ask = (clients = clientsOf(cloud)) =>
  clients.call("cam:GetUserAppId", anyAnswer, () => clients.cam.GetUserAppId());

function options(changes: Partial<ClientOptions> = {}): ClientOptions {
  return {
    credentials: madeUpKey(),
    region: "ap-shanghai",
    endpoint: { protocol: "http", host: cloud.host },
    retry: { tries: 3, minWait: 1, maxWait: 2 },
    timeout: 5,
    ...changes,
  };
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no error",
    (error) => (error instanceof Error ? error.message : String(error)),
  );
}

describe("a call of the API", () => {
  test("carries region, key id and token, and asks for English messages", async () => {
    const credentials = madeUpKey();
    await ask(createClients(options({ credentials })));
    expect(cloud.calls[0]?.headers).toMatchObject({
      "x-tc-region": "ap-shanghai",
      "x-tc-token": credentials.token,
      "x-tc-language": "en-US",
      authorization: expect.stringContaining(`Credential=${credentials.secretId}/`),
    });
  });

  test.each<[string, Fault]>([
    ["a rate limit", { code: "RequestLimitExceeded", message: "slow down" }],
    ["a rate limit of one kind", { code: "RequestLimitExceeded.UinLimitExceeded", message: "slow down" }],
    ["a server error", { status: 502 }],
    ["a dropped connection", "drop"],
  ])("succeeds after %s has passed, and says that it waits", async (_, fault) => {
    cloud.faults = { GetUserAppId: [fault, fault] };
    const progress: string[] = [];
    await ask(clientsOf(cloud, (line) => progress.push(line)));
    expect(cloud.calls).toHaveLength(3);
    expect(progress).toEqual([
      expect.stringMatching(/^cam:GetUserAppId: .*; try 2 of 4$/),
      expect.stringMatching(/^cam:GetUserAppId: .*; try 3 of 4$/),
    ]);
  });

  test("succeeds after an answer that was cut off", async () => {
    cloud.faults = { GetUserAppId: ["cut"] };
    // A short time-out, since node-fetch keeps the timer of a body that was cut off until it ends.
    await ask(createClients(options({ timeout: 0.5 })));
    expect(cloud.calls.length).toBeGreaterThan(1);
  });

  test("gives up after its tries, with code and request id", async () => {
    cloud.faults = {
      GetUserAppId: Array.from({ length: 9 }, () => ({ code: "RequestLimitExceeded", message: "slow down" })),
    };
    expect(await messageOf(ask())).toBe(
      `cam:GetUserAppId failed after 4 tries: slow down (RequestLimitExceeded, request id ${REQUEST_ID}); wait a minute and run it again`,
    );
    expect(cloud.calls).toHaveLength(4);
  });

  test("that hangs ends at its time-out, each try", async () => {
    cloud.faults = { GetUserAppId: ["hang", "hang", "hang"] };
    const message = await messageOf(ask(createClients(options({ timeout: 0.3 }))));
    expect(message).toMatch(/^cam:GetUserAppId failed after 3 tries: network timeout at: .*; check the network/);
  });

  test.each([301, 302, 307, 308])("is not sent on where the answer is a redirect: %i", async (status) => {
    const other = await startCloud();
    try {
      cloud.faults = { GetUserAppId: Array.from({ length: 3 }, () => ({ status, location: `http://${other.host}/` })) };
      expect(await messageOf(ask(createClients(options())))).toContain(
        `the API redirects to ${other.host}, where a signed request must not go`,
      );
      expect(other.calls).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test("to a port where nobody listens says what to check", async () => {
    await cloud.close();
    expect(await messageOf(ask())).toMatch(/failed after 4 tries: .*ECONNREFUSED.*; check the network, http_proxy/);
    cloud = await startCloud();
  });

  test.each<[string, Fault, RegExp]>([
    [
      "a wrong key",
      { code: "AuthFailure.SecretIdNotFound", message: "The SecretId is not found." },
      /: The SecretId is not found\. \(AuthFailure\.SecretIdNotFound, request id 1{8}-.*\); check the API key/,
    ],
    [
      "a missing permission",
      { code: "AuthFailure.UnauthorizedOperation", message: "you are not authorized\nto do this" },
      /: you are not authorized to do this \(.*\); allow cam:GetUserAppId to the account of this API key$/,
    ],
    [
      "another error",
      { code: "InternalError", message: "oops" },
      /: oops \(InternalError, request id .*\); see the code/,
    ],
    ["a status of a proxy", { status: 403 }, /: HTTP 403 Forbidden; check the network/],
    [
      "a page of a proxy",
      { body: "<html>" },
      /: invalid json response body .*; this is not an answer of Tencent Cloud's API/,
    ],
    ["another JSON", { body: "{}" }, /: the answer has no Response; this is not an answer of Tencent Cloud's API/],
    ["a null", { body: "null" }, /: the answer has no Response; /],
    [
      "another answer",
      { body: '{"Response":{"OwnerUin":7,"RequestId":"r-1"}}' },
      /: OwnerUin: Invalid input: expected string, received number \(request id r-1\); this is not an answer/,
    ],
  ])("ends at once at %s", async (_, fault, message) => {
    cloud.faults = { GetUserAppId: [fault] };
    expect(await messageOf(ask())).toMatch(message);
    expect(cloud.calls).toHaveLength(1);
  });

  test("never repeats the key or the token, even where the cloud does", async () => {
    const credentials = madeUpKey();
    const message = `bad token ${credentials.token} of ${credentials.secretKey}`;
    cloud.faults = { GetUserAppId: [{ code: "AuthFailure.TokenFailure", message }] };
    expect(await messageOf(ask(createClients(options({ credentials }))))).toMatch(
      /failed: bad token \*\*\* of \*\*\* \(/,
    );
  });

  test("to loopback does not go through http_proxy, which the SDK would use", async () => {
    const before = process.env.http_proxy;
    process.env.http_proxy = "http://127.0.0.1:9";
    try {
      await ask();
    } finally {
      if (before === undefined) delete process.env.http_proxy;
      else process.env.http_proxy = before;
    }
    expect(cloud.calls).toHaveLength(1);
  });
});
