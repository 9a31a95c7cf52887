/** Which roster files there are, and their content. The only place of this room that reads files and the environment. */
import { dirname, join, resolve } from "node:path";
import { types } from "node:util";
import { readText, readTextIfThere } from "../files/files.ts";
import { isMistake, type Place, type Problem } from "../problems/problems.ts";
import { beijingDay, isDay } from "./days.ts";
import { parseRoster } from "./parse.ts";
import type { Roster, TemplateFile } from "./roster.ts";
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
    (given === undefined ? undefined : readContext(given, CDKTF_CONTEXT, "rosters")) ??
    readContext(readText("cdktf.json", { base: folder }), "cdktf.json", "context", "rosters");
  const refuse = (message: string, remedy: string) =>
    new RosterError([rosterProblem("roster-list", { file: "cdktf.json", message, remedy })]);
  if (!Array.isArray(rosters) || rosters.length === 0 || !rosters.every((each) => typeof each === "string")) {
    throw refuse("`context.rosters` must list roster files", 'write `"context": {"rosters": ["employees.yaml"]}`');
  }
  const twice = rosters.find((file, index) => rosters.indexOf(file) < index);
  if (twice !== undefined) throw refuse(`\`context.rosters\` lists ${twice} twice`, "keep one");
  return rosters;
}

/**
 * The day that rosters are read for: `context.today` in cdktf.json, or else today in Beijing. Somebody whose `lastDay` is before it is
 * suspended.
 *
 * @param folder Folder of cdktf.json; where there is none, it is today.
 * @param now milliseconds since 1970
 * @throws RosterError for what is no day
 */
export function rosterDay(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  now: number = Date.now(),
): string {
  const text = env[CDKTF_CONTEXT];
  const file = text === undefined ? readTextIfThere("cdktf.json", { base: folder }) : undefined;
  const given =
    (text === undefined ? undefined : readContext(text, CDKTF_CONTEXT, "today")) ??
    (file === undefined ? undefined : readContext(file, "cdktf.json", "context", "today"));
  if (given === undefined || given === null) return beijingDay(now);
  if (typeof given === "string" && isDay(given)) return given;
  const message = "`context.today` is no day";
  const remedy = 'write it like `"today": "2026-12-31"`, or leave it out';
  throw new RosterError([rosterProblem("wrong-form", { file: "cdktf.json", message, remedy })]);
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
      const { templatePlaces, warnings, ...roster } = parseRoster(readRoster(file, folder), file);
      problems.push(...warnings);
      return [{ ...roster, templates: readTemplates(roster, templatePlaces, folder) }];
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
  const paths = files.map((file) => resolve(folder, file));
  return files.filter((_, index) => paths.indexOf(paths[index] ?? "") === index);
}

/** @throws FileMistake for what is no text file in the folder that the path names. */
function readRoster(file: string, folder: string): string {
  return readText(file, { base: folder, within: dirname(file) });
}

/** @throws RosterError for every template that cannot be read, at the line that names it first. */
function readTemplates(
  { file, employees }: Pick<Roster, "file" | "employees">,
  places: ReadonlyMap<string, Place>,
  folder: string,
): Roster["templates"] {
  const templates = new Map<string, TemplateFile>();
  const problems: Problem[] = [];
  const named = new Set(employees.flatMap(({ policy }) => ("template" in policy ? [policy.template] : [])));
  for (const template of named) {
    const path = join(dirname(file), template);
    const namedAt = places.get(template) ?? { line: 1, column: 1 };
    try {
      templates.set(template, { file: path, text: readText(path, { base: folder, within: dirname(file) }), namedAt });
    } catch (error) {
      if (!isMistake(error)) throw error;
      for (const { message, remedy } of error.problems) {
        const whole = `the policy template ${template} cannot be used: ${message}`;
        const rest = remedy === undefined ? {} : { remedy };
        problems.push(rosterProblem("template-unreadable", { file, ...namedAt, message: whole, ...rest }));
      }
    }
  }
  if (problems.length > 0) throw new RosterError(problems);
  return templates;
}

function readContext(json: string, source: string, ...keys: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (!types.isNativeError(error)) throw error;
    // Its own words would quote the file, which may be anybody's.
    const remedy = `correct it, for example with an editor that knows JSON`;
    throw new RosterError([rosterProblem("not-json", { file: source, message: "this is not JSON", remedy })]);
  }
  for (const key of keys) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}
