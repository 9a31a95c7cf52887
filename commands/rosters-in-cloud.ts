/** Rosters with the environments that the account has for them, before there are lookups. */
import type { Clients } from "../cloud/client.ts";
import { type AccountEnvironments, environmentRows, readEnvironments } from "../environments/environments.ts";
import { checkAccount } from "../lookups/account.ts";
import type { Roster } from "../roster/roster.ts";
import type { CloudContext, Connection } from "./connect.ts";

/** One roster with what the account has for it. */
export interface RosterInCloud {
  readonly roster: Roster;
  readonly clients: Clients;
  readonly account: AccountEnvironments;
}

/** Environments of the roster's region that none of the account's rosters has; said with the first roster of the region. */
export function unclaimedIn(roster: Roster, { all }: AccountEnvironments, rosters: readonly RosterInCloud[]) {
  const same = rosters.filter((each) => each.roster.account.region === roster.account.region);
  if (same[0]?.roster !== roster) return [];
  const rows = same.flatMap((each) => environmentRows(each.roster, each.account));
  const claimed = new Set(
    rows.flatMap(({ state }) => ("id" in state ? [state.id] : state.kind === "ambiguous" ? state.ids : [])),
  );
  return all
    .filter(({ EnvId }) => !claimed.has(EnvId))
    .map(({ EnvId: id, Alias }) => ({ id, alias: Alias ?? undefined }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws LookupError where the key is of another root account than a roster */
export async function readRosters(
  rosters: readonly Roster[],
  connection: Connection,
  { stderr }: CloudContext,
): Promise<RosterInCloud[]> {
  const all: RosterInCloud[] = [];
  for (const roster of rosters) {
    const report = (progress: string) => stderr.write(`${roster.file}: ${progress}\n`);
    const clients = connection.clients(roster.account.region, report);
    await checkAccount(clients, roster.account, roster.file);
    all.push({ roster, clients, account: await readEnvironments(clients, report) });
  }
  return all;
}
