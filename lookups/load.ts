/** Reads a roster's committed lookups and puts the two together. */
import type { Roster } from "../roster/roster.ts";
import { lookupCommandLine, lookupsPath, readLookups } from "./file.ts";
import type { AccountLookup } from "./lookups.ts";
import { MissingLookupsError, resolveWorkplaces, type Workplace } from "./resolve.ts";

export interface LoadedWorkplaces {
  readonly account: AccountLookup;
  /** In the order of the roster. */
  readonly workplaces: readonly Workplace[];
}

/**
 * @param folder Folder that the roster's path is relative to.
 * @throws LookupError when the file is missing, broken or lacks anything that the roster needs.
 */
export function loadWorkplaces(roster: Roster, folder: string): LoadedWorkplaces {
  const lookups = readLookups(roster.file, folder);
  if (lookups === undefined) {
    throw new MissingLookupsError([
      `${lookupsPath(roster.file)}: this file is missing`,
      `run: ${lookupCommandLine(roster.file)}`,
    ]);
  }
  return { account: lookups.account, workplaces: resolveWorkplaces(roster, lookups) };
}
