/** Puts into a stand-in cloud what a roster takes for granted: its environments, and images and sizes of servers. */
import type { Lookups } from "../lookups/lookups.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import type { Cloud } from "./api/cloud.ts";
import { seedBlueprint, seedBundle, seedLighthouse } from "./api/services/lighthouse/seed.ts";
import { seedEnvironment } from "./api/services/tcb/seed.ts";

/** Package of environments for which the roster names none. */
const PACKAGE = "baas_personal";

/**
 * Adds every employee's environment, ready for use, with a log service and static hosting where the roster does not say that there
 * is none, and the images that servers are made of. What is there already stays as it is.
 *
 * @param now Milliseconds since 1970.
 * @param known what was looked up earlier: environments and images get the ids that it has.
 */
export function seedFromRoster(cloud: Cloud, roster: Roster, now: number, known?: Lookups): void {
  seedLighthouse(cloud);
  for (const [title, { id }] of Object.entries(known?.blueprints ?? {})) seedBlueprint(cloud, id, title);
  for (const [id, bundle] of Object.entries(known?.bundles ?? {})) seedBundle(cloud, id, bundle);
  const { region } = roster.account;
  for (const { environment } of roster.employees) {
    const named = names(environment.reference, known, region);
    const seeded = seedEnvironment(cloud, {
      ...named,
      package: environment.package ?? PACKAGE,
      region,
      logs: environment.logs,
      hosting: environment.hosting,
      createdAt: now,
    });
    const { logs } = (named.id === undefined ? undefined : known?.environments[named.id]) ?? {};
    if (logs !== undefined && seeded.logs !== undefined) seeded.logs = { ...seeded.logs, ...logs };
  }
}

/** CloudBase makes ids from aliases, so an id tells its alias: `bob-8grqda2hfc2f62bb`. */
function names(reference: Reference, known: Lookups | undefined, region: string): { id?: string; alias: string } {
  const found = Object.entries(known?.environments ?? {}).find(
    ([id, { alias, region: its }]) =>
      its === region && ("alias" in reference ? alias === reference.alias : id === reference.id),
  );
  if (found !== undefined) return { id: found[0], alias: found[1].alias };
  if ("alias" in reference) return reference;
  return { id: reference.id, alias: reference.id.replace(/-[a-z0-9]{16}$/, "") };
}

type Reference = Employee["environment"]["reference"];
