/** Environments that are not there yet: made up for a preview, so that a pull request shows what a new employee gets. Pure. */
import { canBeMade } from "../lookups/environment-index.ts";
import type { AccountLookup, EnvironmentLookup } from "../lookups/lookups.ts";
import { type Problem, problem, warning } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";

export interface PendingEnvironment {
  /** Says that it is made up; the cloud adds 16 characters to an alias, so that no environment has it. */
  readonly environmentId: string;
  readonly environment: EnvironmentLookup;
}

/** Undefined for an environment that the roster names by its id, or for which it names no package: nobody can make that. */
export function pendingEnvironment(
  { environment: wanted }: Pick<Employee, "environment">,
  { region }: Roster["account"],
  { appId }: AccountLookup,
): PendingEnvironment | undefined {
  if (!canBeMade(wanted)) return undefined;
  const { alias } = wanted.reference;
  const environmentId = `${alias}-pending`;
  return {
    environmentId,
    environment: {
      alias,
      region,
      package: wanted.package,
      storageBucket: `${environmentId}-${appId}`,
      ...(wanted.logs ? { logs: { logsetId: `${environmentId}-logset`, topicId: `${environmentId}-topic` } } : {}),
      ...(wanted.hosting ? { hostingBucket: `${environmentId}-static-${appId}` } : {}),
    },
  };
}

/** What is to be made, as a warning of a preview or as what keeps it from being deployed. */
export function pendingProblem(
  roster: Roster,
  employee: Employee,
  { environment }: PendingEnvironment,
  preview: boolean,
): Problem {
  const { name, line, column, environment: wanted } = employee;
  const months = `${wanted.months} ${wanted.months === 1 ? "month" : "months"}`;
  const message = `the environment ${environment.alias} is not looked up: where there is none, one is to be made, ${environment.package} for ${months}`;
  const create = `npx subaccounts environments --create ${roster.file}`;
  const place = { file: roster.file, line, column, employee: name };
  return preview
    ? warning("environment-pending", {
        ...place,
        message: `${message}; what is shown of it is a preview, which cannot be applied`,
        remedy: `before it is deployed, run: ${create}`,
      })
    : problem("environment-pending", {
        ...place,
        message,
        remedy: `run: ${create}, or npx subaccounts lookup ${roster.file} if it is there; to see the change before, set SUBACCOUNTS_PENDING=preview`,
      });
}
