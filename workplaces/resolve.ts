/** Puts a roster and its lookups together: for each employee the environment, and the image and size of the server, or what is missing. */
import { type FindByReference, indexEnvironments } from "../lookups/environment-index.ts";
import { environmentsNotApart } from "../lookups/environments-apart.ts";
import { NOTHING } from "../lookups/existing.ts";
import { lookupCommandLine, lookupsMissing, lookupsPath } from "../lookups/file.ts";
import type { AccountLookup, EnvironmentLookup, ExistingStack, Lookups } from "../lookups/lookups.ts";
import { type Problem, problem, quoted, warning } from "../problems/problems.ts";
import type { Occasion } from "../roster/files.ts";
import { BLUEPRINT_ID } from "../roster/limits.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { pendingEnvironment, pendingProblem } from "./pending.ts";
import type { LookedUpRoster, ResolvedWorkplace, ServerOrder } from "./workplace.ts";

/** As much of a roster as could be put together. */
export interface ResolvedRoster {
  readonly roster: Roster;
  /** Absent where the lookups are, or are of another root account. */
  readonly account: AccountLookup | undefined;
  /** What stacks have once and is there already, where somebody is taken over. */
  readonly existingStack: ExistingStack;
  /** Of every employee with whom nothing is wrong, in the order of the roster. */
  readonly workplaces: readonly ResolvedWorkplace[];
  /** One for each thing that is missing or does not fit, with the command that mends it; and warnings. */
  readonly problems: readonly Problem[];
}

/** Pure. */
export function resolveRoster(
  { roster, lookups }: LookedUpRoster,
  { preview }: Pick<Occasion, "preview"> = { preview: false },
): ResolvedRoster {
  const path = lookupsPath(roster.file);
  const remedy = `run: ${lookupCommandLine(roster.file)}`;
  const nothing = { roster, account: undefined, existingStack: NOTHING.stack, workplaces: [] };
  if (lookups === undefined) {
    return { ...nothing, problems: [lookupsMissing(roster.file)] };
  }
  if (lookups.account.ownerUin !== roster.account.ownerUin) {
    const message = `looked up in root account ${lookups.account.ownerUin}, but ${roster.file} is for ${roster.account.ownerUin}`;
    return { ...nothing, problems: [problem("lookups-account", { file: path, message, remedy })] };
  }
  const find = indexEnvironments(Object.entries(lookups.environments), ([id, { alias }]) => ({ id, alias }));
  const resolved = roster.employees.map((employee) => resolveEmployee(employee, roster, lookups, find, preview));
  const whole = resolved.flatMap(({ workplace }) => (workplace === undefined ? [] : [workplace]));
  const shared = environmentsNotApart(roster.file, whole);
  const wrong = new Set(shared.map(({ employee }) => employee));
  return {
    roster,
    account: lookups.account,
    existingStack: lookups.existing?.stack ?? NOTHING.stack,
    workplaces: whole.filter(({ employee }) => !wrong.has(employee.name)),
    problems: [
      ...resolved.flatMap(({ pending }) => pending ?? []),
      ...resolved.flatMap(({ employee: { name, line, column }, missing }) =>
        missing.map((message) =>
          problem("lookup-missing", { file: roster.file, line, column, employee: name, message, remedy }),
        ),
      ),
      ...shared,
      ...bundleWarnings(roster, lookups, remedy),
    ],
  };
}

/** What could be found, or sentences that say what could not. */
type Found<T> = { readonly found: T; readonly missing: readonly [] } | { readonly missing: readonly string[] };

interface ResolvedEmployee {
  readonly employee: Employee;
  readonly workplace?: ResolvedWorkplace;
  /** What is said of an environment that is to be made. */
  readonly pending?: Problem;
  readonly missing: readonly string[];
}

function resolveEmployee(
  employee: Employee,
  roster: Roster,
  lookups: Lookups,
  find: FindByReference<readonly [string, EnvironmentLookup]>,
  preview: boolean,
): ResolvedEmployee {
  const server = resolveServer(employee, lookups);
  const existing = resolveExisting(employee, lookups);
  const isMissing = find(employee.environment.reference).length === 0;
  const pending = isMissing ? pendingEnvironment(employee, roster.account, lookups.account) : undefined;
  if (pending !== undefined) {
    const said = pendingProblem(roster, employee, pending, preview);
    if (!(preview && "found" in server && "found" in existing)) {
      return { employee, pending: said, missing: [...server.missing, ...existing.missing] };
    }
    return {
      employee,
      pending: said,
      missing: [],
      workplace: { employee, pending: true, ...pending, server: server.found, ...existing.found },
    };
  }
  const environment = resolveEnvironment(employee, roster, find);
  if (!("found" in environment && "found" in server && "found" in existing)) {
    return { employee, missing: [...environment.missing, ...server.missing, ...existing.missing] };
  }
  const found = { ...environment.found, server: server.found, ...existing.found };
  return { employee, missing: [], workplace: { employee, pending: false, ...found } };
}

