import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { loopbackEndpoint, readSettings } from "../../../sandbox/provider/configuration.ts";

const keys = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };
const environment = { ...keys, TENCENTCLOUD_ENDPOINT: "127.0.0.1:8080" };

describe("the endpoint", () => {
  test.each([
    ["127.0.0.1:8080", { address: "127.0.0.1", port: 8080 }],
    ["127.8.9.255:1", { address: "127.8.9.255", port: 1 }],
    ["localhost:65535", { address: "127.0.0.1", port: 65_535 }],
    ["[::1]:80", { address: "::1", port: 80 }],
  ])("%s is on this machine", (text, endpoint) => {
    expect(loopbackEndpoint(text)).toEqual(endpoint);
  });

  test.each([
    undefined,
    "",
    "cam.tencentcloudapi.com:443",
    "127.0.0.1",
    "127.0.0.1:0",
    "127.0.0.1:65536",
    "127.0.0.1.example.com:80",
    "127.0.0.256:80",
    "127.1:80",
    "0.0.0.0:80",
    "10.0.0.1:80",
    "localhost.example.com:80",
    "x@127.0.0.1:80",
    "127.0.0.1:80@example.com:80",
    "[::ffff:8.8.8.8]:80",
    "[::]:80",
    "http://127.0.0.1:80",
  ])("%s is refused", (text) => {
    expect(() => loopbackEndpoint(text)).toThrow(/works in the sandbox only: .+`npx subaccounts sandbox --run …`/);
  });

  test("no address outside 127.0.0.0/8 is taken", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 65_535 }), (address, port) => {
        fc.pre(!address.startsWith("127."));
        expect(() => loopbackEndpoint(`${address}:${port}`)).toThrow();
      }),
    );
  });
});

describe("the provider block", () => {
  test("goes before the environment, which goes before the defaults", () => {
    const settings = readSettings(
      { region: "ap-beijing", secret_id: null },
      { ...environment, TENCENTCLOUD_REGION: "ap-shanghai" },
    );
    expect(settings).toMatchObject({ region: "ap-beijing", secretId: "id", domain: "tencentcloudapi.com" });
    expect(readSettings({}, environment).region).toBe("ap-guangzhou");
    expect(readSettings({}, { ...environment, TENCENTCLOUD_SECURITY_TOKEN: "t" }).token).toBe("t");
  });

  test("without keys is refused in the real provider's words", () => {
    const withoutKeys = { TENCENTCLOUD_ENDPOINT: "127.0.0.1:8080" };
    expect(() => readSettings({}, withoutKeys)).toThrow("Please set your `secret_id` and `secret_key`.");
  });

  test.each<[string, Parameters<typeof readSettings>[0]]>([
    ["allowed_account_ids", { allowed_account_ids: ["100000000001"] }],
    ["assume_role", { assume_role: [{ role_arn: "qcs::cam::uin/1:roleName/x" }] }],
    ["cam_role_name", { cam_role_name: "x" }],
    ["enable_pod_oidc", { enable_pod_oidc: true }],
  ])("with %s is refused, since the sandbox does not serve it", (name, config) => {
    expect(() => readSettings(config, environment)).toThrow(`does not serve the provider argument ${name}`);
    expect(readSettings({ [name]: null, assume_role: [] }, environment).secretId).toBe("id");
  });

  test("with HTTPS or a domain that is none is refused", () => {
    expect(() => readSettings({ protocol: "HTTPS" }, environment)).toThrow("speaks HTTP, not HTTPS");
    expect(() => readSettings({ domain: "x@127.0.0.1:80" }, environment)).toThrow("is not a host name");
  });
});
