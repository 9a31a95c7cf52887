/** Finds what there is already of employees whom a roster takes over: by name, with the ids that Terraform imports it with. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { isPrintable, type Problem, printable, problem, quoted } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { STACK_POLICIES, serverName, stackPolicyName } from "../terraform/names.ts";
import { change, changesByKey } from "./changes.ts";
import { type Attached, type CloudPolicy, listAttached, listGroups, listPolicies, listUsers } from "./identities.ts";
import type { Found, LookupKind, Question } from "./kind.ts";
import type { ExistingEmployee, ExistingLookup, ExistingServer } from "./lookups.ts";
import { cloudId } from "./schema.ts";
import { type CloudServer, findSetUpCommand, listServers } from "./servers.ts";

const shown = z.string().min(1).refine(isPrintable, "a name has a character that does not show");
const idsByName = z.record(shown, cloudId);

const server: z.ZodType<ExistingServer> = z.strictObject({ id: cloudId, bundle: cloudId, tags: z.array(shown) });

const employee: z.ZodType<ExistingEmployee> = z.strictObject({
  policies: idsByName,
  attached: idsByName,
  presets: idsByName,
  groups: z.array(shown),
  server: server.optional(),
});

export const existingKind: LookupKind<ExistingLookup> = {
  schema: z.strictObject({
    stack: z.strictObject({ policies: idsByName, setUpCommand: cloudId.optional() }),
    employees: z.record(shown, employee),
  }),
  lookUp: async (question) => {
    if (!takesOver(question.roster)) return { found: NOTHING, problems: [] };
    return findExisting(question.roster, await readAccount(question));
  },
  changes: (previous, next) => [
    ...changesByKey(previous?.stack.policies, next.stack.policies, (name, old, now) =>
      change(`policy ${quoted(name)}`, old, now),
    ),
    ...change("command that sets servers up", previous?.stack.setUpCommand, next.stack.setUpCommand),
    ...changesByKey(previous?.employees, next.employees, (name, old, now) =>
      change(`what there is of ${name}`, old && summary(old), now && summary(now)),
    ),
  ],
};

/** Of a roster that takes nobody over. */
export const NOTHING: ExistingLookup = { stack: { policies: {} }, employees: {} };

/** Whether a roster has employees who come from elsewhere. */
export function takesOver({ employees }: Pick<Roster, "employees">): boolean {
  return employees.some(({ origin }) => origin !== undefined);
}

/** What an account has, as far as it is needed to take employees over. */
export interface ExistingAccount {
  /** Sub-accounts with what is attached to them; of those who are taken over, whatever the case of their names. */
  readonly users: readonly Identity[];
  readonly policies: readonly CloudPolicy[];
  readonly servers: readonly CloudServer[];
  /** Id of the TAT command that sets up the servers of the roster's stack. */
  readonly setUpCommand?: string | undefined;
}

export interface Identity {
  readonly name: string;
  readonly attached: readonly Attached[];
  readonly groups: readonly string[];
}

async function readAccount({ roster, clients, report }: Question): Promise<ExistingAccount> {
  const wanted = new Set(roster.employees.filter(({ origin }) => origin).map(({ name }) => name.toLowerCase()));
  const users = (await listUsers(clients, report)).filter(({ name }) => wanted.has(name.toLowerCase()));
  const wantsServers = roster.employees.some(({ origin, server }) => origin !== undefined && server !== false);
  return {
    users: await readIdentities(clients, users, report),
    policies: await listPolicies(clients, report),
    servers: wantsServers ? await listServers(clients, report) : [],
    setUpCommand: wantsServers ? await findSetUpCommand(clients, roster.stack) : undefined,
  };
}

async function readIdentities(
  clients: Clients,
  users: readonly { readonly name: string; readonly uin: number }[],
  report: (progress: string) => void,
): Promise<Identity[]> {
  const identities: Identity[] = [];
  for (const { name, uin } of users) {
    const attached = await listAttached(clients, uin, () => undefined);
    identities.push({ name, attached, groups: await listGroups(clients, uin, () => undefined) });
    report(`sub-accounts read: ${identities.length} of ${users.length}`);
  }
  return identities;
}

