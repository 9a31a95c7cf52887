/** Tags that say whose a resource is and who looks after it. */
import type { Employee } from "../roster/roster.ts";

/** On everything that can carry tags, so that it is found in the console, in bills and in clean-ups. */
export const MANAGED_BY = { "managed-by": "cloudbase-subaccounts" } as const;

/** Tags of everything that belongs to one employee: tag key to value, in the order of the keys. */
export function employeeTags({ name, team }: Pick<Employee, "name" | "team">): Record<string, string> {
  return { employee: name, ...MANAGED_BY, ...(team === undefined ? {} : { team }) };
}
