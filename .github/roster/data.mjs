/**
 * Puts the data of a commit into a folder of its own: rosters, lookups and templates, as plain files, with a cdktf.json that runs the
 * program of this checkout. Nothing of the commit is run, and nothing of it takes the place of a file of the program.
 *
 * node .github/roster/data.mjs <commit> <folder>
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const [commit, folder] = process.argv.slice(2);
if (!/^[0-9a-f]{40}$/.test(commit ?? "") || !folder) throw new Error("usage: data.mjs <commit> <folder>");
const git = (...args) => execFileSync("git", args, { maxBuffer: 64 * 1024 * 1024 });

/** Files that are no data, whatever their ending. */
const NO_DATA = /^(?:\.|node_modules\/)|(?:^|\/)(?:package(?:-lock)?|tsconfig|cdktf|biome)\.json$/;

for (const entry of git("ls-tree", "-r", "-z", commit).toString("utf8").split("\0").filter(Boolean)) {
  const [, mode, id, path] = /^(\d+) blob ([0-9a-f]{40})\t(.+)$/s.exec(entry) ?? [];
  // Links are left out, and so is whatever would lie elsewhere.
  if (!/^100(?:644|755)$/.test(mode ?? "") || !/\.(?:ya?ml|json)$/.test(path) || NO_DATA.test(path)) continue;
  const target = resolve(folder, path);
  if (!target.startsWith(`${resolve(folder)}/`)) continue;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, git("cat-file", "blob", id));
}
const { rosters } = JSON.parse(git("show", `${commit}:cdktf.json`).toString("utf8")).context ?? {};
/** In the program's own checkout its sources are run, elsewhere the package. */
const main = resolve(import.meta.dirname, "../../main.ts");
const packaged = resolve(import.meta.dirname, "../../node_modules/cloudbase-subaccounts/dist/main.js");
const app = existsSync(main)
  ? `node --import ${JSON.stringify(import.meta.resolve("tsx"))} ${JSON.stringify(main)}`
  : `node ${JSON.stringify(packaged)}`;
const project = {
  language: "typescript",
  app,
  sendCrashReports: "false",
  terraformProviders: [],
  terraformModules: [],
  context: { rosters },
};
writeFileSync(join(folder, "cdktf.json"), `${JSON.stringify(project, null, 2)}\n`);
