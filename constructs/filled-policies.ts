/** The policies of one employee: the template that the roster asks for, filled with what was looked up, and the grants. */
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import type { PolicyDocument } from "../policies/document.ts";
import { environmentPolicies, type FilledPolicy } from "../policies/environment-policies.ts";
import { FillError, parseTemplate } from "../policies/fill.ts";
import { type GrantPolicies, grantPolicies } from "../policies/grants/grants.ts";
import { DEVICE_LOGIN_PRESET, isStoppedByBoundary } from "../policies/grants/presets.ts";
import { TEMPLATES } from "../policies/templates.ts";
import type { Employee, PolicyChoice, Roster } from "../roster/roster.ts";
import { isBounded } from "./is-bounded.ts";

/** Parsed template files of a roster, by the path that the roster writes. */
export type Templates = Roster["templates"];

/** What an employee is allowed, but for presets. */
export interface EmployeePolicies {
  /** Confine to the environment of the workplace. */
  readonly environment: readonly FilledPolicy[];
  readonly grants: readonly GrantPolicies[];
}

/** An employee's workplace with the policies of that employee. */
export interface FilledWorkplace extends Workplace {
  readonly policies: EmployeePolicies;
}

/** Fills the policies of a roster's employees; a template that several of them have is parsed once. */
export class PolicyFiller {
  readonly #parsed = new Map<string, PolicyDocument>();

  constructor(
    readonly account: AccountLookup,
    readonly templates: Templates,
  ) {}

  /** @throws FillError with everything that is wrong with the template, the looked-up values or a grant. */
  fill(workplace: Workplace): FilledWorkplace {
    return {
      ...workplace,
      policies: {
        environment: environment(this.#templateOf(workplace.employee.policy), workplace, this.account),
        grants: grants(workplace, this.account),
      },
    };
  }

  #templateOf(choice: PolicyChoice): PolicyDocument {
    if ("profile" in choice) return TEMPLATES[choice.profile];
    const template = this.#parsed.get(choice.template) ?? parseTemplate(this.templates.get(choice.template));
    this.#parsed.set(choice.template, template);
    return template;
  }
}

/** All policies of an employee as they are deployed, but for presets: first those of the environment, then those of grants. */
export function listPolicies({ policies }: FilledWorkplace): FilledPolicy[] {
  return [...policies.environment, ...policies.grants.flatMap((grant) => grant.policies)];
}

/** Names of the preset policies that an employee gets besides: what is attached is what is proved. */
export function listPresets({ access, grants }: Employee): string[] {
  return [
    ...(access.deviceLogin ? [DEVICE_LOGIN_PRESET] : []),
    ...grants.flatMap((grant) => (grant.kind === "preset" ? [grant.preset] : [])),
  ];
}

/** `listPolicies` for one employee alone. @throws FillError as `PolicyFiller.fill` does. */
export function filledPolicies(workplace: Workplace, account: AccountLookup, templates: Templates): FilledPolicy[] {
  return listPolicies(new PolicyFiller(account, templates).fill(workplace));
}

function environment(
  template: PolicyDocument,
  { employee, environmentId, environment }: Workplace,
  account: AccountLookup,
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
  return environmentPolicies(template, values, { sourceIps: employee.access.sourceIps, sharer: sharer(employee) });
}

/** By kind. @throws FillError for a grant that cannot be, or that the permission boundary would leave nothing of. */
function grants({ employee, environmentId, environment }: Workplace, account: AccountLookup): GrantPolicies[] {
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
