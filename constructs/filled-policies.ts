/** Finds the template that an employee's roster entry asks for and fills it with what was looked up. */
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import { environmentPolicies, type FilledPolicy } from "../policies/environment-policies.ts";
import { TEMPLATES } from "../policies/templates.ts";
import type { PolicyChoice, Roster } from "../roster/roster.ts";

/** Parsed template files of a roster, by the path that the roster writes. */
export type Templates = Roster["templates"];

/**
 * The policies that confine an employee to the environment of the workplace.
 *
 * @throws FillError with everything that is wrong with the template or the looked-up values.
 */
export function filledPolicies(workplace: Workplace, account: AccountLookup, templates: Templates): FilledPolicy[] {
  const { employee, environmentId, environment } = workplace;
  return environmentPolicies(templateOf(employee.policy, templates), {
    region: environment.region,
    ownerUin: account.ownerUin,
    appId: account.appId,
    environmentId,
    storageBucket: environment.storageBucket,
    // A workplace lacks these only where the roster declares them away.
    logs: environment.logs ?? "none",
    hosting: environment.hostingBucket === undefined ? "none" : { bucket: environment.hostingBucket },
  });
}

function templateOf(choice: PolicyChoice, templates: Templates): unknown {
  return "profile" in choice ? TEMPLATES[choice.profile] : templates.get(choice.template);
}
