/** Makes one file of the plugin's sources. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import protobuf from "protobufjs";

/** The same sources give the same bytes. @returns a script that runs by itself */
export async function bundlePlugin(): Promise<Buffer> {
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
