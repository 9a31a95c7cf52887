/** `subaccounts verify <employee>`: tries with the employee's key whether the account does what the proof says, and harms nothing. */
import { dirname } from "node:path";
import { Command, Option } from "commander";
import { createAccessKey, deleteAccessKey, listAccessKeys, uinOf } from "../cloud/access-keys.ts";
import type { Clients } from "../cloud/client.ts";
import type { Credentials } from "../cloud/credentials.ts";
import { takeLock, writeWholeInside } from "../files/files.ts";
import { checkAccount } from "../lookups/account.ts";
import { documentIn } from "../policies/language/parse.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { isUnexpected, type VerifyReport, verifyJson, verifyText } from "../reports/verify.ts";
import { beijingDay } from "../roster/days.ts";
import {
  type AttachedToUser,
  attemptsFor,
  differences,
  evidenceOf,
  expectationsOf,
  KeyTrouble,
  nobody,
  PATIENCE,
  printEvidence,
  readAttached,
  runAttempts,
  somebody,
} from "../verify/verify.ts";
import { isolationSubject, requireAccepted, rosterSays, type Stack, type Workplace } from "../workplaces/workplaces.ts";
import { type CloudContext, connect } from "./connect.ts";
import { type FoundEmployee, findEmployee, ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly format: "text" | "json";
  readonly verbose?: boolean;
  readonly record?: string;
  readonly roster?: string;
}

/** Of the key that is made, by which one is found that a killed run has left. */
const DESCRIPTION = "cloudbase-subaccounts:verify";

const OWN_KEY = { id: "SUBACCOUNTS_EMPLOYEE_SECRET_ID", key: "SUBACCOUNTS_EMPLOYEE_SECRET_KEY" } as const;

