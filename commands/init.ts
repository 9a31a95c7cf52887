/** `subaccounts init`: a company's own repository, which holds data alone. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { readTextIfThere, writeWhole } from "../files/files.ts";
import { PROGRAM_FOLDER } from "../files/program.ts";
import { isWrittenAgain, newRepository, type RepositoryFile, SOURCES } from "../init/repository.ts";
import manifest from "../package.json" with { type: "json" };
import { Mistake, type Problem, problem } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import type { Context } from "./context.ts";

interface Options {
  readonly upgrade?: boolean;
  readonly program?: string;
}

export function initCommand({ cwd, stdout }: Context): Command {
  return new Command("init")
    .summary("make a company's own repository")
    .description(
      "Writes a repository that has data alone: roster, lookups, cdktf.json, package.json with this program as its one dependency, the\n" +
        "workflows, and a README in English and Chinese. Files that are there stay; nothing is written where one of them is another.",
    )
    .argument("<folder>", "folder of the repository; made if it is not there")
    .option("--upgrade", "write again what is this program's: the workflows and the editor's schema, and nothing else")
    .option(
      "--program <spec>",
      "what package.json names as the program: a version, or the path or address of a tarball",
    )
    .action((folder: string, { upgrade = false, program: spec = manifest.version }: Options) => {
      const sources = new Map(SOURCES.map((path) => [path, readFileSync(join(PROGRAM_FOLDER, path), "utf8")] as const));
      const program = { version: manifest.version, spec, overrides: ADDONS };
      const files = newRepository(sources, program);
      const wanted = upgrade ? upgraded(folder, cwd, files) : added(folder, cwd, files);
      writeAll(resolve(cwd, folder), wanted);
      const shown = relative(cwd, resolve(cwd, folder)) || ".";
      if (upgrade) stdout.write(`${shown}: ${counted(wanted.size, "file")} written again\n`);
      else
        stdout.write(
          `${shown}: ${counted(wanted.size, "file")} written. Next: cd ${shown} && npm install && npm run demo; then README.md\n`,
        );
    });
}

/** npm takes `overrides` of the repository that installs alone. */
const ADDONS = {
  "@cdktf/node-pty-prebuilt-multiarch": manifest.dependencies["@cdktf/node-pty-prebuilt-multiarch"],
};

type Files = ReadonlyMap<string, RepositoryFile>;

/** What is not there yet. @throws Mistake naming every file that is there and another */
function added(folder: string, cwd: string, files: Files): Files {
  const there = [...files].map(([path, file]) => ({ path, file, text: textOf(folder, cwd, path) }));
  const others = there.filter(({ text, file }) => text !== undefined && text !== file.text);
  refuse(
    others.map(({ path }) =>
      problem("file-there", {
        file: join(folder, path),
        message: "there is such a file already",
        remedy: "name a new folder; in a repository that `init` has made, add --upgrade",
      }),
    ),
  );
  return new Map(there.filter(({ text }) => text === undefined).map(({ path, file }) => [path, file]));
}

/** What is the program's, and has another text. @throws Mistake where nothing was made here */
function upgraded(folder: string, cwd: string, files: Files): Files {
  if (textOf(folder, cwd, "package.json")?.includes('"cloudbase-subaccounts"') !== true) {
    const remedy = `make it: npx subaccounts init ${folder}`;
    const message = "this is no repository with cloudbase-subaccounts in its package.json";
    refuse([problem("no-repository", { file: join(folder, "package.json"), message, remedy })]);
  }
  return new Map(
    [...files].filter(([path, { text, isOurs }]) => {
      const old = textOf(folder, cwd, path);
      return isOurs && old !== text && (old === undefined || isWrittenAgain(path, old));
    }),
  );
}

function textOf(folder: string, cwd: string, path: string): string | undefined {
  return readTextIfThere(join(folder, path), { base: cwd, within: dirname(join(folder, path)) });
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Mistake(problems);
}

/** All or none of what is new. */
function writeAll(folder: string, files: Files): void {
  const undo: string[] = [];
  try {
    for (const [path, { text, isScript }] of files) {
      const target = join(folder, path);
      const made = mkdirSync(dirname(target), { recursive: true });
      if (made !== undefined) undo.push(made);
      const old = readTextIfThere(path, { base: folder });
      writeWhole(target, text, { ...(isScript ? { mode: 0o755 } : {}), shown: target });
      if (old === undefined) undo.push(target);
    }
  } catch (error) {
    for (const path of undo.reverse()) rmSync(path, { recursive: true, force: true });
    throw error;
  }
}
