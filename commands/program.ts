/** The command line `subaccounts`: one file a command, joined here. */
import { Command, CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { isMistake } from "../problems/problems.ts";
import type { Context } from "./context.ts";

/** Loaded only when they are asked for, since some bring the whole SDK along. */
const COMMANDS: ReadonlyMap<string, (context: Context) => Promise<Command>> = new Map([
  ["access-review", async (context: Context) => (await import("./access-review.ts")).accessReviewCommand(context)],
  ["add", async (context: Context) => (await import("./add.ts")).addCommand(context)],
  ["adopt", async (context: Context) => (await import("./adopt.ts")).adoptCommand(context)],
  ["affected", async (context: Context) => (await import("./affected.ts")).affectedCommand(context)],
  ["audit", async (context: Context) => (await import("./audit.ts")).auditCommand(context)],
  ["check", async (context: Context) => (await import("./check.ts")).checkCommand(context)],
  ["cost", async (context: Context) => (await import("./cost.ts")).costCommand(context)],
  ["demo", async (context: Context) => (await import("./demo.ts")).demoCommand(context)],
  ["deploy", async (context: Context) => (await import("./deploy.ts")).deployCommand(context)],
  ["diff", async (context: Context) => (await import("./diff.ts")).diffCommand(context)],
  ["environments", async (context: Context) => (await import("./environments.ts")).environmentsCommand(context)],
  ["explain", async (context: Context) => (await import("./explain.ts")).explainCommand(context)],
  ["init", async (context: Context) => (await import("./init.ts")).initCommand(context)],
  ["isolation", async (context: Context) => (await import("./isolation.ts")).isolationCommand(context)],
  ["lint", async (context: Context) => (await import("./lint.ts")).lintCommand(context)],
  ["lookup", async (context: Context) => (await import("./lookup.ts")).lookupCommand(context)],
  ["mcp", async (context: Context) => (await import("./mcp.ts")).mcpCommand(context)],
  ["move", async (context: Context) => (await import("./move.ts")).moveCommand(context)],
  ["onboard", async (context: Context) => (await import("./onboard.ts")).onboardCommand(context)],
  ["overview", async (context: Context) => (await import("./overview.ts")).overviewCommand(context)],
  ["policy", async (context: Context) => (await import("./policy.ts")).policyCommand(context)],
  ["remove", async (context: Context) => (await import("./standing.ts")).removeCommand(context)],
  ["rename", async (context: Context) => (await import("./standing.ts")).renameCommand(context)],
  ["repair", async (context: Context) => (await import("./repair.ts")).repairCommand(context)],
  ["resume", async (context: Context) => (await import("./standing.ts")).resumeCommand(context)],
  ["review", async (context: Context) => (await import("./review.ts")).reviewCommand(context)],
  ["revoke", async (context: Context) => (await import("./revoke.ts")).revokeCommand(context)],
  ["rotate", async (context: Context) => (await import("./rotate.ts")).rotateCommand(context)],
  ["sandbox", async (context: Context) => (await import("./sandbox.ts")).sandboxCommand(context)],
  ["servers", async (context: Context) => (await import("./servers.ts")).serversCommand(context)],
  ["suspend", async (context: Context) => (await import("./standing.ts")).suspendCommand(context)],
  ["verify", async (context: Context) => (await import("./verify.ts")).verifyCommand(context)],
  ["token", async (context: Context) => (await import("./token.ts")).tokenCommand(context)],
]);

/**
 * Runs one command line.
 *
 * @param args What stands behind `subaccounts`.
 * @throws only for mistakes of the program, with their stack trace
 */
export async function runCommandLine(args: readonly string[], context: Context): Promise<void> {
  const program = new Command("subaccounts")
    .description("Isolated CloudBase workplaces for employees, from a roster. Terraform's part is done by `npx cdktf`.")
    .version(manifest.version, "-V, --version", "show the version")
    .helpCommand(false)
    // So that options behind \`sandbox --run\` belong to the command that it runs.
    .enablePositionalOptions();
  const asked = COMMANDS.get(args[0] ?? "");
  for (const load of asked === undefined ? COMMANDS.values() : [asked]) program.addCommand(await load(context));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(`(see \`npx subaccounts ${command === program ? "" : `${command.name()} `}--help\`)`)
      .configureOutput({
        writeOut: (text) => context.stdout.write(text),
        writeErr: (text) => context.stderr.write(text),
      });
  }
  if (args.length === 0) {
    context.stdout.write(program.helpInformation());
    return;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      context.setExitCode(error.exitCode);
    } else if (isMistake(error)) {
      context.stderr.write(`${error.message}\n`);
      context.setExitCode(1);
    } else {
      throw error;
    }
  }
}
