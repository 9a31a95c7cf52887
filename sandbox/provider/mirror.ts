/** Writes a provider mirror, from which Terraform and OpenTofu install the sandbox's plugin in place of the real provider. */

import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeWhole } from "../../files/files.ts";
import { isPackaged } from "../../files/program.ts";
import { PROVIDER_ADDRESS, PROVIDER_VERSION } from "../../providers/tencentcloud/schema-cut.ts";

/** Registries that the two tools take a provider without a host name from. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];

/** Names of platforms as Terraform has them, by Node's. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", freebsd: "freebsd" };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64", arm: "arm", ia32: "386" };

/**
 * Bundles the plugin into one file and writes it where a `filesystem_mirror` has it. The same sources give the same bytes.
 * Build it once a run: Terraform's lock file has a hash of every file of the mirror and refuses others later.
 *
 * @param folder of the mirror; made if it is not there.
 * @returns path of the executable for Terraform.
 * @throws Error on platforms where Terraform cannot start a script, such as Windows.
 */
export async function buildMirror(folder: string): Promise<string> {
  const platform = terraformPlatform(process.platform, process.arch);
  const code = await plugin();
  const executables = [];
  for (const registry of REGISTRIES) {
    const [, ...name] = PROVIDER_ADDRESS.split("/");
    const place = join(resolve(folder), registry, ...name, PROVIDER_VERSION, platform);
    mkdirSync(place, { recursive: true });
    const executable = join(place, `terraform-provider-tencentcloud_v${PROVIDER_VERSION}`);
    writeWhole(executable, code, { mode: 0o755 });
    // Node takes a file without an ending for what the nearest package.json says, and the folder may be inside a package.
    writeWhole(join(place, "package.json"), '{"type":"commonjs"}\n');
    executables.push(executable);
  }
  return executables[0] ?? "";
}

/**
 * Content of a file for TF_CLI_CONFIG_FILE: providers come from the mirror and from nowhere else.
 *
 * @param folder as given to {@link buildMirror}.
 */
export function cliConfig(folder: string): string {
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(resolve(folder))}
  }
}
`;
}

/** @throws Error naming what is not supported. */
export function terraformPlatform(system: string, architecture: string): string {
  const os = SYSTEMS[system];
  const arch = ARCHITECTURES[architecture];
  if (os === undefined || arch === undefined) {
    throw new Error(
      `Terraform cannot start the sandbox's provider plugin on ${system} ${architecture}: use Linux or macOS (on Windows, WSL).`,
    );
  }
  return `${os}_${arch}`;
}

/** A package brings it ready; in a checkout it is made of the sources. */
async function plugin(): Promise<Buffer> {
  if (isPackaged) return readFileSync(join(import.meta.dirname, "plugin.cjs"));
  return await (await import("./bundle.ts")).bundlePlugin();
}