export function verifyCommand(context: CloudContext): Command {
  return new Command("verify")
    .summary("try with an employee's key what the account allows")
    .description(
      "Compares what hangs on the sub-account with the roster, and then calls, with a key of the employee, the actions that the proof speaks of:\n" +
        "what would change something on things that do not exist, what only shows on the own environment and a colleague's. The answer alone\n" +
        `tells whether CAM allows it. Without ${OWN_KEY.id} and ${OWN_KEY.key} it makes an access\n` +
        "key of the employee and deletes it at the end. Exit code 1 where anything is not as the roster says. Reads the same variables as `lookup`.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .option("--verbose", "every call, with what was expected and seen")
    .option("--record <file>", "write what was seen as evidence, without ids and secrets")
    .option(...ROSTER_OPTION)
    .action((name: string, options: Options) => verify(name, options, context));
}

async function verify(name: string, options: Options, context: CloudContext): Promise<void> {
  const { stdout, stderr, cwd, setExitCode } = context;
  const found = findEmployee(name, options.roster === undefined ? [] : [options.roster], context);
  requireAccepted(found.judgement);
  const { stack, workplace } = found;
  const { roster, account } = stack;
  const refuse = refuser(found);
  if (workplace.pending) throw refuse("the environment is not there yet", "run it once everything is deployed");
  const connection = connect(context);
  const report = (progress: string) => stderr.write(`${name}: ${progress}\n`);
  const clients = connection.clients(roster.account.region, report);
  await checkAccount(clients, roster.account, roster.file);
  const uin = await uinOf(clients, name);
  const attached = await readAttached(clients, uin);
  const outcomes = await withKey(uin, clients, found, context, async (credentials, signal) => {
    const expect = expectationsOf({ ...permissionsOf(workplace, attached), account, callerUin: String(uin) });
    const attempts = attemptsFor(targetsOf(found, uin), expect);
    const ask = connection.ask(credentials, roster.account.region);
    try {
      return await runAttempts(attempts, ask, context.patience ?? PATIENCE, report, signal);
    } catch (error) {
      if (!(error instanceof KeyTrouble)) throw error;
      throw refuse(`the employee's key is refused (${error.code})`, "see that it is active, and this employee's");
    }
  });
  const seen = { employee: name, day: beijingDay(Date.now()) };
  const differing = differences(attached, rosterSays(stack, workplace));
  const profile = isolationSubject(workplace).profile;
  const evidence = evidenceOf(outcomes, { ...seen, profile, asTheRosterSays: differing.length === 0 });
  if (options.record !== undefined) {
    writeWholeInside(options.record, printEvidence(evidence), { base: cwd, within: dirname(options.record) });
  }
  const shown: VerifyReport = {
    ...{ ...seen, ownerUin: account.ownerUin, outcomes, differences: differing },
    settled: Object.keys(evidence.settled),
  };
  stdout.write(options.format === "json" ? verifyJson(shown) : verifyText(shown, options.verbose ?? false));
  if (isUnexpected(shown)) setExitCode(1);
}

/** Gives the employee's key to the task: that of the variables, or one that is made and, whatever comes, deleted. */
async function withKey<T>(
  uin: number,
  clients: Clients,
  found: FoundEmployee,
  context: CloudContext,
  task: (credentials: Credentials, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { env, stderr } = context;
  const { name } = found.workplace.employee;
  const [secretId = "", secretKey = ""] = [env[OWN_KEY.id], env[OWN_KEY.key]];
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(refuser(found)("interrupted", "run it again"));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    if (secretId !== "" && secretKey !== "") return await task({ secretId, secretKey }, interrupted.signal);
    const lock = takeLock(`verify-${uin}`, `a verification of ${name}`, env.TMPDIR);
    try {
      const keys = await listAccessKeys(clients, uin);
      const left = keys.filter(({ description }) => description === DESCRIPTION);
      for (const { id } of left) await deleteAccessKey(clients, uin, id);
      if (keys.length - left.length >= MOST_KEYS) {
        const remedy = `set ${OWN_KEY.id} and ${OWN_KEY.key} to one of them`;
        throw refuser(found)(`the sub-account has ${MOST_KEYS} access keys, and can have no more`, remedy);
      }
      stderr.write(`${name}: making a temporary access key of the sub-account, which is deleted at the end\n`);
      const key = await createAccessKey(clients, uin, DESCRIPTION);
      try {
        return await task(key, interrupted.signal);
      } finally {
        await deleteAccessKey(clients, uin, key.secretId);
        stderr.write(`${name}: the temporary access key is deleted\n`);
      }
    } finally {
      lock.release();
    }
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

/** Access keys of one sub-account (https://www.tencentcloud.com/document/product/598/10609). */
const MOST_KEYS = 2;

/** What the roster gives, with the account's own texts of presets: few are published. */
function permissionsOf(workplace: Workplace, attached: AttachedToUser) {
  const { documents, boundary, unread = [] } = isolationSubject(workplace);
  const presets = attached.policies
    .filter(({ name }) => unread.includes(name))
    .flatMap(({ text }) => documentIn(text) ?? []);
  return { documents: [...documents, ...presets], boundary };
}

/** Colleagues are all of the root account who have another environment, in the order of the rosters. */
function targetsOf({ stack, workplace, judgement }: FoundEmployee, uin: number) {
  const { ownerUin } = stack.account;
  const { employee, environmentId, environment } = workplace;
  const none = nobody(ownerUin, stack.roster.account.region, employee.name);
  const sameRegion = ({ account, roster }: Stack) =>
    account.ownerUin === ownerUin && roster.account.region === stack.roster.account.region;
  const colleagues = judgement.stacks
    .filter(sameRegion)
    .flatMap(({ workplaces }) => workplaces)
    .filter((each) => each.environmentId !== environmentId && !each.pending)
    .map((each) => somebody(none, { name: each.employee.name, envId: each.environmentId, ...each.environment.logs }));
  return {
    nobody: none,
    own: somebody(none, { name: employee.name, uin: String(uin), envId: environmentId, ...environment.logs }),
    colleagues,
  };
}

function refuser({ stack, workplace }: FoundEmployee) {
  const { name, line, column } = workplace.employee;
  return (message: string, remedy: string) =>
    new Mistake([problem("verify", { file: stack.roster.file, line, column, employee: name, message, remedy })]);
}
