/**
 * Writes `dist/`, which is what the package runs: JavaScript with declarations, since Node.js runs no TypeScript of packages. Run by
 * `npm pack`. Nothing of it is built where the package is installed: npm runs no scripts of dependencies there.
 */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { writeWhole } from "../files/files.ts";
import { SOURCES } from "../init/repository.ts";
import { bundlePlugin } from "../sandbox/provider/bundle.ts";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
/** The provider's bindings are no package of their own in there: by their name, a registry would be asked for them. */
const BINDINGS = /(["'])@cdktf\/provider-tencentcloud\/lib\/([\w-]+)\1/g;
const RELATIVE = /(\bfrom |\bimport\()(["'])(\.\.?\/[^"']*)\.ts\2/g;

/** What is read while the program runs, and is no module. */
const ASSETS = [
  "bootstrap/openclaw.sh",
  "commands/subaccounts.mjs",
  "reports/overview/page.css",
  "reports/overview/page.mjs",
  "sandbox/guard.mjs",
  ...SOURCES,
];

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-p", import.meta.dirname],
  {
    stdio: "inherit",
  },
);
if (status !== 0) throw new Error("tsc failed; its messages are above");
for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (/\.(?:js|d\.ts)$/.test(file)) standAlone(file);
}
for (const asset of ASSETS) cpSync(join(root, asset), join(dist, asset));
const { name, version, type, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
writeWhole(join(dist, "package.json"), `${JSON.stringify({ name, version, type, dependencies })}\n`);
writeWhole(join(dist, "sandbox/provider/plugin.cjs"), await bundlePlugin(), { mode: 0o755 });

function standAlone(file: string): void {
  const path = join(dist, file);
  const text = readFileSync(path, "utf8");
  const bindings = join(dist, "providers/tencentcloud/lib/providers/tencentcloud");
  const next = text
    .replace(
      BINDINGS,
      (_, quote, resource) => `${quote}${relative(dirname(path), join(bindings, resource, "index.js"))}${quote}`,
    )
    // Those of declarations, which the compiler leaves as they are.
    .replace(RELATIVE, "$1$2$3.js$2");
  if (next !== text) writeWhole(path, next);
}
