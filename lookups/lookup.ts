/** Looks up in the cloud exactly what a roster needs, and nothing more. */

import type { Clients } from "../cloud/client.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import type { Roster } from "../roster/roster.ts";
import { lookUpAccount } from "./account.ts";
import { blueprintTitles, findBlueprints, listBlueprints } from "./blueprints.ts";
import { findEnvironments, listEnvironments } from "./environments.ts";
import type { BlueprintLookup, Lookups } from "./lookups.ts";

/**
 * One account, one listing of environments, and one of blueprints where a title is to be found. Changes nothing.
 *
 * @param previous what the lookups file has: its blueprint ids stay pinned. `undefined`: there is none, or pins are to be forgotten.
 * @param report told in words what has been read so far
 * @throws LookupError with every problem of every employee
 * @throws CloudError when a call fails
 */
export async function lookUp(
  roster: Roster,
  previous: Lookups | undefined,
  clients: Clients,
  report: (progress: string) => void,
): Promise<Lookups> {
  // First and alone: nothing else of a wrong account is of interest.
  const account = await lookUpAccount(clients, roster.account, roster.file);
  const listing = await listEnvironments(clients, report);
  const listed = blueprintTitles(roster).size === 0 ? [] : await listBlueprints(clients, report);
  const { environments, problems } = findEnvironments(roster, listing);
  const pinned = new Map<string, BlueprintLookup>(Object.entries(previous?.blueprints ?? {}));
  const blueprints = findBlueprints(roster, listed, pinned);
  const mistakes = [...problems, ...blueprints.problems];
  if (mistakes.length > 0) throw new LookupError(mistakes);
  return {
    account,
    environments: Object.fromEntries(environments),
    blueprints: Object.fromEntries(blueprints.blueprints),
  };
}
