import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, test } from "@jest/globals";
import type { FaultRule } from "../../../sandbox/api/faults.ts";
import { ApiClient, PATIENCE } from "../../../sandbox/provider/client.ts";
import { readSettings } from "../../../sandbox/provider/configuration.ts";
import { startSandbox } from "../../support/sandbox/sandbox.ts";

const QUICK = { ...PATIENCE, firstPause: 1, longestPause: 5, giveUpAfter: 2_000, poll: 1 };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function client(
  port: number,
  key: Record<string, string>,
  stopped = new AbortController(),
  patience = QUICK,
): ApiClient {
  const environment = { TENCENTCLOUD_ENDPOINT: `127.0.0.1:${port}`, TENCENTCLOUD_REGION: "ap-shanghai", ...key };
  return new ApiClient(readSettings({}, environment), stopped.signal, patience);
}

async function sandboxClient(faults: readonly FaultRule[], stopped?: AbortController, patience?: typeof QUICK) {
  const sandbox = await startSandbox({ faults });
  closing.push(() => sandbox.api.close());
  const { secretId, secretKey } = sandbox.rootKey;
  const key = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
  return { sandbox, api: client(sandbox.api.port, key, stopped, patience) };
}

/** An HTTP server that answers as no API does, and how often it was asked. */
async function oddServer(listener: RequestListener) {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.host);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const { port } = address;
  return {
    seen,
    port,
    api: client(port, { TENCENTCLOUD_SECRET_ID: "made-up-id", TENCENTCLOUD_SECRET_KEY: "made-up-key" }),
  };
}

const fault = (code: string, times: number | null, message = "on demand"): FaultRule => ({
  action: "cam:GetUserAppId",
  skip: 0,
  times,
  fault: { kind: "error", code, message, when: "before" },
});

test.each([
  "RequestLimitExceeded",
  "RequestLimitExceeded.UinLimitExceeded",
  "ResourceUnavailable.AgentStatusNotOnline",
])("%s is tried again until it goes away", async (code) => {
  const { api } = await sandboxClient([fault(code, 3)]);
  expect(await api.retried("cam", "GetUserAppId", {})).toMatchObject({ OwnerUin: "100000000001" });
});

test("a dropped connection is tried again", async () => {
  const drop: FaultRule = { action: "cam:GetUserAppId", skip: 0, times: 2, fault: { kind: "drop", when: "before" } };
  const { api } = await sandboxClient([drop]);
  expect(await api.retried("cam", "GetUserAppId", {})).toMatchObject({ AppId: 1250000000 });
});

test.each(["InternalError", "LimitExceeded.RateLimitExceeded"])(
  "%s is not tried again, as with the real provider",
  async (code) => {
    const { api } = await sandboxClient([fault(code, 1)]);
    await expect(api.retried("cam", "GetUserAppId", {})).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          new RegExp(`^\\[TencentCloudSDKError\\] Code=${code}, Message=on demand, RequestId=[0-9a-f-]{36}$`),
        ),
      }),
    );
  },
);

test("a code that is final for the caller is not tried again, though others would be", async () => {
  const code = "RequestLimitExceeded.UinLimitExceeded";
  const { api } = await sandboxClient([fault(code, 1)]);
  await expect(api.retried("cam", "GetUserAppId", {}, ["UinLimitExceeded"])).rejects.toThrow(`Code=${code}`);
});

test("patience ends, with the last error", async () => {
  const { api } = await sandboxClient([fault("RequestLimitExceeded", null)], undefined, { ...QUICK, giveUpAfter: 50 });
  await expect(api.retried("cam", "GetUserAppId", {})).rejects.toThrow("Code=RequestLimitExceeded");
});

test("after an interruption nothing is tried again, but a call that has begun is finished", async () => {
  const stopped = new AbortController();
  const { api } = await sandboxClient([fault("RequestLimitExceeded", null)], stopped);
  stopped.abort();
  await expect(api.retried("cam", "GetUserAppId", {})).rejects.toThrow("Code=RequestLimitExceeded");
  const working = await sandboxClient([], stopped);
  expect(await working.api.retried("cam", "GetUserAppId", {})).toMatchObject({ AppId: 1250000000 });
});

test("a wait ends when Terraform is interrupted, or when time is over", async () => {
  const stopped = new AbortController();
  const { api } = await sandboxClient([], stopped);
  await expect(api.until("rain", async () => undefined, 20)).rejects.toThrow(
    "timeout while waiting for rain (waited 0.02 s)",
  );
  const waiting = api.until("rain", async () => undefined);
  stopped.abort(new Error("interrupted"));
  await expect(waiting).rejects.toThrow("interrupted");
});

test("requests are signed for the service's own host name, and all go to the sandbox", async () => {
  const { api, seen, port } = await oddServer((_request, response) => response.end('{"Response":{"RequestId":"1"}}'));
  await api.once("lighthouse", "DescribeInstances", {});
  await api.once("tat", "DescribeCommands", {});
  expect(seen).toEqual([`lighthouse.tencentcloudapi.com:${port}`, `tat.tencentcloudapi.com:${port}`]);
});

test("an HTTP error is tried again, an answer that is no JSON is not, and no message has the key in it", async () => {
  const failing = await oddServer((_request, response) => {
    response.statusCode = failing.seen.length < 3 ? 502 : 200;
    response.end('{"Response":{"RequestId":"1","OwnerUin":"7"}}');
  });
  expect(await failing.api.retried("cam", "GetUserAppId", {})).toMatchObject({ OwnerUin: "7" });
  expect(failing.seen).toHaveLength(3);
  const odd = await oddServer((_request, response) => response.end("<html>"));
  const error: unknown = await odd.api.retried("cam", "GetUserAppId", {}).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/Code=ClientError.ParseJsonError/);
  expect(String(error)).not.toContain("made-up");
  expect(odd.seen).toHaveLength(1);
});

test("a sandbox that is not there is told at once, with its address and the command that starts it", async () => {
  const { api, port } = await oddServer((_request, response) => response.end());
  await Promise.all(closing.splice(0).map((close) => close()));
  await expect(api.retried("cam", "GetUserAppId", {})).rejects.toThrow(
    new RegExp(`^The sandbox's API does not answer \\(.*ECONNREFUSED 127.0.0.1:${port}\\): start it.*sandbox --run`),
  );
});
