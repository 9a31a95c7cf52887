/** Reads a roster's committed lookups and puts the two together. */
import type { Roster } from "../roster/roster.ts";
import { readLookups } from "./file.ts";
import type { AccountLookup } from "./lookups.ts";
import { resolveWorkplaces, type Workplace } from "./resolve.ts";

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
  const workplaces = resolveWorkplaces(roster, lookups);
  return { account: { ownerUin: roster.account.ownerUin, appId: lookups?.account.appId ?? "" }, workplaces };
}
