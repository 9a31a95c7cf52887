/** Which roster files there are, and their content. The only place of this room that reads files and the environment. */
import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { types } from "node:util";
import { type ParsedRoster, parseRoster } from "./parse.ts";
import { type Problem, RosterError } from "./problems.ts";
import type { Roster } from "./roster.ts";
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
  const example = 'write `"context": {"rosters": ["employees.yaml"]}`';
  if (!Array.isArray(rosters) || rosters.length === 0 || !rosters.every((each) => typeof each === "string")) {
    throw new RosterError([{ file: "cdktf.json", message: `\`context.rosters\` must list roster files; ${example}` }]);
  }
  const twice = rosters.find((file, index) => rosters.indexOf(file) < index);
  if (twice !== undefined) {
    throw new RosterError([{ file: "cdktf.json", message: `\`context.rosters\` lists ${twice} twice; keep one` }]);
  }
  return rosters;
}

/**
 * Reads and checks all rosters together with the template files that they name.
 *
 * @param folder Folder that the paths are relative to.
 * @throws RosterError with every problem of every file.
 */
export function loadRosters(files: readonly string[], folder: string): Roster[] {
  const problems: Problem[] = [];
  const rosters = files.flatMap((file) => {
    try {
      return [loadTemplates(parseRoster(readText(resolve(folder, file), file), file), folder)];
    } catch (error) {
      if (!(error instanceof RosterError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  problems.push(...problemsBetween(rosters));
  if (problems.length > 0) throw new RosterError(problems);
  return rosters;
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
      problems.push({
        file: roster.file,
        line,
        column,
        employee: name,
        message: `the policy template cannot be used: ${reason}`,
      });
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
    const what =
      code === "ENOENT"
        ? "there is no such file; create it, or correct its name in cdktf.json"
        : `the file cannot be read (${String(code ?? reasonOf(error))}); check its permissions`;
    throw new RosterError([{ file, message: what }]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RosterError([{ file, message: "the file is not UTF-8; save it as UTF-8" }]);
  }
}

function readContext(json: string, source: string, ...keys: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new RosterError([{ file: source, message: `not JSON: ${reasonOf(error)}` }]);
  }
  for (const key of [...keys, "rosters"]) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function reasonOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
