/** Finds each employee's CloudBase environment in one listing of the account. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { type Listing, readPages } from "../cloud/pages.ts";
import { printProblem, problem } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { type FindByReference, indexEnvironments } from "./environment-index.ts";
import { environmentsNotApart, type Owned } from "./environments-apart.ts";
import type { EnvironmentLookup } from "./lookups.ts";
import { type CloudEnvironment, cloudEnvironment, readyEnvironment } from "./ready-environment.ts";

/** What was found, by environment id, and what is wrong, one line each. */
export interface FoundEnvironments {
  readonly environments: ReadonlyMap<string, EnvironmentLookup>;
  readonly problems: readonly string[];
}

/** Asked for at once; no maximum is documented, and the paging copes with a server that gives less. */
const PAGE = 100;

const describeEnvsAnswer = z.object({ EnvList: z.array(cloudEnvironment).nullish(), Total: z.int().nullish() });

/**
 * All environments of the account in the clients' region (tcb:DescribeEnvs lists one region): one listing for the whole roster.
 *
 * @throws CloudError when a call fails
 */
export function listEnvironments(
  clients: Clients,
  report: (progress: string) => void,
): Promise<Listing<CloudEnvironment>> {
  return readPages(
    async (offset) => {
      const { EnvList, Total } = await clients.call("tcb:DescribeEnvs", describeEnvsAnswer, () =>
        clients.tcb.DescribeEnvs({ Limit: PAGE, Offset: offset }),
      );
      const entries = EnvList ?? [];
      report(`environments listed: ${offset + entries.length}`);
      return { entries, total: Total ?? undefined };
    },
    ({ EnvId }) => EnvId,
  );
}

/** The environments of a roster's employees; pure. Problems are in the order of the roster. */
export function findEnvironments(roster: Roster, listing: Listing<CloudEnvironment>): FoundEnvironments {
  const environments = new Map<string, EnvironmentLookup>();
  const find = indexEnvironments(listing.entries, ({ EnvId, Alias }) => ({ id: EnvId, alias: Alias }));
  const owned: Owned[] = [];
  const problems: string[] = [];
  for (const employee of roster.employees) {
    const found = findEnvironment(employee, roster, listing, find);
    if (found.id !== undefined) owned.push({ employee, environmentId: found.id });
    if (found.id !== undefined && found.lookup !== undefined) environments.set(found.id, found.lookup);
    const { name, line, column } = employee;
    for (const message of found.problems) {
      problems.push(printProblem(problem("lookup", { file: roster.file, line, column, employee: name, message })));
    }
  }
  return {
    environments,
    problems: [...problems, ...environmentsNotApart(roster.file, owned).map((each) => printProblem(each))],
  };
}

interface Found {
  readonly id?: string;
  readonly lookup?: EnvironmentLookup;
  readonly problems: readonly string[];
}

function findEnvironment(
  { environment: wanted }: Employee,
  { account }: Roster,
  listing: Listing<CloudEnvironment>,
  find: FindByReference<CloudEnvironment>,
): Found {
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
  return (
    `no environment in ${region} has ${wanted}${withheld}; create it in the CloudBase console, ` +
    "or write `environment: { id: … }` or `{ alias: … }` of one that exists"
  );
}
