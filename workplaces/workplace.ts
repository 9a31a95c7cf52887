/** What is deployed and proved: an employee with all that the roster, the lookups and the policies say of the person. Plain data. */
import type { AccountLookup, EnvironmentLookup, ExistingEmployee, ExistingStack, Lookups } from "../lookups/lookups.ts";
import type { FilledPolicy } from "../policies/environment-policies.ts";
import type { GrantPolicies } from "../policies/grants/grants.ts";
import type { Employee, Roster, ServerRequest } from "../roster/roster.ts";

/** A roster with its committed lookups. */
export interface LookedUpRoster {
  readonly roster: Roster;
  /** Absent: there is no file yet. */
  readonly lookups: Lookups | undefined;
}

/** One employee with all that only the cloud knows. */
export interface ResolvedWorkplace {
  readonly employee: Employee;
  readonly environmentId: string;
  /** Has `logs` and `hostingBucket` exactly where the roster does not say `false`. */
  readonly environment: EnvironmentLookup;
  /** Whether the environment is not there yet, and what stands here is made up for a preview. */
  readonly pending: boolean;
  /** `false`: the roster asks for none. */
  readonly server: ServerOrder | false;
  /** What there is already of somebody who is taken over; absent for everybody else. */
  readonly existing?: ExistingEmployee;
}

/** A server as it is bought. */
export interface ServerOrder extends ServerRequest {
  /** Id of the image, pinned by the lookups. */
  readonly blueprintId: string;
}

/** An employee's workplace with the policies of that employee. */
export interface Workplace extends ResolvedWorkplace {
  readonly policies: EmployeePolicies;
  /** Whether the employee can do nothing: the policies stay, but are not attached, and one that denies everything is. */
  readonly suspended: boolean;
}

/** All that an employee is allowed. */
export interface EmployeePolicies {
  /** Confine to the environment of the workplace. */
  readonly environment: readonly FilledPolicy[];
  readonly grants: readonly GrantPolicies[];
  /** Names of preset policies: what is attached is what is proved. */
  readonly presets: readonly string[];
  /** Whether the sub-account has the permission boundary of the stack. */
  readonly bounded: boolean;
}

/** One roster as one Terraform stack. */
export interface Stack {
  readonly roster: Roster;
  readonly account: AccountLookup;
  /** Whether something in it is made up, so that it may be planned and never applied. */
  readonly preview: boolean;
  /** What the stack has once and is there already, where it takes somebody over. */
  readonly existingStack: ExistingStack;
  /** Whether somebody who still has the stack's boundary is moving to another stack, so that it must stay. */
  readonly keepsBoundary: boolean;
  /** In the order of the roster. */
  readonly workplaces: readonly Workplace[];
}

/** All policies of an employee as they are deployed, but for presets: first those of the environment, then those of grants. */
export function listPolicies({ environment, grants }: EmployeePolicies): FilledPolicy[] {
  return [...environment, ...grants.flatMap((grant) => grant.policies)];
}
