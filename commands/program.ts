/** The command line `subaccounts`: one file a command, joined here. */
import { Command, CommanderError } from "commander";
import { checkCommand } from "./check.ts";
import type { Context } from "./context.ts";
import { isolationCommand } from "./isolation.ts";
import { lintCommand } from "./lint.ts";
import { lookupCommand } from "./lookup.ts";
import { isMistake } from "./mistake.ts";
import { policyCommand } from "./policy.ts";
import { sandboxCommand } from "./sandbox.ts";
import { tokenCommand } from "./token.ts";

/**
 * Runs one command line.
 *
 * @param args What stands behind `subaccounts`.
 * @throws only for mistakes of the program, with their stack trace
 */
export async function runCommandLine(args: readonly string[], context: Context): Promise<void> {
  const program = new Command("subaccounts")
    .description("Isolated CloudBase workplaces for employees, from a roster. Terraform's part is done by `npx cdktf`.")
    .helpCommand(false)
    // So that options behind \`sandbox --run\` belong to the command that it runs.
    .enablePositionalOptions()
    .addCommand(checkCommand(context))
    .addCommand(isolationCommand(context))
    .addCommand(lintCommand(context))
    .addCommand(lookupCommand(context))
    .addCommand(policyCommand(context))
    .addCommand(sandboxCommand(context))
    .addCommand(tokenCommand(context));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError(`(see \`npx subaccounts ${command === program ? "" : `${command.name()} `}--help\`)`)
      .configureOutput({
        writeOut: (text) => context.stdout.write(text),
        writeErr: (text) => context.stderr.write(text),
      });
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
