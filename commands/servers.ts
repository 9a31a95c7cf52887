/** `subaccounts servers`: each employee's server with its state, and the last run of its set-up; or the set-up again for one of them. */
import { Command, Option } from "commander";
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { type CloudServers, readServers } from "../lookups/servers.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { type ServerRow, serverState, serversJson, serversText } from "../reports/servers.ts";
import { serverName } from "../terraform/names.ts";
import type { Stack } from "../workplaces/workplaces.ts";
import { requireAccepted } from "../workplaces/workplaces.ts";
import { type CloudContext, connect } from "./connect.ts";
import { findEmployee } from "./find-employee.ts";
import { judgeRosters } from "./judged.ts";

interface Options {
  readonly format: "text" | "json";
  readonly setUp?: string;
}

export function serversCommand(context: CloudContext): Command {
  return new Command("servers")
    .summary("show each employee's server and its last set-up")
    .description(
      "Shows for each employee of the rosters the server in Tencent Cloud: id, state, address, when it ends, and the last line of its last\n" +
        "set-up. Reads the same variables as `lookup`. Exit code 1 where a server is missing, is not running, or is not set up.\n" +
        "With --set-up it runs the set-up again on one employee's server, and changes nothing else.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .option("--set-up <employee>", "run the set-up again on this employee's server")
    .action(async (files: string[], options: Options) => {
      context.setExitCode(await servers(files, options, context));
    });
}

async function servers(files: readonly string[], { format, setUp }: Options, context: CloudContext): Promise<number> {
  if (setUp !== undefined) return setUpAgain(setUp, files, context);
  const { judgement, asked } = judgeRosters(files, context);
  requireAccepted(judgement);
  const rows: ServerRow[] = [];
  for (const stack of judgement.stacks.filter(({ roster }) => asked.includes(roster.file))) {
    rows.push(...rowsOf(stack, await readStack(stack, clientsOf(stack, context), context)));
  }
  context.stdout.write(format === "json" ? serversJson(rows) : serversText(rows));
  return rows.every((row) => serverState(row).isGood) ? 0 : 1;
}

function clientsOf({ roster }: Stack, context: CloudContext): Clients {
  return connect(context).clients(roster.account.region, (progress) => context.stderr.write(`${progress}\n`));
}

function readStack({ roster }: Stack, clients: Clients, { stderr }: CloudContext): Promise<CloudServers> {
  return readServers(clients, roster.stack, (progress) => {
    stderr.write(`${roster.file}: ${progress}\n`);
  });
}

function rowsOf({ workplaces }: Stack, { servers: all, runs }: CloudServers): ServerRow[] {
  return workplaces.map(({ employee, server }) => {
    const own = all.filter(({ name }) => name === serverName(employee.name));
    const [only] = own;
    const run = only === undefined || own.length > 1 ? undefined : runs.get(only.id);
    return { employee: employee.name, wanted: server !== false, servers: own, run };
  });
}

const invoked = z.object({ InvocationId: z.string() });

/** Runs the stack's TAT command on the server. Twice is no harm: the script does nothing that is done already, and waits for another run. */
async function setUpAgain(name: string, files: readonly string[], context: CloudContext): Promise<number> {
  const { stack, workplace, judgement } = findEmployee(name, files, context);
  requireAccepted(judgement);
  const clients = clientsOf(stack, context);
  const { servers: all, commandId } = await readStack(stack, clients, context);
  const own = all.filter((server) => server.name === serverName(name));
  const [server] = own;
  const { file } = stack.roster;
  if (commandId === undefined || server === undefined || own.length > 1) {
    const found =
      own.length > 1 ? `${own.length} servers have the name ${serverName(name)}` : "the server is not deployed";
    throw new Mistake([problem("server", { file, employee: name, message: found, remedy: "run: npx cdktf deploy" })]);
  }
  const { InvocationId } = await clients.call("tat:InvokeCommand", invoked, () =>
    clients.tat.InvokeCommand({
      CommandId: commandId,
      InstanceIds: [server.id],
      Parameters: JSON.stringify({
        environmentId: workplace.environmentId,
        region: workplace.environment.region,
      }),
    }),
  );
  context.stdout.write(`${name}: the set-up runs on ${server.id} (${InvocationId}); see: npx subaccounts servers\n`);
  return 0;
}
