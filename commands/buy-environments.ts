/** The parts of `subaccounts environments` that cost or end something: each asks first, and one run does it at a time. */
import { LookupError } from "../cloud/lookup-error.ts";
import {
  type Cost,
  costOf,
  environmentRows,
  environmentToRelease,
  makeEnvironments,
  ordersOf,
  PACE,
  type Renewal,
  readLimits,
  readPrices,
  releaseEnvironment,
  renewEnvironments,
  requireService,
} from "../environments/environments.ts";
import { type Lock, takeLock } from "../files/files.ts";
import { printable } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import type { CloudContext } from "./connect.ts";
import { lookup } from "./lookup.ts";
import type { RosterInCloud } from "./rosters-in-cloud.ts";

interface Consent {
  readonly yes?: boolean;
  readonly maxCost?: number;
}

/**
 * @param owner UIN of the root account
 * @param read the rosters with what the account has for them, from under the lock
 */
export function buy(
  owner: string,
  read: () => Promise<readonly RosterInCloud[]>,
  consent: Consent,
  context: CloudContext,
): Promise<number> {
  return underLock(owner, context, async (lock) => {
    await settle(lock, context);
    const all = await read();
    const wanted = all.map((each) => ({
      ...each,
      ...ordersOf(each.roster.file, environmentRows(each.roster, each.account)),
    }));
    const problems = wanted.flatMap((each) => each.problems);
    if (problems.length > 0) throw new LookupError(problems);
    const orders = wanted.flatMap((each) => each.orders);
    const [some] = all;
    if (some !== undefined && orders.length > 0) {
      await requireService(some.clients);
      const { environmentsLeft } = await readLimits(some.clients);
      if (environmentsLeft !== undefined && environmentsLeft < orders.length) {
        throw new LookupError([
          `${counted(orders.length, "environment")} to make, but the account may have ${environmentsLeft} more (tcb:DescribeEnvLimit); write a ticket for more`,
        ]);
      }
      const lines = orders.map(
        ({ alias, packageId, months }) => `${alias}: ${packageId} for ${counted(months, "month")}`,
      );
      await agree(
        `buy ${counted(orders.length, "environment")}`,
        lines,
        costOf(orders, await readPrices(some.clients)),
        consent,
        context,
      );
    }
    for (const { roster, clients, orders: own } of wanted) {
      await makeEnvironments({
        roster,
        clients,
        orders: own,
        pace: context.pace ?? PACE,
        report: changes((progress) => context.stderr.write(`${roster.file}: ${progress}\n`)),
        keepLock: () => lock.keep(),
      });
    }
    const bought = orders.length === 0 ? "nothing to buy" : `${counted(orders.length, "environment")} made`;
    context.stdout.write(`${bought}; all are ready\n`);
    return lookup(
      all.map(({ roster }) => roster.file),
      {},
      context,
    );
  });
}

export async function renew(
  found: readonly (RosterInCloud & { readonly renewals: readonly Renewal[] })[],
  days: number,
  consent: Consent,
  context: CloudContext,
): Promise<number> {
  const renewals = found.flatMap((each) => each.renewals);
  const [some] = found;
  if (some === undefined || renewals.length === 0) {
    context.stdout.write(`no environment ends within ${counted(days, "day")}\n`);
    return 0;
  }
  return underLock(some.roster.account.ownerUin, context, async (lock) => {
    const lines = renewals.map(
      ({ id, packageId, months, ends }) => `${id}, ends ${ends}: ${packageId} for ${counted(months, "month")} more`,
    );
    await agree(
      `renew ${counted(renewals.length, "environment")}`,
      lines,
      costOf(renewals, await readPrices(some.clients)),
      consent,
      context,
    );
    for (const { roster, clients, renewals: own } of found) {
      await renewEnvironments(clients, roster.file, own, () => lock.keep(), context.pace ?? PACE);
    }
    context.stdout.write(`${counted(renewals.length, "environment")} renewed\n`);
    return 0;
  });
}

