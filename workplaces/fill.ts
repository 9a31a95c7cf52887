/** The policies of one employee: the template that the roster asks for, filled with what was looked up, and the grants. */
import type { AccountLookup, EnvironmentLookup } from "../lookups/lookups.ts";
import { environmentPolicies, type FilledPolicy } from "../policies/environment-policies.ts";
import { FillError } from "../policies/fill.ts";
import { type GrantPolicies, grantPolicies } from "../policies/grants/grants.ts";
import { DEVICE_LOGIN_PRESET, isStoppedByBoundary } from "../policies/grants/presets.ts";
import type { PolicyDocument } from "../policies/language/document.ts";
import { PROFILES } from "../policies/profiles/profiles.ts";
import { readTemplate } from "../policies/template.ts";
import { type Problem, problem } from "../problems/problems.ts";
import type { Employee, PolicyChoice, Roster } from "../roster/roster.ts";
import { isBounded } from "./bounded.ts";
import type { ResolvedRoster } from "./resolve.ts";
import { isSuspended } from "./standing.ts";
import type { ResolvedWorkplace, Stack, Workplace } from "./workplace.ts";

/** A stack as far as its policies could be filled. */
export interface FilledRoster {
  readonly stack: Stack;
  readonly problems: readonly Problem[];
}

/** Fills the policies of a roster's employees; a template that several of them have is parsed once. Pure. @param today `2026-12-31` */
export function fillRoster(
  { roster, workplaces, existingStack }: Pick<ResolvedRoster, "roster" | "workplaces" | "existingStack">,
  account: AccountLookup,
  today: string,
): FilledRoster {
  const { templates, problems } = readTemplates(roster);
  const filled = workplaces.flatMap((workplace) => {
    const template = templateOf(workplace.employee.policy, templates);
    // What is wrong with a template is said once, not of everybody who has it.
    return template === undefined ? [] : [fillOrExplain(workplace, template, account, roster.file, today)];
  });
  return {
    stack: {
      roster,
      account,
      preview: workplaces.some(({ pending }) => pending),
      existingStack,
      keepsBoundary: false,
      workplaces: filled.flatMap(({ workplace }) => (workplace ? [workplace] : [])),
    },
    problems: [...problems, ...filled.flatMap((each) => each.problems)],
  };
}

type ReadTemplates = ReadonlyMap<string, PolicyDocument>;

/** The templates of one's own that can be used, by what the roster writes; of the others every mistake, at its place in the template. */
function readTemplates(roster: Roster): { readonly templates: ReadTemplates; readonly problems: readonly Problem[] } {
  const templates = new Map<string, PolicyDocument>();
  const problems: Problem[] = [];
  for (const [name, { file, text, namedAt }] of roster.templates) {
    const read = readTemplate(text);
    if ("template" in read) templates.set(name, read.template);
    else {
      const naming = `the template that ${roster.file}:${namedAt.line}:${namedAt.column} names`;
      for (const { rule, place, path, message } of read.problems) {
        const said = path === "" ? `the template ${message}` : message;
        problems.push(problem(rule, { file, ...place, path, message: `${said} (${naming})` }));
      }
    }
  }
  return { templates, problems };
}

/** Undefined for a template that cannot be used. */
function templateOf(choice: PolicyChoice, templates: ReadTemplates): PolicyDocument | undefined {
  return "profile" in choice ? PROFILES[choice.profile].template : templates.get(choice.template);
}

function fillOrExplain(
  workplace: ResolvedWorkplace,
  template: PolicyDocument,
  account: AccountLookup,
  file: string,
  today: string,
): { readonly workplace?: Workplace; readonly problems: readonly Problem[] } {
  const { name, line, column } = workplace.employee;
  try {
    return { workplace: fill(workplace, template, account, today), problems: [] };
  } catch (error) {
    if (!(error instanceof FillError)) throw error;
    return {
      problems: error.reasons.map((message) => problem("policy", { file, line, column, employee: name, message })),
    };
  }
}

function fill(
  workplace: ResolvedWorkplace,
  template: PolicyDocument,
  account: AccountLookup,
  today: string,
): Workplace {
  const { employee, environmentId, environment } = workplace;
  const { name, access } = employee;
  const { sourceIps } = access;
  const suspended = isSuspended(employee, today);
  return {
    ...workplace,
    suspended,
    policies: {
      environment: environmentPolicy(template, { name, environmentId, environment, sourceIps }, account),
      grants: grants(workplace, account),
      presets: suspended ? [] : presets(workplace.employee),
      bounded: isBounded(workplace.employee.policy),
    },
  };
}

function presets({ access, grants }: Employee): string[] {
  return [
    ...(access.deviceLogin ? [DEVICE_LOGIN_PRESET] : []),
    ...grants.flatMap((grant) => (grant.kind === "preset" ? [grant.preset] : [])),
  ];
}

/** Who gets the policy of which environment. */
export interface EnvironmentOwner {
  /** Name of the sub-account. */
  readonly name: string;
  readonly environmentId: string;
  readonly environment: EnvironmentLookup;
  /** CIDR blocks that calls must come from; absent: from anywhere. */
  readonly sourceIps?: readonly string[] | undefined;
}

/**
 * The policies that confine an employee to an environment: a template filled with what was looked up.
 *
 * @throws FillError with everything that is wrong.
 */
export function environmentPolicy(
  template: PolicyDocument,
  { name, environmentId, environment, sourceIps }: EnvironmentOwner,
  account: AccountLookup,
): FilledPolicy[] {
  const values = {
    region: environment.region,
    ownerUin: account.ownerUin,
    appId: account.appId,
    environmentId,
    storageBucket: environment.storageBucket,
    // An environment of a workplace lacks these only where the roster declares them away.
    logs: environment.logs ?? ("none" as const),
    hosting: environment.hostingBucket === undefined ? ("none" as const) : { bucket: environment.hostingBucket },
  };
  return environmentPolicies(template, values, name, sourceIps);
}

/** By kind. @throws FillError for a grant that cannot be, or that the permission boundary would leave nothing of. */
function grants({ employee, environmentId, environment }: ResolvedWorkplace, account: AccountLookup): GrantPolicies[] {
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
    { environmentId, employee: employee.name },
    employee.access.sourceIps,
  );
}
