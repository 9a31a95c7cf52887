/** How Terraform and a plugin that it starts find each other (https://github.com/hashicorp/go-plugin). */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Why the plugin cannot start here, in one sentence, or undefined if it can.
 *
 * @param environment variables of the process.
 */
export function startRefusal(environment: Environment): string | undefined {
  if (!startedByTerraform(environment)) {
    return "This is a Terraform provider plugin, which Terraform starts: run `npx subaccounts sandbox --run terraform plan`.";
  }
  // With a client certificate Terraform wants mutual TLS. The sandbox does without it on loopback.
  if (environment["PLUGIN_CLIENT_CERT"]) {
    return "The sandbox's provider plugin speaks no TLS: run Terraform with `npx subaccounts sandbox --run …`, or set TF_DISABLE_PLUGIN_TLS=1.";
  }
  return undefined;
}

export function startedByTerraform(environment: Environment): boolean {
  return environment[COOKIE.name] === COOKIE.value;
}

/** The line on standard output that says where the plugin listens: version 1 of go-plugin, version 5 of Terraform's protocol. */
export function handshakeLine(port: number): string {
  return `1|5|tcp|127.0.0.1:${port}|grpc\n`;
}

/** Terraform's plugins are started by Terraform alone; this is how it says so (go-plugin's magic cookie). */
export const COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};