function resolveEnvironment(
  { environment: wanted }: Employee,
  roster: Roster,
  find: FindByReference<readonly [string, EnvironmentLookup]>,
): Found<Pick<ResolvedWorkplace, "environmentId" | "environment">> {
  const { reference } = wanted;
  const [match, ...others] = find(reference);
  if (match === undefined) {
    const name = "id" in reference ? reference.id : `with the alias ${reference.alias}`;
    return { missing: [`environment ${name} is not looked up`] };
  }
  const [id, { logs, hostingBucket, ...common }] = match;
  const missing: string[] = [];
  if (others.length > 0) missing.push(`more than one environment is looked up with the alias ${common.alias}`);
  if (common.region !== roster.account.region) {
    missing.push(
      `environment ${id} is looked up in ${common.region}, but the roster's region is ${roster.account.region}`,
    );
  }
  if (wanted.package !== undefined && wanted.package !== common.package) {
    missing.push(`environment ${id} is looked up on package ${common.package}, but the roster says ${wanted.package}`);
  }
  if (wanted.logs && logs === undefined) missing.push(`the log service of environment ${id} is not looked up`);
  if (wanted.hosting && hostingBucket === undefined) {
    missing.push(`the static hosting of environment ${id} is not looked up`);
  }
  if (missing.length > 0) return { missing };
  const environment = {
    ...common,
    ...(wanted.logs && logs !== undefined ? { logs } : {}),
    ...(wanted.hosting && hostingBucket !== undefined ? { hostingBucket } : {}),
  };
  return { found: { environmentId: id, environment }, missing: [] };
}

function resolveServer({ server }: Employee, lookups: Lookups): Found<ServerOrder | false> {
  if (server === false) return { found: false, missing: [] };
  const blueprintId = BLUEPRINT_ID.test(server.blueprint)
    ? server.blueprint
    : ownValue(lookups.blueprints, server.blueprint)?.id;
  const missing: string[] = [];
  if (blueprintId === undefined) missing.push(`blueprint ${quoted(server.blueprint)} is not looked up`);
  if (lookups.bundles !== undefined && ownValue(lookups.bundles, server.bundle) === undefined) {
    missing.push(`bundle ${quoted(server.bundle)} is not looked up`);
  }
  return blueprintId === undefined || missing.length > 0
    ? { missing }
    : { found: { ...server, blueprintId }, missing: [] };
}

function resolveExisting(
  { name, origin }: Employee,
  { existing }: Lookups,
): Found<Pick<ResolvedWorkplace, "existing">> {
  if (origin === undefined) return { found: {}, missing: [] };
  const found = existing === undefined ? undefined : ownValue(existing.employees, name);
  return found === undefined
    ? { missing: ["what there is of a sub-account to take over is not looked up"] }
    : { found: { existing: found }, missing: [] };
}

/** Titles and ids of the roster are free text: "constructor" must not find what every object has. */
function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What is doubtful with the bundles of servers. */
function bundleWarnings({ file, employees }: Roster, { bundles }: Lookups, remedy: string): Problem[] {
  const servers = employees.flatMap(({ server, ...employee }) => (server === false ? [] : [{ server, employee }]));
  if (bundles === undefined) {
    const message = "the bundles of servers are not looked up, so that nobody knows whether they can be bought";
    return servers.length === 0 ? [] : [warning("bundles-missing", { file: lookupsPath(file), message, remedy })];
  }
  const first = new Map<string, (typeof servers)[number]>();
  for (const each of servers) {
    const { bundle } = each.server;
    if (ownValue(bundles, bundle)?.soldOut && !first.has(bundle)) first.set(bundle, each);
  }
  return Array.from(first.values(), ({ server, employee }) => {
    const message = `the bundle ${quoted(server.bundle)} is sold out: servers that exist keep it, but no new one can be bought`;
    const { name, line, column } = employee;
    const instead = "write another bundle for whoever has no server yet";
    return warning("bundle-sold-out", { file, line, column, employee: name, message, remedy: instead });
  });
}
