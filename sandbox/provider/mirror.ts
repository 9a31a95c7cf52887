/** Writes a provider mirror, from which Terraform and OpenTofu install the sandbox's plugin in place of the real provider. */

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import protobuf from "protobufjs";
import { writeWhole } from "../../files/files.ts";
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
  const code = await bundle();
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

async function bundle(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "main.ts")],
    absWorkingDir: join(import.meta.dirname, "../.."),
    bundle: true,
    platform: "node",
    target: "node20",
    // Starts faster than an ES module.
    format: "cjs",
    minify: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    // Its ES module asks where it lies, which a bundle of this format cannot tell.
    alias: { openpgp: createRequire(import.meta.url).resolve("openpgp") },
    plugins: [protoFiles()],
    logLevel: "silent",
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote no file");
  return Buffer.from(file.contents);
}

/** Inlines a .proto file as protobufjs's JSON, which loads faster than text. */
function protoFiles(): Plugin {
  return {
    name: "proto",
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.proto$/ }, ({ path }) => ({
        contents: JSON.stringify(protobuf.parse(readFileSync(path, "utf8"), { keepCase: true }).root.toJSON()),
        loader: "json",
      }));
    },
  };
}
