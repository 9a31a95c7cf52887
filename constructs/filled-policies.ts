/** The policies of one employee: the template that the roster asks for, filled with what was looked up, and the grants. */
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import { environmentPolicies, type FilledPolicy } from "../policies/environment-policies.ts";
import { FillError } from "../policies/fill.ts";
import { isStoppedByBoundary } from "../policies/grants/presets.ts";
import { type GrantPolicies, grantPolicies } from "../policies/grants.ts";
import { TEMPLATES } from "../policies/templates.ts";
import type { Employee, PolicyChoice, Roster } from "../roster/roster.ts";
import { isBounded } from "./is-bounded.ts";

/** Parsed template files of a roster, by the path that the roster writes. */
export type Templates = Roster["templates"];

/**
 * All policies of an employee as they are deployed, but for presets: first those that confine to the environment, then those of grants.
 *
 * @throws FillError with everything that is wrong with the template, the looked-up values or a grant.
 */
export function filledPolicies(workplace: Workplace, account: AccountLookup, templates: Templates): FilledPolicy[] {
  return [
    ...ownEnvironmentPolicies(workplace, account, templates),
    ...ownGrantPolicies(workplace, account).flatMap(({ policies }) => policies),
  ];
}

/**
 * The policies that confine an employee to the environment of the workplace.
 *
 * @throws FillError with everything that is wrong with the template or the looked-up values.
 */
export function ownEnvironmentPolicies(
  { employee, environmentId, environment }: Workplace,
  account: AccountLookup,
  templates: Templates,
): FilledPolicy[] {
  const values = {
    region: environment.region,
    ownerUin: account.ownerUin,
    appId: account.appId,
    environmentId,
    storageBucket: environment.storageBucket,
    // A workplace lacks these only where the roster declares them away.
    logs: environment.logs ?? ("none" as const),
    hosting: environment.hostingBucket === undefined ? ("none" as const) : { bucket: environment.hostingBucket },
  };
  const options = { sourceIps: employee.access.sourceIps, sharer: sharer(employee) };
  return environmentPolicies(templateOf(employee.policy, templates), values, options);
}

/**
 * The policies of an employee's grants, by kind.
 *
 * @throws FillError for a grant that cannot be, or that the permission boundary would leave nothing of.
 */
export function ownGrantPolicies(
  { employee, environmentId, environment }: Workplace,
  account: AccountLookup,
): GrantPolicies[] {
  const stopped = employee.grants.flatMap((grant) =>
    grant.kind === "preset" && isBounded(employee.policy) && isStoppedByBoundary(grant.preset) ? [grant.preset] : [],
  );
  if (stopped.length > 0) {
    throw new FillError(
      stopped.map(
        (preset) =>
          `the permission boundary leaves nothing of the preset ${preset}; remove the grant, or choose a policy without the boundary`,
      ),
    );
  }
  return grantPolicies(
    employee.grants.filter((grant) => grant.kind !== "preset"),
    { ...account, region: environment.region },
    { environmentId, sharer: sharer(employee) },
    employee.access.sourceIps,
  );
}

/**
 * The name that tells apart the policies of those who share an environment: the first of them in the order of names has none, and so
 * keeps the policy when somebody joins. It depends on the own entry alone, which names the others.
 */
function sharer({ name, environment: { sharedWith = [] } }: Employee): string | undefined {
  return sharedWith.some((other) => other < name) ? name : undefined;
}

function templateOf(choice: PolicyChoice, templates: Templates): unknown {
  return "profile" in choice ? TEMPLATES[choice.profile] : templates.get(choice.template);
}
