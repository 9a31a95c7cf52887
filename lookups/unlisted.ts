/** Finds the sub-accounts that are in no roster, with what belongs to each by its name: for an administrator who takes them over. */
import type { Clients } from "../cloud/client.ts";
import type { Roster } from "../roster/roster.ts";
import { serverName } from "../terraform/names.ts";
import { indexEnvironments } from "./environment-index.ts";
import { listEnvironments } from "./environments.ts";
import { type CloudUser, listAttached, listGroups, listUsers } from "./identities.ts";
import type { CloudEnvironment } from "./ready-environment.ts";
import { type CloudServer, listServers } from "./servers.ts";

/** A sub-account that is in no roster. */
export interface Unlisted extends CloudUser {
  /** Names of policies that are attached to it, by name. */
  readonly policies: readonly string[];
  /** Names of its groups, by name. */
  readonly groups: readonly string[];
  /** The environment that has its name as alias, or that one of its policies is named after. Undefined: none, or several. */
  readonly environment: CloudEnvironment | undefined;
  /** The server that has the name which a roster would give it. Undefined: none, or several. */
  readonly server: CloudServer | undefined;
}

export interface UnlistedInAccount {
  /** By name. */
  readonly users: readonly Unlisted[];
  /** Of the region, that are no employee's and none of `users`', by id. */
  readonly servers: readonly CloudServer[];
  readonly environments: readonly CloudEnvironment[];
}

/**
 * @param rosters All of the root account.
 * @param region Of servers and environments.
 * @throws CloudError when a call fails
 */
export async function findUnlisted(
  clients: Clients,
  rosters: readonly Roster[],
  region: string,
  report: (progress: string) => void,
): Promise<UnlistedInAccount> {
  const employees = rosters.flatMap((roster) => roster.employees.map((employee) => ({ employee, roster })));
  const listed = new Set(employees.map(({ employee }) => employee.name.toLowerCase()));
  const others = (await listUsers(clients, report)).filter(({ name }) => !listed.has(name.toLowerCase()));
  const { entries: environments } = await listEnvironments(clients, report);
  const servers = await listServers(clients, report);
  const users: Unlisted[] = [];
  for (const user of others.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const attached = await listAttached(clients, user.uin, () => undefined);
    const policies = attached.map(({ name }) => name).sort();
    users.push({
      ...user,
      policies,
      groups: (await listGroups(clients, user.uin, () => undefined)).sort(),
      environment: environmentOf(user.name, policies, environments),
      server: only(servers.filter(({ name }) => name === serverName(user.name))),
    });
    report(`sub-accounts read: ${users.length} of ${others.length}`);
  }
  const find = indexEnvironments(environments, ({ EnvId, Alias }) => ({ id: EnvId, alias: Alias }));
  const taken = new Set([
    ...users.flatMap(({ environment, server }) => [environment?.EnvId, server?.id]),
    ...employees
      .filter(({ roster }) => roster.account.region === region)
      .flatMap(({ employee }) => find(employee.environment.reference).map(({ EnvId }) => EnvId)),
  ]);
  const named = new Set(employees.map(({ employee }) => serverName(employee.name)));
  return {
    users,
    servers: servers
      .filter(({ id, name }) => !taken.has(id) && !named.has(name))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    environments: environments.filter(({ EnvId }) => !taken.has(EnvId)).sort((a, b) => (a.EnvId < b.EnvId ? -1 : 1)),
  };
}

/** A policy that says it is for an environment says more than an alias that happens to be the same. */
function environmentOf(
  name: string,
  policies: readonly string[],
  environments: readonly CloudEnvironment[],
): CloudEnvironment | undefined {
  const byPolicy = environments.filter(({ EnvId }) =>
    policies.some(
      (policy) => policy.startsWith(`cloudbase-env-${EnvId}@`) || policy.startsWith(`cloudbase-env-${EnvId}-`),
    ),
  );
  return only(byPolicy) ?? only(environments.filter(({ Alias }) => Alias === name));
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
