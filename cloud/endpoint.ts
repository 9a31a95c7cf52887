/** Where the API calls go: Tencent Cloud, or what the environment variables name instead, such as a proxy or the sandbox. */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Env } from "./credentials.ts";
import { LookupError } from "./lookup-error.ts";

/** The place of the API; both parts absent: `https://<service>.tencentcloudapi.com`. */
export interface Endpoint {
  readonly protocol: "http" | "https";
  /** One host for all services, with its port: `127.0.0.1:8080`. */
  readonly host?: string;
  /** Root domain, to which each service's name is prefixed: `internal.tencentcloudapi.com`. */
  readonly domain?: string;
}

/** How the SDK wants it: the protocol with its slashes, the host alone. */
export interface SdkEndpoint {
  readonly protocol: string;
  readonly endpoint?: string;
  readonly agent?: HttpAgent;
}

const HOST = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/;

/**
 * Reads TENCENTCLOUD_ENDPOINT (`host[:port]`, one for all services; it wins over the domain), and TENCENTCLOUD_DOMAIN and
 * TENCENTCLOUD_PROTOCOL, which the Terraform provider has too.
 *
 * @throws LookupError when one of them has another form
 */
export function readEndpoint(env: Env): Endpoint {
  const protocol = (env.TENCENTCLOUD_PROTOCOL || "HTTPS").toLowerCase();
  if (protocol !== "http" && protocol !== "https") {
    throw new LookupError([`TENCENTCLOUD_PROTOCOL is "${protocol}"; write HTTP or HTTPS`]);
  }
  const host = hostOf(env, "TENCENTCLOUD_ENDPOINT", "127.0.0.1:8080");
  const domain = hostOf(env, "TENCENTCLOUD_DOMAIN", "tencentcloudapi.com");
  return { protocol, ...(host === undefined ? {} : { host }), ...(domain === undefined ? {} : { domain }) };
}

/** The SDK's options for one service, such as `tcb`. */
export function sdkEndpoint({ protocol, host, domain }: Endpoint, service: string): SdkEndpoint {
  const endpoint = host ?? (domain === undefined ? undefined : `${service}.${domain}`);
  return {
    protocol: `${protocol}://`,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(endpoint !== undefined && isLoopback(endpoint) ? { agent: directAgent(protocol) } : {}),
  };
}

function hostOf(env: Env, name: string, example: string): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!HOST.test(value)) {
    throw new LookupError([`${name} is "${value}"; write a host without protocol or path, such as ${example}`]);
  }
  return value;
}

/** The SDK sends everything through `http_proxy` and does not know `no_proxy`; an agent of one's own keeps it from doing so. */
function directAgent(protocol: Endpoint["protocol"]): HttpAgent {
  return protocol === "http" ? new HttpAgent() : new HttpsAgent();
}

function isLoopback(endpoint: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|localhost|[a-z]+\.localhost|\[::1\])(?::\d+)?$/i.test(endpoint);
}
