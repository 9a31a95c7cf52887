/** `subaccounts revoke <employee>`: switches off the keys of somebody who is suspended, which Terraform does not know. */
import { Command, Option } from "commander";
import { listAccessKeys, setAccessKey, uinOf } from "../cloud/access-keys.ts";
import { deleteApiKeys, listApiKeys } from "../environments/environments.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { requireAccepted } from "../workplaces/workplaces.ts";
import { type CloudContext, connect } from "./connect.ts";
import { findEmployee, ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly apiKeys?: boolean;
  readonly restore?: boolean;
  readonly yes?: boolean;
  readonly roster?: string;
}

export function revokeCommand(context: CloudContext): Command {
  return new Command("revoke")
    .summary("switch off the keys of somebody who is suspended")
    .description(
      "Makes all CAM access keys of a suspended employee inactive; with --restore, of one who is no longer suspended, active again. With\n" +
        "--api-keys it also deletes the CloudBase API keys of the environment, after a question: they are outside of CAM, so that no policy stops\n" +
        "them, and cannot be brought back. Reads the same variables as `lookup`.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .option("--api-keys", "delete the CloudBase API keys of the environment too")
    .option("--yes", "do not ask")
    .addOption(new Option("--restore", "make the access keys active again").conflicts("apiKeys"))
    .option(...ROSTER_OPTION)
    .action((name: string, options: Options) => revoke(name, options, context));
}

async function revoke(
  name: string,
  { apiKeys = false, restore = false, yes = false, roster: file }: Options,
  context: CloudContext,
): Promise<void> {
  const { stack, workplace, judgement } = findEmployee(name, file === undefined ? [] : [file], context);
  requireAccepted(judgement);
  const { employee, environmentId, suspended } = workplace;
  const { line, column, environment } = employee;
  const refuse = (message: string, remedy: string) =>
    new Mistake([problem("revoke", { file: stack.roster.file, line, column, employee: name, message, remedy })]);
  if (!restore && !suspended) throw refuse("not suspended", `run: npx subaccounts suspend ${name}`);
  if (restore && suspended) throw refuse("suspended", `run: npx subaccounts resume ${name}`);
  const clients = connect(context).clients(workplace.environment.region, (progress) =>
    context.stderr.write(`${progress}\n`),
  );
  const uin = await uinOf(clients, name);
  const keys = (await listAccessKeys(clients, uin)).filter(({ isActive }) => isActive !== restore);
  for (const { id } of keys) await setAccessKey(clients, uin, id, restore);
  const done = restore ? "active again" : "made inactive";
  context.stdout.write(`${name}: ${counted(keys.length, "access key")} ${done}\n`);
  if (!apiKeys) return;
  const ids = await listApiKeys(clients, environmentId);
  if (ids.length > 0 && !yes) {
    const shared =
      environment.sharedWith === undefined ? "" : `, which ${environment.sharedWith.join(" and ")} may use too`;
    const what = `${counted(ids.length, "API key")} of environment ${environmentId}${shared}`;
    if (context.ask === undefined) throw refuse(`nobody can be asked whether to delete ${what}`, "add `--yes`");
    const answer = await context.ask(`Type yes to delete ${what} for good: `);
    if (answer.trim() !== "yes") throw refuse("the API keys are left alone: the answer was not `yes`", "run it again");
  }
  await deleteApiKeys(clients, environmentId, ids);
  context.stdout.write(`${name}: ${counted(ids.length, "API key")} of environment ${environmentId} deleted\n`);
}
