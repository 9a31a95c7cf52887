/** Reads the provider's configuration and the environment, and refuses whatever leads out of this machine. */
import { DiagnosticError } from "./protocol/diagnostics.ts";
import { isList, type Members, stringOf } from "./protocol/value.ts";

/** Where and as whom the API is called. */
export interface Settings {
  readonly secretId: string;
  readonly secretKey: string;
  /** Of temporary keys. */
  readonly token: string | undefined;
  readonly region: string;
  /** What follows the service in host names, `cam.<domain>`; it goes into the signature and is never looked up. */
  readonly domain: string;
  readonly endpoint: Endpoint;
}

/** Where the sandbox's API listens: an IP address of the loopback network. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Provider arguments that make the real one call hosts of its own choice, or act as somebody else. */
const NOT_SERVED = [
  "allowed_account_ids",
  "forbidden_account_ids",
  "assume_role",
  "assume_role_with_saml",
  "assume_role_with_web_identity",
  "mfa_certification",
  "cam_role_name",
  "enable_pod_oidc",
];

/**
 * @param config the provider block; null and unknown members fall back to the environment, as with the real provider.
 * @throws DiagnosticError for an endpoint that is not on loopback, missing keys, or arguments that the sandbox does not serve.
 */
export function readSettings(config: Members, environment: Environment): Settings {
  const endpoint = loopbackEndpoint(environment["TENCENTCLOUD_ENDPOINT"]);
  const given = (argument: string) =>
    stringOf(config, argument) || environment[`TENCENTCLOUD_${argument.toUpperCase()}`] || undefined;
  const refused = NOT_SERVED.find((name) => isSet(config, name));
  if (refused !== undefined) {
    throw new DiagnosticError(`The sandbox does not serve the provider argument ${refused}: leave it out there.`);
  }
  const protocol = given("protocol") ?? "HTTP";
  if (protocol !== "HTTP") {
    throw new DiagnosticError(
      `The sandbox speaks HTTP, not ${protocol}: set TENCENTCLOUD_PROTOCOL=HTTP or leave it out.`,
    );
  }
  const domain = given("domain") ?? "tencentcloudapi.com";
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(domain)) {
    throw new DiagnosticError(`The provider argument domain is not a host name: ${domain}`);
  }
  const secretId = given("secret_id");
  const secretKey = given("secret_key");
  // In the real provider's words.
  if (secretId === undefined || secretKey === undefined) {
    throw new DiagnosticError("Please set your `secret_id` and `secret_key`.");
  }
  return {
    secretId,
    secretKey,
    token: given("security_token"),
    region: given("region") ?? "ap-guangzhou",
    domain,
    endpoint,
  };
}

/**
 * @param text `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`.
 * @throws DiagnosticError for anything that is not an address of this machine's loopback network with a port.
 */
export function loopbackEndpoint(text: string | undefined): Endpoint {
  const [, host = "", digits = ""] = /^(.+):(\d{1,5})$/.exec(text ?? "") ?? [];
  const port = Number(digits);
  const address = loopbackAddress(host);
  if (address !== undefined && port > 0 && port < 65_536) return { address, port };
  throw new DiagnosticError(
    `This provider plugin works in the sandbox only: TENCENTCLOUD_ENDPOINT has to be an address on this machine, such as 127.0.0.1:8080, and is ${text ? `"${text}"` : "not set"}. Run Terraform with \`npx subaccounts sandbox --run …\`.`,
  );
}

function loopbackAddress(host: string): string | undefined {
  if (host === "localhost") return "127.0.0.1";
  if (/^127(\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}$/.test(host)) return host;
  return host === "[::1]" ? "::1" : undefined;
}

function isSet(config: Members, name: string): boolean {
  const value = config[name];
  return isList(value) ? value.length > 0 : typeof value === "string" ? value !== "" : value === true;
}
