/** Reads and writes `employees.lookups.json`, which is committed beside `employees.yaml`. */
import { basename, dirname, extname, join } from "node:path";
import { LookupError, reason } from "../cloud/lookup-error.ts";
import { readTextIfThere, writeWholeInside } from "../files/files.ts";
import { type Problem, problem } from "../problems/problems.ts";
import { lookupsSchema } from "./lookup.ts";
import type { Lookups } from "./lookups.ts";

/** `companies/employees.yaml` has its lookups in `companies/employees.lookups.json`. */
export function lookupsPath(rosterFile: string): string {
  return join(dirname(rosterFile), `${basename(rosterFile, extname(rosterFile))}.lookups.json`);
}

/** The command that fills the lookups of a roster, for messages. */
export function lookupCommandLine(rosterFile: string): string {
  return `npx subaccounts lookup ${rosterFile}`;
}

/** Says that a roster's lookups file is not there yet. */
export function lookupsMissing(rosterFile: string): Problem {
  return problem("lookups-missing", {
    file: lookupsPath(rosterFile),
    message: "this file is missing",
    remedy: `run: ${lookupCommandLine(rosterFile)}`,
  });
}

/**
 * The lookups of a roster, or `undefined` where the file does not exist yet.
 *
 * @param rosterFile as `Roster.file` has it
 * @param folder that the path is relative to
 * @throws FileMistake when the file cannot be read or a symlink leads out of the roster's folder
 * @throws LookupError when it is not JSON, or has another shape; it names each place
 */
export function readLookups(rosterFile: string, folder: string): Lookups | undefined {
  const path = lookupsPath(rosterFile);
  const text = readTextIfThere(path, { base: folder, within: dirname(path) });
  if (text === undefined) return undefined;
  const advice = `take it from version control again, or delete it and run ${lookupCommandLine(rosterFile)}`;
  const parsed = lookupsSchema.safeParse(parseJson(text, path, advice));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join(".") || "file"}: ${issue.message}`,
  );
  const message = `these are not lookups (${mistakes.join("; ")})`;
  throw new LookupError([problem("lookups-file", { file: path, message, remedy: advice })]);
}

/** The file's text: keys sorted at every level, two spaces, a newline at the end, nothing that changes between runs. */
export function printLookups(lookups: Lookups): string {
  return `${JSON.stringify(sorted(lookups), null, 2)}\n`;
}

/**
 * Writes the lookups to a temporary name and renames it. A file that already says the same is not touched, however it is
 * formatted: line endings, for one, may be the version control's.
 *
 * @returns whether the file was written
 * @throws FileMistake when it cannot be written
 * @throws LookupError when the file that is there is broken
 */
export function writeLookups(rosterFile: string, folder: string, lookups: Lookups): boolean {
  const path = lookupsPath(rosterFile);
  const present = readLookups(rosterFile, folder);
  const text = printLookups(lookups);
  if (present !== undefined && printLookups(present) === text) return false;
  writeWholeInside(path, text, { base: folder, within: dirname(path) });
  return true;
}

function parseJson(text: string, path: string, advice: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine quotes what it met, which may be of anybody's file.
    const said = reason(error).replace(/, (?:\.\.\.)?".*$/s, "");
    throw new LookupError([
      problem("lookups-file", { file: path, message: `this is not JSON (${said})`, remedy: advice }),
    ]);
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
