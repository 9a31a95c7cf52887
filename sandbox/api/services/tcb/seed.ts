/** Puts environments into a new sandbox, such as those that a roster speaks of. */
import type { Cloud } from "../../cloud.ts";
import { own } from "../../records.ts";
import { addEnvironment, newHosting, newLogService } from "./environments.ts";
import type { Environment } from "./state.ts";

export interface SeededEnvironment {
  /** Absent: `<alias>-<16 characters>`, which follows from the alias alone. */
  readonly id?: string;
  readonly alias: string;
  /** Package id, such as `baas_personal`. */
  readonly package: string;
  /** Long form: `ap-shanghai`. */
  readonly region: string;
  /** Whether the environment has a log set and a topic. */
  readonly logs: boolean;
  /** Whether the environment has static hosting, with its own bucket. */
  readonly hosting: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Adds an environment with database, storage and functions that is NORMAL at once, a year paid for. If the account has one of
 * that id already, or where no id is given one of that alias in the region, it stays as it is: seeding twice adds nothing.
 *
 * @returns the environment, whose `id` is what policies name.
 */
export function seedEnvironment(cloud: Cloud, seeded: SeededEnvironment): Environment {
  const existing = existingEnvironment(cloud, seeded);
  if (existing !== undefined) return existing;
  const { logs, hosting, ...given } = seeded;
  const environment = addEnvironment(cloud, {
    ...given,
    resources: ["flexdb", "storage", "function"],
    readyAt: seeded.createdAt,
    months: 12,
    autoRenew: false,
    enableOverrun: false,
  });
  if (logs) environment.logs = newLogService(environment.id, seeded.createdAt);
  if (hosting) environment.hosting = newHosting(environment.id, cloud.account.appId, seeded.createdAt);
  return environment;
}

function existingEnvironment(cloud: Cloud, { id, alias, region }: SeededEnvironment): Environment | undefined {
  const { environments } = cloud.tcb;
  if (id !== undefined) return own(environments, id);
  return Object.values(environments).find((one) => one.alias === alias && one.region === region);
}
