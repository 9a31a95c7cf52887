/** Where this program's own files are, and how it is started: from its sources in a checkout, from JavaScript in the package. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Whether this is the package, which has no sources and nothing to build with. */
export const isPackaged: boolean = import.meta.filename.endsWith(".js");

/** The folder that has the main file: that of a checkout, or `dist/` of the package. */
export const PROGRAM_FOLDER: string = join(import.meta.dirname, "..");

/** Line for the `app` of a cdktf.json. */
export function appCommand(): string {
  const main = JSON.stringify(join(PROGRAM_FOLDER, isPackaged ? "main.js" : "main.ts"));
  return isPackaged ? `node ${main}` : `node --import ${JSON.stringify(import.meta.resolve("tsx"))} ${main}`;
}

/** The program and first argument of `subaccounts`. */
export function subaccountsCommand(): readonly [string, string] {
  return [process.execPath, join(PROGRAM_FOLDER, "commands/subaccounts.mjs")];
}

/** The program and first argument of `cdktf`, wherever it is installed. */
export function cdktfCommand(): readonly [string, string] {
  const manifest = createRequire(import.meta.url).resolve("cdktf-cli/package.json");
  return [process.execPath, join(dirname(manifest), "bundle/bin/cdktf")];
}
