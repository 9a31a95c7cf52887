/** Where the API calls go: Tencent Cloud, or what the environment variables name instead, such as a proxy or the sandbox. */
import { type ClientRequestArgs, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import type { Env } from "./credentials.ts";
import { LookupError } from "./lookup-error.ts";

/** The place of the API; both parts absent: `https://<service>.tencentcloudapi.com`. */
export interface Endpoint {
  readonly protocol: "http" | "https";
  /** One host for all services, with its port: `127.0.0.1:8080`. */
  readonly host?: string;
  /** Whether calls go through the proxy that `http_proxy` names. */
  readonly proxied?: boolean;
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
  const proxied = Boolean(env.http_proxy);
  return { protocol, proxied, ...(host === undefined ? {} : { host }), ...(domain === undefined ? {} : { domain }) };
}

/** The SDK's options for one service, such as `tcb`. */
export function sdkEndpoint({ protocol, host, domain, proxied = false }: Endpoint, service: string): SdkEndpoint {
  const endpoint = host ?? (domain === undefined ? undefined : `${service}.${domain}`);
  return {
    protocol: `${protocol}://`,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(proxied && !(endpoint !== undefined && isLoopback(endpoint))
      ? {}
      : { agent: directAgent(protocol, endpoint ?? `${service}.tencentcloudapi.com`) }),
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

/**
 * An agent that connects to that host alone. The SDK follows redirects and sends the signed headers along, and has no setting against
 * it; so a redirect to another host ends here. It also sends everything through `http_proxy` and does not know `no_proxy`: an agent of one's
 * own keeps it from doing so, and a proxy that is wanted keeps this agent away.
 */
function directAgent(protocol: Endpoint["protocol"], endpoint: string): HttpAgent {
  const { hostname, port } = new URL(`${protocol}://${endpoint}`);
  const wanted = `${hostname.replace(/^\[|\]$/g, "")}:${port || (protocol === "http" ? 80 : 443)}`;
  // Every request asks for the name of its connection, before anything is sent.
  const check = (options: ClientRequestArgs | undefined) => {
    const asked = `${options?.host}:${options?.port}`;
    if (asked !== wanted) throw new Error(`the API redirects to ${asked}, where a signed request must not go`);
  };
  class Http extends HttpAgent {
    override getName(options?: ClientRequestArgs): string {
      check(options);
      return super.getName(options);
    }
  }
  class Https extends HttpsAgent {
    override getName(options?: RequestOptions): string {
      check(options);
      return super.getName(options);
    }
  }
  return protocol === "http" ? new Http() : new Https();
}

function isLoopback(endpoint: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|localhost|[a-z]+\.localhost|\[::1\])(?::\d+)?$/i.test(endpoint);
}
