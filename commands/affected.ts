/** `subaccounts affected`: the stacks whose own input differs from a commit. */
import { spawnSync } from "node:child_process";
import { join, normalize, relative, resolve } from "node:path";
import { Command } from "commander";
import { lookupsPath } from "../lookups/file.ts";
import { Mistake, printable, problem } from "../problems/problems.ts";
import { readOccasion, rosterFiles, validRosters } from "../roster/files.ts";
import type { Roster } from "../roster/roster.ts";
import type { Context } from "./context.ts";

export function affectedCommand(context: Context): Command {
  return new Command("affected")
    .summary("name the stacks whose input has changed")
    .description(
      "Compares what is here with a commit, and prints one name a line: stacks whose roster, lookups or templates differ, whose somebody moves\n" +
        "to or from one of these, or whose somebody's last day has passed since; all of them where the program or cdktf.json differs. Use it as\n" +
        "in: npx subaccounts review $(npx subaccounts affected --base origin/main)",
    )
    .requiredOption("--base <ref>", "the commit, branch or tag to compare with")
    .action(({ base }: { base: string }) => {
      const { cwd, env, stdout } = context;
      const rosters = validRosters(rosterFiles(cwd, env), cwd);
      const { today } = readOccasion(cwd, env);
      for (const stack of affectedStacks(rosters, changesSince(base, cwd), today)) stdout.write(`${stack}\n`);
    });
}

/** What differs from a commit. */
export interface Changes {
  /** Paths relative to the folder of cdktf.json. */
  readonly files: ReadonlySet<string>;
  /** The text of a file in the commit; undefined: it was not there. */
  readonly before: (file: string) => string | undefined;
  /** Day of the commit. */
  readonly day: string;
}

/** In the order of the rosters. */
export function affectedStacks(rosters: readonly Roster[], { files, before, day }: Changes, today: string): string[] {
  if ([...files].some(isProgram)) return rosters.map(({ stack }) => stack);
  const own = rosters.filter(({ file, templates, employees }) => {
    const inputs = [file, lookupsPath(file), ...Array.from(templates.values(), (template) => template.file)];
    const hasLeft = employees.some(({ lastDay }) => lastDay !== undefined && lastDay >= day && lastDay < today);
    return hasLeft || inputs.some((input) => files.has(normalize(input)));
  });
  // What somebody moves from forgets them, or does no more.
  const others = new Set(
    own.flatMap(({ file, employees }) => [
      ...employees.flatMap(({ origin }) => (origin?.kind === "moved" ? [origin.stack] : [])),
      ...Array.from(
        (before(file) ?? "").matchAll(/\bmovedFrom: *["']?([A-Za-z][A-Za-z0-9_-]*)/g),
        ([, stack = ""]) => stack,
      ),
    ]),
  );
  return rosters.filter((roster) => own.includes(roster) || others.has(roster.stack)).map(({ stack }) => stack);
}

/** What makes every stack: the program, or its version, and the settings of the app. Documents and hidden folders make none. */
function isProgram(file: string): boolean {
  if (/^(?:\.|__tests__\/|bench\/|docs\/|examples\/)/.test(file)) return false;
  return (
    /^(?:cdktf|package|package-lock)\.json$/.test(file) ||
    /\.(?:[cm]?[jt]s|sh)$/.test(file) ||
    /^(?:policies|providers)\//.test(file)
  );
}

/** @throws Mistake where there is no git, or no such commit */
function changesSince(base: string, cwd: string): Changes {
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
    return status === 0 ? stdout : undefined;
  };
  const root = git("rev-parse", "--show-toplevel")?.trim();
  // Behind `--end-of-options`, since a name may begin with a dash.
  const commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`)?.trim();
  if (root === undefined || commit === undefined) {
    const message = root === undefined ? "this is no git repository" : `there is no commit ${printable(base)}`;
    const remedy = root === undefined ? "run it in one" : "fetch it, or correct its name";
    throw new Mistake([problem("affected", { message, remedy })]);
  }
  const changed = git("diff", "--name-only", "-z", "--no-renames", commit) ?? "";
  const added = git("ls-files", "--others", "--exclude-standard", "-z", "--full-name", root) ?? "";
  const here = (path: string) => normalize(relative(resolve(cwd), join(root, path)));
  const day = git("show", "--no-patch", "--format=%cs", commit)?.trim() ?? "";
  return {
    files: new Set(`${changed}\0${added}`.split("\0").filter(Boolean).map(here)),
    before: (file) => git("show", `${commit}:${relative(root, resolve(cwd, file))}`),
    day,
  };
}
