/** Gives a leaver's environment back: it is isolated, and the cloud deletes it later. Nothing here deletes for good. */
import { anyAnswer, type Clients } from "../cloud/client.ts";
import { CloudError, isRefusal } from "../cloud/cloud-error.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import type { CloudEnvironment } from "../lookups/ready-environment.ts";
import { quoted } from "../problems/problems.ts";
import type { Roster } from "../roster/roster.ts";
import type { AccountEnvironments, Limits } from "./account.ts";
import { environmentRows } from "./orders.ts";

/**
 * The environment of that id or alias, if nobody in the rosters has it.
 *
 * @param rosters all of the account: whose environments are nobody's otherwise
 * @throws LookupError where there is none, there are several, or somebody has it
 */
export function environmentToRelease(
  name: string,
  account: AccountEnvironments,
  rosters: readonly Roster[],
): CloudEnvironment {
  const found = account.all.filter(({ EnvId, Alias }) => EnvId === name || Alias === name);
  const [environment, ...others] = found;
  if (environment === undefined)
    throw new LookupError([`there is no environment ${quoted(name)}; write its id or its alias`]);
  const id = environment.EnvId;
  if (others.length > 0) {
    const ids = found.map(({ EnvId }) => EnvId).sort();
    throw new LookupError([
      `${found.length} environments have the alias ${name}; write the id that is meant: ${ids.join(", ")}`,
    ]);
  }
  for (const roster of rosters) {
    const owner = environmentRows(roster, account).find(({ state }) => "id" in state && state.id === id);
    if (owner !== undefined) {
      throw new LookupError([
        `environment ${id} is ${owner.employee.name}'s in ${roster.file}; remove the entry there and deploy first`,
      ]);
    }
  }
  return environment;
}

/**
 * One call of tcb:DestroyEnv without IsForce, which isolates and deletes nothing; on an isolated environment the cloud refuses it.
 *
 * @throws LookupError where the account may give back no more
 * @throws CloudError when the call fails
 */
export async function releaseEnvironment(clients: Clients, id: string, limits: Limits): Promise<void> {
  if (limits.releasesLeft !== undefined && limits.releasesLeft <= 0) {
    throw new LookupError([
      "the account may give back no more environments this month, or in all (tcb:DescribeEnvLimit); wait, or write a ticket",
    ]);
  }
  try {
    await clients.once("tcb:DestroyEnv", anyAnswer, () => clients.tcb.DestroyEnv({ EnvId: id }));
  } catch (error) {
    if (!(error instanceof CloudError) || isRefusal(error.fault)) throw error;
    throw new LookupError([
      ...error.problems,
      `whether environment ${id} is isolated is not known; see: npx subaccounts environments`,
    ]);
  }
}
