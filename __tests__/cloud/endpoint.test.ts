import { describe, expect, test } from "@jest/globals";
import { readEndpoint, sdkEndpoint } from "../../cloud/endpoint.ts";

const sdk = (env: Record<string, string>) => sdkEndpoint(readEndpoint(env), "tcb");

describe("the endpoint", () => {
  test("is the SDK's own unless something is set", () => {
    const agent = expect.anything();
    expect(sdk({})).toEqual({ protocol: "https://", agent });
    expect(sdk({ TENCENTCLOUD_PROTOCOL: "", TENCENTCLOUD_DOMAIN: "", TENCENTCLOUD_ENDPOINT: "" })).toEqual({
      protocol: "https://",
      agent,
    });
  });

  test.each(["HTTP", "http"])("takes the protocol %s as the SDK spells it", (protocol) => {
    expect(sdk({ TENCENTCLOUD_PROTOCOL: protocol }).protocol).toBe("http://");
  });

  test("has the service's name before a domain", () => {
    expect(sdk({ TENCENTCLOUD_DOMAIN: "internal.tencentcloudapi.com" }).endpoint).toBe(
      "tcb.internal.tencentcloudapi.com",
    );
  });

  test("is one host for all services, before a domain", () => {
    const env = { TENCENTCLOUD_ENDPOINT: "gateway.example.com:8443", TENCENTCLOUD_DOMAIN: "example.com" };
    expect(sdk(env)).toMatchObject({ protocol: "https://", endpoint: "gateway.example.com:8443" });
  });

  test.each(["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])("%s is reached without a proxy", (host) => {
    expect(sdk({ TENCENTCLOUD_ENDPOINT: host, http_proxy: "http://127.0.0.1:9" }).agent).toBeDefined();
  });

  test.each(["10.0.0.1", "127.example.com", "localhost.example.com"])("%s may be behind a proxy", (host) => {
    // Without an agent the SDK takes the proxy's.
    expect(sdk({ TENCENTCLOUD_ENDPOINT: host, http_proxy: "http://127.0.0.1:9" }).agent).toBeUndefined();
    expect(sdk({ TENCENTCLOUD_ENDPOINT: host }).agent).toBeDefined();
  });

  test.each([
    [{ TENCENTCLOUD_PROTOCOL: "ftp" }, 'TENCENTCLOUD_PROTOCOL is "ftp"; write HTTP or HTTPS'],
    [
      { TENCENTCLOUD_ENDPOINT: "http://127.0.0.1:8080" },
      'TENCENTCLOUD_ENDPOINT is "http://127.0.0.1:8080"; write a host without protocol or path, such as 127.0.0.1:8080',
    ],
    [{ TENCENTCLOUD_ENDPOINT: "127.0.0.1:8080/api" }, "write a host without protocol or path"],
    [{ TENCENTCLOUD_DOMAIN: "a b" }, 'TENCENTCLOUD_DOMAIN is "a b"; write a host'],
  ])("of another form is refused: %j", (env, message) => {
    expect(() => readEndpoint(env)).toThrow(message);
  });
});
