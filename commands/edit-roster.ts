/** What all commands have that edit a roster: find it, edit its text, check the result, and only then write it. */
import { dirname } from "node:path";
import { readText, writeWholeInside } from "../files/files.ts";
import { RosterText } from "../roster/edit.ts";
import { rosterFiles } from "../roster/files.ts";
import { parseRoster } from "../roster/parse.ts";
import { RosterError, rosterProblem } from "../roster/roster-error.ts";
import type { Context } from "./context.ts";

/**
 * Edits and writes the roster that has the employee, if it is still a valid one then.
 *
 * @param file Absent: whichever in cdktf.json has the employee.
 * @returns the file's path
 * @throws RosterError with everything that would be wrong; then the file is as it was
 */
export function editEmployee(
  name: string,
  file: string | undefined,
  context: Context,
  edit: (roster: RosterText) => RosterText,
): string {
  const roster = rosterTextOf(name, file, context);
  writeRosterText(edit(roster), context);
  return roster.file;
}

/**
 * The roster that has the employee.
 *
 * @param file Absent: whichever in cdktf.json has the employee.
 * @throws RosterError where none has, or several
 */
export function rosterTextOf(name: string, file: string | undefined, context: Context): RosterText {
  const files = file === undefined ? rosterFiles(context.cwd, context.env) : [file];
  const rosters = files.map((each) => readRosterText(each, context));
  const [roster, ...others] = rosters.filter((each) => each.has(name));
  if (roster !== undefined && others.length > 0) {
    const message = `${name} is in ${[roster, ...others].map((each) => each.file).join(" and ")}`;
    throw new RosterError([
      rosterProblem("employee-unknown", { message, remedy: "write which one is meant: --roster <file>" }),
    ]);
  }
  if (roster === undefined) {
    const message = `there is no employee named ${JSON.stringify(name)}`;
    throw new RosterError([
      rosterProblem("employee-unknown", { file: files.join(", "), message, remedy: "correct the name" }),
    ]);
  }
  return roster;
}

/** @throws RosterError for a roster that cannot be read as it is: an edit would not mend it */
export function readRosterText(file: string, { cwd }: Context): RosterText {
  const text = readText(file, { base: cwd, within: dirname(file) });
  parseRoster(text, file);
  return new RosterText(file, text);
}

/** @throws RosterError where it is no valid roster; then nothing is written */
export function writeRosterText({ file, text }: RosterText, { cwd }: Context): void {
  parseRoster(text, file);
  writeWholeInside(file, text, { base: cwd, within: dirname(file) });
}
