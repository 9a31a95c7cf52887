/** Reads the committed lookups of rosters. */
import { isMistake, type Problem } from "../problems/problems.ts";
import type { RostersRead } from "../roster/files.ts";
import type { Roster } from "../roster/roster.ts";
import { readLookups } from "./file.ts";
import type { Lookups } from "./lookups.ts";

export interface LoadedLookups {
  readonly rosters: readonly { readonly roster: Roster; readonly lookups: Lookups | undefined }[];
  /** Of the rosters, and of lookups files that are there and cannot be used; their rosters are left out. */
  readonly problems: readonly Problem[];
}

/**
 * @param folder Folder that the rosters' paths are relative to.
 * @returns the lookups of each roster, undefined where there is no file yet
 */
export function loadLookups({ rosters, problems: ofRosters }: RostersRead, folder: string): LoadedLookups {
  const problems: Problem[] = [...ofRosters];
  const loaded = rosters.flatMap((roster) => {
    try {
      return [{ roster, lookups: readLookups(roster.file, folder) }];
    } catch (error) {
      if (!isMistake(error)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  return { rosters: loaded, problems };
}
