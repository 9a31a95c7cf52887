/** Puts roster and lookups together: for each employee the environment and the blueprint, or one error that names all that is missing. */
import { BLUEPRINT_ID } from "../roster/limits.ts";
import { printProblem } from "../roster/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { type FindByReference, indexEnvironments } from "./environment-index.ts";
import { environmentsNotApart } from "./environments-apart.ts";
import { LookupError } from "./errors.ts";
import { lookupCommandLine, lookupsPath } from "./file.ts";
import type { EnvironmentLookup, Lookups } from "./lookups.ts";

/** One employee with all that a stack needs to know from the cloud. */
export interface Workplace {
  readonly employee: Employee;
  readonly environmentId: string;
  /** Has `logs` and `hostingBucket` exactly where the roster does not say `false`. */
  readonly environment: EnvironmentLookup;
  /** Absent for an employee without a server. */
  readonly blueprintId?: string;
}

/** Thrown when the lookups file lacks something or no longer fits the roster; its last line is the command to run. */
export class MissingLookupsError extends LookupError {
  override readonly name = "MissingLookupsError";
}

/**
 * The workplaces of a roster, in its order.
 *
 * @throws MissingLookupsError with every missing key of every employee and the command that fills them
 */
export function resolveWorkplaces(roster: Roster, lookups: Lookups): Workplace[] {
  const path = lookupsPath(roster.file);
  const run = `run: ${lookupCommandLine(roster.file)}`;
  if (lookups.account.ownerUin !== roster.account.ownerUin) {
    throw new MissingLookupsError([
      `${path}: looked up in root account ${lookups.account.ownerUin}, but ${roster.file} is for ${roster.account.ownerUin}`,
      run,
    ]);
  }
  const find = indexEnvironments(Object.entries(lookups.environments), ([id, { alias }]) => ({ id, alias }));
  const resolved = roster.employees.map((employee) => {
    const environment = resolveEnvironment(employee, roster, find);
    return joined(employee, environment, resolveBlueprint(employee, lookups));
  });
  const problems = resolved.flatMap(({ employee, problems }) =>
    problems.map((message) => problem(roster, employee, message)),
  );
  const workplaces = resolved.flatMap(({ workplace }) => (workplace === undefined ? [] : [workplace]));
  const shared = environmentsNotApart(roster.file, workplaces);
  if (problems.length > 0) throw new MissingLookupsError([...problems, ...shared, run]);
  if (shared.length > 0) throw new LookupError(shared);
  return workplaces;
}

interface Resolved {
  readonly employee: Employee;
  readonly workplace?: Workplace;
  readonly problems: readonly string[];
}

interface ResolvedEnvironment {
  readonly id?: string;
  readonly lookup?: EnvironmentLookup;
  readonly problems: readonly string[];
}

interface ResolvedBlueprint {
  readonly id?: string;
  readonly problems: readonly string[];
}

function joined(employee: Employee, environment: ResolvedEnvironment, blueprint: ResolvedBlueprint): Resolved {
  const problems = [...environment.problems, ...blueprint.problems];
  if (environment.id === undefined || environment.lookup === undefined) return { employee, problems };
  return {
    employee,
    problems,
    workplace: {
      employee,
      environmentId: environment.id,
      environment: environment.lookup,
      ...(blueprint.id === undefined ? {} : { blueprintId: blueprint.id }),
    },
  };
}

function resolveEnvironment(
  { environment: wanted }: Employee,
  roster: Roster,
  find: FindByReference<readonly [string, EnvironmentLookup]>,
): ResolvedEnvironment {
  const { reference } = wanted;
  const [found, ...others] = find(reference);
  if (found === undefined) {
    const name = "id" in reference ? reference.id : `with the alias ${reference.alias}`;
    return { problems: [`environment ${name} is not looked up`] };
  }
  const [id, { logs, hostingBucket, ...common }] = found;
  const problems: string[] = [];
  if (others.length > 0) problems.push(`more than one environment is looked up with the alias ${common.alias}`);
  if (common.region !== roster.account.region) {
    problems.push(
      `environment ${id} is looked up in ${common.region}, but the roster's region is ${roster.account.region}`,
    );
  }
  if (wanted.package !== undefined && wanted.package !== common.package) {
    problems.push(`environment ${id} is looked up on package ${common.package}, but the roster says ${wanted.package}`);
  }
  if (wanted.logs && logs === undefined) problems.push(`the log service of environment ${id} is not looked up`);
  if (wanted.hosting && hostingBucket === undefined) {
    problems.push(`the static hosting of environment ${id} is not looked up`);
  }
  const lookup = {
    ...common,
    ...(wanted.logs && logs !== undefined ? { logs } : {}),
    ...(wanted.hosting && hostingBucket !== undefined ? { hostingBucket } : {}),
  };
  return { id, lookup, problems };
}

function resolveBlueprint({ server }: Employee, { blueprints }: Lookups): ResolvedBlueprint {
  if (server === false) return { problems: [] };
  if (BLUEPRINT_ID.test(server.blueprint)) return { id: server.blueprint, problems: [] };
  // A title is free text: "constructor" must not find what every object has.
  const pinned = Object.hasOwn(blueprints, server.blueprint) ? blueprints[server.blueprint] : undefined;
  return pinned === undefined
    ? { problems: [`blueprint "${server.blueprint}" is not looked up`] }
    : { id: pinned.id, problems: [] };
}

function problem({ file }: Roster, { name, line, column }: Employee, message: string): string {
  return printProblem({ file, line, column, employee: name, message });
}
