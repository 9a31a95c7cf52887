/** Which roster files there are, and their content. The only place of this room that reads files and the environment. */
import { dirname, join, resolve } from "node:path";
import { types } from "node:util";
import { globSync, isDynamicPattern } from "tinyglobby";
import { readText, readTextIfThere } from "../files/files.ts";
import { isMistake, type Place, type Problem } from "../problems/problems.ts";
import { beijingDay, isDay } from "./days.ts";
import { parseRoster } from "./parse.ts";
import type { Roster, TemplateFile } from "./roster.ts";
import { RosterError, rosterProblem } from "./roster-error.ts";
import { problemsBetween } from "./rules-between-files.ts";

const CDKTF_CONTEXT = "CDKTF_CONTEXT_JSON";

/**
 * Paths of the rosters, from `context.rosters` in cdktf.json: `{"context": {"rosters": ["employees.yaml", "teams/*.yaml"]}}`. The cdktf command
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
  const files = rosters.flatMap((each) => filesOf(each, folder));
  if (files.length === 0) {
    throw refuse(`\`context.rosters\` names no file: ${rosters.join(", ")}`, "write a pattern that a roster fits");
  }
  return requireOnce(files, refuse);
}

/** A pattern such as `rosters/*.yaml` stands for the files that fit it, sorted; anything else for itself, there or not. */
function filesOf(entry: string, folder: string): string[] {
  if (!isDynamicPattern(entry)) return [entry];
  return globSync(entry, { cwd: folder, onlyFiles: true, expandDirectories: false, followSymbolicLinks: false }).sort();
}

function requireOnce(rosters: readonly string[], refuse: (message: string, remedy: string) => RosterError): string[] {
  const twice = rosters.find((file, index) => rosters.indexOf(file) < index);
  if (twice !== undefined) throw refuse(`\`context.rosters\` lists ${twice} twice`, "keep one");
  return [...rosters];
}

/** What a roster's meaning depends on besides the roster. */
export interface Occasion {
  /** The day that it is read for: `2026-12-31`. Somebody whose `lastDay` is before it is suspended. */
  readonly today: string;
  /** Whether an environment that is not there yet may be stood in for, in what can be planned and never applied. */
  readonly preview: boolean;
}

/**
 * Reads the context values `today` (default: today in Beijing) and `pending` (`preview`, or nothing) of cdktf.json; the variables
 * SUBACCOUNTS_TODAY and SUBACCOUNTS_PENDING go first, since the cdktf command line lets no other context through.
 *
 * @param folder Folder of cdktf.json, where there is one.
 * @param now milliseconds since 1970
 * @throws RosterError for a value of another form
 */
export function readOccasion(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  now: number = Date.now(),
): Occasion {
  const refuse = (message: string, remedy: string) =>
    new RosterError([rosterProblem("wrong-form", { file: "cdktf.json", message, remedy })]);
  const today = env.SUBACCOUNTS_TODAY || contextValue("today", folder, env) || beijingDay(now);
  if (typeof today !== "string" || !isDay(today)) {
    throw refuse("the context value `today` is no day", "write it like `2026-12-31`, or leave it out");
  }
  const pending = env.SUBACCOUNTS_PENDING || contextValue("pending", folder, env) || "";
  if (pending !== "" && pending !== "preview") {
    throw refuse("the context value `pending` is not known", "write `preview`, or leave it out");
  }
  return { today, preview: pending === "preview" };
}

/** Undefined where neither the variable nor cdktf.json has it. */
function contextValue(key: string, folder: string, env: Readonly<Record<string, string | undefined>>): unknown {
  const given = env[CDKTF_CONTEXT];
  if (given !== undefined) return readContext(given, CDKTF_CONTEXT, key);
  const file = readTextIfThere("cdktf.json", { base: folder });
  return file === undefined ? undefined : readContext(file, "cdktf.json", "context", key);
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