export async function giveBack(name: string, all: readonly RosterInCloud[], context: CloudContext): Promise<number> {
  const holders = all.filter(
    ({ roster, account }, index) =>
      account.all.some(({ EnvId, Alias }) => EnvId === name || Alias === name) &&
      all.findIndex((other) => other.roster.account.region === roster.account.region) === index,
  );
  if (holders.length > 1)
    throw new LookupError([`environments of several regions have the alias ${name}; write the id`]);
  const holder = holders[0] ?? all[0];
  if (holder === undefined) throw new LookupError(["there is no roster, so nobody knows the account"]);
  const rosters = all.map(({ roster }) => roster);
  const { EnvId: id, Alias } = environmentToRelease(name, holder.account, rosters);
  if (holder.account.billing.get(id)?.isIsolated) {
    context.stdout.write(`environment ${id} is isolated already\n`);
    return 0;
  }
  if (context.ask === undefined) {
    throw new LookupError([
      "giving an environment back is for a person: run this on a terminal, where its name can be typed",
    ]);
  }
  return underLock(holder.roster.account.ownerUin, context, async () => {
    context.stderr.write(
      `Environment ${id} (alias ${printable(Alias ?? "none")}) stops at once, and all that is in it is deleted when its time of isolation ends.\n`,
    );
    const typed = await context.ask?.(`Type ${id} to give it back: `);
    if (typed?.trim() !== id) {
      context.stdout.write("nothing was done\n");
      return 1;
    }
    await releaseEnvironment(holder.clients, id, await readLimits(holder.clients));
    context.stdout.write(
      `environment ${id} is isolated; until it is deleted it can be renewed in the CloudBase console\n`,
    );
    return 0;
  });
}

/** One run at a time for each root account; released however the task ends. */
async function underLock(owner: string, { env }: CloudContext, task: (lock: Lock) => Promise<number>): Promise<number> {
  const lock = takeLock(owner, `environments of root account ${owner}`, env.TMPDIR || undefined);
  try {
    return await task(lock);
  } finally {
    lock.release();
  }
}

/** A killed run may have sent a purchase just before: its environment is listed after a while, or was never bought. */
async function settle({ leftAt }: Lock, { pace = PACE, stderr }: CloudContext): Promise<void> {
  const left = leftAt === undefined ? 0 : leftAt + pace.settle - Date.now();
  if (left <= 0) return;
  stderr.write(
    `an earlier run was stopped in the middle: waiting ${Math.ceil(left / 1000)} s until the cloud lists what it bought\n`,
  );
  await pace.wait(left);
}

/**
 * Asks for a yes to a sum of money.
 *
 * @throws LookupError where nobody says yes, or it costs more than was allowed
 */
async function agree(
  what: string,
  lines: readonly string[],
  { sum, unknown }: Cost,
  { yes = false, maxCost }: Consent,
  { stderr, ask }: CloudContext,
): Promise<void> {
  const price = `${sum} CNY by list price${unknown.length === 0 ? "" : `, and more for ${unknown.join(", ")}, whose price the cloud does not tell`}`;
  for (const line of [
    `${what}, paid at once from the account's balance: ${price}`,
    ...lines.map((each) => `  ${each}`),
  ]) {
    stderr.write(`${printable(line)}\n`);
  }
  if (maxCost !== undefined && unknown.length > 0) {
    throw new LookupError([
      `--max-cost cannot be kept: the cloud tells no price of ${unknown.join(", ")}; run it on a terminal without --max-cost`,
    ]);
  }
  if (maxCost !== undefined && sum > maxCost) {
    throw new LookupError([`to ${what} costs ${sum} CNY, more than --max-cost ${maxCost}; nothing was bought`]);
  }
  if (yes) return;
  if (ask === undefined) {
    throw new LookupError([
      `to ${what} costs ${price}; nobody can be asked here: add --yes --max-cost ${Math.ceil(sum)}`,
    ]);
  }
  const answer = await ask("Type yes to pay: ");
  if (answer.trim() !== "yes") throw new LookupError(["nothing was bought: the answer was not `yes`"]);
}

/** Passes on what differs from the last. */
function changes(report: (progress: string) => void): (progress: string) => void {
  let last = "";
  return (progress) => {
    if (progress !== last) report(progress);
    last = progress;
  };
}
