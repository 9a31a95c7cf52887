/** `subaccounts repair`: brings Terraform's state and the account together again where a deployment cannot. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { type CloudInventory, findRepairs, type Repairs } from "../deployments/repair.ts";
import { readConfigured, readState, type StateResource } from "../deployments/state.ts";
import { initialize, requireTerraform, stackFolder } from "../deployments/terraform.ts";
import { checkAccount } from "../lookups/account.ts";
import { listPolicies, listUsers } from "../lookups/identities.ts";
import { findSetUpCommand, listServers } from "../lookups/servers.ts";
import { Mistake, printable, problem } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { rosterFiles, validRosters } from "../roster/files.ts";
import { SERVER_NAME_PREFIX } from "../roster/limits.ts";
import type { Roster } from "../roster/roster.ts";
import { type CloudContext, connect } from "./connect.ts";

interface Options {
  readonly yes?: boolean;
}

export function repairCommand(context: CloudContext): Command {
  return new Command("repair")
    .summary("mend a state that a deployment fails on")
    .description(
      "Compares Terraform's state of each stack with the account. What was deleted in the console, so that every plan fails, is forgotten;\n" +
        "what was made and is not in the state, after a lost answer or a kill, is imported. Says first what it would do, and does it after a\n" +
        "yes. Nothing in the cloud is changed. Needs a synthesized stack (`npx cdktf synth`), and reads the same variables as `lookup`.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .option("--yes", "do not ask")
    .action(async (files: string[], options: Options) => {
      const { cwd, env } = context;
      for (const roster of validRosters(files.length > 0 ? files : rosterFiles(cwd, env), cwd)) {
        await repair(roster, options, context);
      }
    });
}

async function repair(roster: Roster, { yes = false }: Options, context: CloudContext): Promise<void> {
  const { cwd, env, stdout, stderr, ask } = context;
  const folder = stackFolder(cwd, roster.stack);
  const clients = connect(context).clients(roster.account.region, (progress) => stderr.write(`${progress}\n`));
  await checkAccount(clients, roster.account, roster.file);
  await initialize(folder, roster.stack, env);
  const state = readState(await requireTerraform(folder, ["show", "-json", "-no-color"], env));
  const configured = readConfigured(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const report = (progress: string) => stderr.write(`${roster.file}: ${progress}\n`);
  const repairs = findRepairs(state, configured, await inventory(clients, roster, state, report));
  const { forget, imports } = repairs;
  if (forget.length + imports.length === 0) {
    stdout.write(`${roster.file}: nothing to repair\n`);
    return;
  }
  stdout.write(planText(roster, repairs));
  const what = `${counted(forget.length, "entry", "entries")} to forget and ${counted(imports.length, "entry", "entries")} to import`;
  if (!yes) {
    const answer = await ask?.(`Type yes to change the state of ${roster.stack} (nothing in the cloud changes): `);
    if (answer?.trim() !== "yes") {
      const message =
        answer === undefined
          ? `${what}; nobody can be asked here`
          : `${what}; left alone, since the answer was not \`yes\``;
      const remedy = answer === undefined ? "add `--yes`" : "run it again";
      throw new Mistake([problem("repair", { file: roster.file, message, remedy })]);
    }
  }
  if (forget.length > 0) await requireTerraform(folder, ["state", "rm", ...forget], env);
  // One after the other: each import writes the state.
  for (const { to, id } of imports) {
    await requireTerraform(folder, ["import", "-input=false", "-no-color", to, id], env);
    report(`imported ${to}`);
  }
  stdout.write(`${roster.file}: repaired; to see what is left to do: npx cdktf diff\n`);
}

function planText({ file }: Roster, { forget, imports }: Repairs): string {
  const lines = [
    ...forget.map((address) => `forget ${address}, which is gone from the account`),
    ...imports.map(({ to, id }) => `import ${to} from ${id}, which is there and not in the state`),
  ];
  return lines.map((line) => `${file}: ${printable(line)}\n`).join("");
}

const rulesAnswer = z.object({ TotalCount: z.int().nullish(), FirewallRuleSet: z.array(z.unknown()).nullish() });

async function inventory(
  clients: Clients,
  { stack }: Roster,
  state: readonly StateResource[],
  report: (progress: string) => void,
): Promise<CloudInventory> {
  const servers = await listServers(clients, report);
  const withRules = new Set<string>();
  const known = new Set(
    state.flatMap(({ type, values: { id } }) => (type === "tencentcloud_lighthouse_firewall_rule" && id ? [id] : [])),
  );
  for (const { id } of servers.filter((each) => each.name.startsWith(SERVER_NAME_PREFIX) && !known.has(each.id))) {
    const { FirewallRuleSet } = await clients.call("lighthouse:DescribeFirewallRules", rulesAnswer, () =>
      clients.lighthouse.DescribeFirewallRules({ InstanceId: id }),
    );
    if ((FirewallRuleSet ?? []).length > 0) withRules.add(id);
  }
  return {
    users: await listUsers(clients, report),
    policies: await listPolicies(clients, report),
    servers,
    withRules,
    setUpCommand: await findSetUpCommand(clients, stack),
  };
}
