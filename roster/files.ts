/** Which roster files there are, and their content. The only place of this room that reads files and the environment. */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve as resolvePath } from "node:path";
import { types } from "node:util";
import { isMistake, type Problem } from "../problems/problems.ts";
import { type ParsedRoster, parseRoster } from "./parse.ts";
import type { Roster } from "./roster.ts";
import { RosterError, rosterProblem } from "./roster-error.ts";
import { problemsBetween } from "./rules-between-files.ts";

const CDKTF_CONTEXT = "CDKTF_CONTEXT_JSON";

/**
 * Paths of the rosters, from `context.rosters` in cdktf.json: `{"context": {"rosters": ["employees.yaml"]}}`. The cdktf command
 * line hands the context over in the variable CDKTF_CONTEXT_JSON, which goes first.
 *
 * @param folder Folder of cdktf.json.
 * @throws RosterError when the list is missing, empty, not a list of texts, or names a file twice.
 */
export function rosterFiles(folder: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const given = env[CDKTF_CONTEXT];
  const rosters =
    (given === undefined ? undefined : readContext(given, CDKTF_CONTEXT)) ??
    readContext(readText(join(folder, "cdktf.json"), "cdktf.json"), "cdktf.json", "context");
  const refuse = (message: string, remedy: string) =>
    new RosterError([rosterProblem("roster-list", { file: "cdktf.json", message, remedy })]);
  if (!Array.isArray(rosters) || rosters.length === 0 || !rosters.every((each) => typeof each === "string")) {
    throw refuse("`context.rosters` must list roster files", 'write `"context": {"rosters": ["employees.yaml"]}`');
  }
  const twice = rosters.find((file, index) => rosters.indexOf(file) < index);
  if (twice !== undefined) throw refuse(`\`context.rosters\` lists ${twice} twice`, "keep one");
  return rosters;
}

/** What was read of rosters, and everything that is wrong or doubtful with them. */
export interface RostersRead {
  /** Those that have no error of their own; in the order of the files. */
  readonly rosters: readonly Roster[];
  /** Of every file, warnings included. */
  readonly problems: readonly Problem[];
}

/**
 * Reads and checks rosters together with the template files that they name. A roster that cannot be used is left out, and does not
 * keep the others from being read. A file that is named twice counts once.
 *
 * @param folder Folder that the paths are relative to.
 */
export function loadRosters(files: readonly string[], folder: string): RostersRead {
  const problems: Problem[] = [];
  const read = distinct(files, folder).flatMap((file) => {
    try {
      return [loadTemplates(parseRoster(readText(resolve(folder, file), file), file), folder)];
    } catch (error) {
      if (!isMistake(error)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  return { rosters: read, problems: [...problems, ...problemsBetween(read)] };
}

/**
 * The rosters where none has an error; warnings are left to those who judge.
 *
 * @throws RosterError with every error of every file.
 */
export function validRosters(files: readonly string[], folder: string): readonly Roster[] {
  const { rosters, problems } = loadRosters(files, folder);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new RosterError(errors);
  return rosters;
}

function distinct(files: readonly string[], folder: string): string[] {
  const paths = files.map((file) => resolvePath(folder, file));
  return files.filter((_, index) => paths.indexOf(paths[index] ?? "") === index);
}

function loadTemplates(roster: ParsedRoster, folder: string): Roster {
  const templates = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const { name, policy, line, column } of roster.employees) {
    if (!("template" in policy) || templates.has(policy.template)) continue;
    try {
      const path = join(dirname(roster.file), policy.template);
      templates.set(policy.template, JSON.parse(readText(resolve(folder, path), path)));
    } catch (error) {
      const reason = error instanceof RosterError ? error.message : `${policy.template}: not JSON: ${reasonOf(error)}`;
      problems.push(
        rosterProblem("template-unreadable", {
          file: roster.file,
          line,
          column,
          employee: name,
          message: `the policy template cannot be used: ${reason}`,
        }),
      );
      templates.set(policy.template, undefined);
    }
  }
  if (problems.length > 0) throw new RosterError(problems);
  return { ...roster, templates };
}

function resolve(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

/** @throws RosterError for a file that is missing, unreadable or not UTF-8. */
function readText(path: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = types.isNativeError(error) && "code" in error ? error.code : undefined;
    throw new RosterError([
      rosterProblem("file-unreadable", {
        file,
        ...(code === "ENOENT"
          ? { message: "there is no such file", remedy: "create it, or correct its name in cdktf.json" }
          : {
              message: `the file cannot be read (${String(code ?? reasonOf(error))})`,
              remedy: "check its permissions",
            }),
      }),
    ]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RosterError([
      rosterProblem("file-unreadable", { file, message: "the file is not UTF-8", remedy: "save it as UTF-8" }),
    ]);
  }
}

function readContext(json: string, source: string, ...keys: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new RosterError([rosterProblem("not-json", { file: source, message: `not JSON: ${reasonOf(error)}` })]);
  }
  for (const key of [...keys, "rosters"]) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function reasonOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
