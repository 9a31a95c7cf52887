/** Puts into a stand-in cloud what a roster takes for granted: its environments, and images and sizes of servers. */
import type { Employee, Roster } from "../roster/roster.ts";
import type { Cloud } from "./api/cloud.ts";
import { seedLighthouse } from "./api/services/lighthouse/seed.ts";
import { seedEnvironment } from "./api/services/tcb/seed.ts";

/** Package of environments for which the roster names none. */
const PACKAGE = "baas_personal";

/**
 * Adds every employee's environment, ready for use, with a log service and static hosting where the roster does not say that there
 * is none. What is there already stays as it is.
 *
 * @param now Milliseconds since 1970.
 */
export function seedFromRoster(cloud: Cloud, roster: Roster, now: number): void {
  seedLighthouse(cloud);
  for (const { environment } of roster.employees) {
    seedEnvironment(cloud, {
      ...names(environment.reference),
      package: environment.package ?? PACKAGE,
      region: roster.account.region,
      logs: environment.logs,
      hosting: environment.hosting,
      createdAt: now,
    });
  }
}

/** CloudBase makes ids from aliases, so an id tells its alias: `bob-8grqda2hfc2f62bb`. */
function names(reference: Employee["environment"]["reference"]): { id?: string; alias: string } {
  if ("alias" in reference) return reference;
  return { id: reference.id, alias: reference.id.replace(/-[a-z0-9]{16}$/, "") };
}
