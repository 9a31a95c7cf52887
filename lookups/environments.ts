/** Finds each employee's CloudBase environment in one listing of the account. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { type Listing, list } from "../cloud/pages.ts";
import { type Problem, problem } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { change, changesByKey } from "./changes.ts";
import { canBeMade, type FindByReference, indexEnvironments } from "./environment-index.ts";
import { environmentsNotApart, type Owned } from "./environments-apart.ts";
import type { Found, LookupKind } from "./kind.ts";
import type { EnvironmentLookup, Lookups } from "./lookups.ts";
import { type CloudEnvironment, cloudEnvironment, readyEnvironment } from "./ready-environment.ts";
import { cloudId, environmentSchema } from "./schema.ts";

type Environments = Lookups["environments"];

/** Asked for at once; no maximum is documented, and the paging copes with a server that gives less. */
const PAGE = 100;

const describeEnvsAnswer = z.object({ EnvList: z.array(cloudEnvironment).nullish(), Total: z.int().nullish() });

export const environmentsKind: LookupKind<Environments> = {
  schema: z.record(cloudId, environmentSchema),
  lookUp: async ({ roster, clients, report, preview = false }) =>
    findEnvironments(roster, await listEnvironments(clients, report), preview),
  changes: (previous, next) => changesByKey(previous, next, environmentChanges),
};

/**
 * All environments of the account in the clients' region (tcb:DescribeEnvs lists one region): one listing for the whole roster.
 *
 * @throws CloudError when a call fails
 */
export function listEnvironments(
  clients: Clients,
  report: (progress: string) => void,
): Promise<Listing<CloudEnvironment>> {
  return list(
    clients,
    {
      action: "tcb:DescribeEnvs",
      what: "environments",
      answer: describeEnvsAnswer,
      request: (offset) => clients.tcb.DescribeEnvs({ Limit: PAGE, Offset: offset }),
      pageOf: ({ EnvList, Total }) => ({ entries: EnvList, total: Total }),
      idOf: ({ EnvId }) => EnvId,
    },
    report,
  );
}

/**
 * The environments of a roster's employees; pure. Problems are in the order of the roster.
 *
 * @param preview one that is missing and can be made is left out, without a problem
 */
export function findEnvironments(
  roster: Roster,
  listing: Listing<CloudEnvironment>,
  preview = false,
): Found<Environments> {
  const environments: [string, EnvironmentLookup][] = [];
  const find = indexEnvironments(listing.entries, ({ EnvId, Alias }) => ({ id: EnvId, alias: Alias }));
  const owned: Owned[] = [];
  const problems: Problem[] = [];
  for (const employee of roster.employees) {
    const { environment } = employee;
    if (preview && canBeMade(environment) && find(environment.reference).length === 0) continue;
    const match = findEnvironment(employee, roster, listing, find);
    if (match.id !== undefined) owned.push({ employee, environmentId: match.id });
    if (match.id !== undefined && match.lookup !== undefined) environments.push([match.id, match.lookup]);
    const { name, line, column } = employee;
    for (const message of match.problems) {
      problems.push(problem("environment", { file: roster.file, line, column, employee: name, message }));
    }
  }
  return {
    found: Object.fromEntries(environments),
    problems: [...problems, ...environmentsNotApart(roster.file, owned)],
  };
}

interface Match {
  readonly id?: string;
  readonly lookup?: EnvironmentLookup;
  readonly problems: readonly string[];
}

function findEnvironment(
  { environment: wanted }: Employee,
  { account }: Roster,
  listing: Listing<CloudEnvironment>,
  find: FindByReference<CloudEnvironment>,
): Match {
  const matches = find(wanted.reference);
  const [match, ...others] = matches;
  if (match === undefined) return { problems: [notFound(wanted.reference, account.region, listing)] };
  if (others.length > 0) {
    const ids = matches.map(({ EnvId, Status }) => `${EnvId} (${Status ?? "no status"})`).sort();
    const mistake = `${matches.length} environments have the alias ${match.Alias}: ${ids.join(", ")}`;
    return { problems: [`${mistake}; write \`environment: { id: … }\` with the one that is meant`] };
  }
  return { id: match.EnvId, ...readyEnvironment(match, wanted, account.region) };
}

function notFound(
  reference: Employee["environment"]["reference"],
  region: string,
  { entries, total = 0 }: Listing<CloudEnvironment>,
): string {
  const wanted = "id" in reference ? `the id ${reference.id}` : `the alias ${reference.alias}`;
  const withheld = total > entries.length ? ` (the cloud listed ${entries.length} of ${total})` : "";
  const make =
    "id" in reference ? "create one in the CloudBase console" : "make it with `npx subaccounts environments --create`";
  return (
    `no environment in ${region} has ${wanted}${withheld}; ${make}, ` +
    "or write `environment: { id: … }` or `{ alias: … }` of one that exists"
  );
}

/** An environment that comes or goes is one line: its parts come and go with it. */
function environmentChanges(
  id: string,
  old: EnvironmentLookup | undefined,
  now: EnvironmentLookup | undefined,
): string[] {
  const name = `environment ${id}`;
  if (old === undefined || now === undefined) return change(`${name} alias`, old?.alias, now?.alias);
  return [
    ...(["alias", "hostingBucket", "package", "region", "storageBucket"] as const).flatMap((key) =>
      change(`${name} ${key}`, old[key], now[key]),
    ),
    ...(["logsetId", "topicId"] as const).flatMap((key) => change(`${name} ${key}`, old.logs?.[key], now.logs?.[key])),
  ];
}