/** What is taken over of each; pure. A sub-account that is not there is a problem, anything else that is not there is made. */
export function findExisting({ file, stack, employees }: Roster, account: ExistingAccount): Found<ExistingLookup> {
  const problems: Problem[] = [];
  const found: [string, ExistingEmployee][] = [];
  for (const employee of employees) {
    if (employee.origin === undefined) continue;
    const { name, line, column } = employee;
    const refuse = (message: string, remedy: string) =>
      problems.push(problem("existing", { file, line, column, employee: name, message, remedy }));
    const user = account.users.find((each) => each.name === name);
    if (user === undefined) {
      refuse(...noSubAccount(employee, account));
      continue;
    }
    const servers = employee.server === false ? [] : account.servers.filter((each) => each.name === serverName(name));
    const [server, ...others] = servers;
    if (others.length > 0) {
      const ids = servers.map(({ id }) => id).sort();
      refuse(`${servers.length} servers are named ${serverName(name)}: ${ids.join(", ")}`, "rename all but the one");
    } else if (server !== undefined && !ALIVE.has(server.state)) {
      const remedy = "renew it in the Lighthouse console, or give it another name there, so that a new one is bought";
      refuse(`the server ${server.id} is ${server.state}, so that it cannot be taken over`, remedy);
    }
    found.push([
      name,
      {
        policies: idsOf(account.policies.filter((policy) => isPolicyOf(policy.name, name))),
        attached: idsOf(user.attached.filter(({ isPreset }) => !isPreset)),
        presets: idsOf(user.attached.filter(({ isPreset }) => isPreset)),
        groups: user.groups.map(printable).sort(),
        ...(server === undefined
          ? {}
          : { server: { id: server.id, bundle: server.bundle, tags: server.tags.map(printable).sort() } }),
      },
    ]);
  }
  const stacks = [stack, ...employees.flatMap(({ origin }) => (origin?.kind === "moved" ? [origin.stack] : []))];
  const names = new Set(stacks.flatMap((each) => STACK_POLICIES.map((id) => stackPolicyName(each, id))));
  const policies = idsOf(account.policies.filter(({ name }) => names.has(name)));
  const { setUpCommand } = account;
  return {
    found: {
      stack: { policies, ...(setUpCommand === undefined ? {} : { setUpCommand }) },
      employees: Object.fromEntries(found),
    },
    problems,
  };
}

/** States in which Terraform can read and change a server. */
const ALIVE: ReadonlySet<string> = new Set(["RUNNING", "STOPPED", "STARTING", "STOPPING", "REBOOTING"]);

function noSubAccount({ name, origin }: Employee, { users }: ExistingAccount): [message: string, remedy: string] {
  const other = users.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (other !== undefined) {
    return [`the sub-account is named ${quoted(other.name)}`, "write the name in the same upper and lower case"];
  }
  const key = origin?.kind === "moved" ? "movedFrom" : "adopt";
  return [`there is no sub-account ${quoted(name)} to take over`, `remove \`${key}\`, so that it is made`];
}

/** Whether a name has the form of a policy that a roster makes for the employee; capitals have a `+` before them there. */
function isPolicyOf(policy: string, employee: string): boolean {
  const [start = "", end = ""] = policy.split("@");
  return start.startsWith("cloudbase-env-") && end.replaceAll("+", "") === employee.toLowerCase();
}

function idsOf(policies: readonly CloudPolicy[]): Record<string, string> {
  return Object.fromEntries(policies.map(({ name, id }): [string, string] => [printable(name), id]));
}

function summary({ attached, presets, groups, policies, server }: ExistingEmployee): string {
  const names = (what: string, list: readonly string[]) => (list.length === 0 ? [] : [`${what} ${list.join(", ")}`]);
  return [
    "the sub-account",
    ...names("policies", Object.keys(policies).sort()),
    ...names("attached", [...Object.keys(attached), ...Object.keys(presets)].sort()),
    ...names("groups", groups),
    ...(server === undefined ? [] : [`server ${server.id} (${[server.bundle, ...server.tags].join(", ")})`]),
  ].join("; ");
}
