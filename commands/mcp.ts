/** `subaccounts mcp <employee>`: the file with which an AI tool starts CloudBase MCP in the employee's environment. */
import { Command, Option } from "commander";
import { AI_TOOLS, type AiToolName, type McpAuth, mcpFile, refusalOf } from "../ai-tools/ai-tools.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { requireAccepted } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { findEmployee, ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly tool: AiToolName;
  readonly auth: McpAuth;
  readonly roster?: string;
}

export function mcpCommand(context: Context): Command {
  const { stdout, stderr } = context;
  return new Command("mcp")
    .summary("print the file with which an AI tool reaches an employee's environment")
    .description(
      "Prints the file with which an AI tool starts CloudBase MCP for the employee's environment, and says where it belongs.\n" +
        "It holds no key: the MCP server signs in by a device code, or with --auth keys by what the tool reads\n" +
        "from the environment. Needs no key and no network.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .addOption(new Option("--tool <tool>", "whose file").choices(AI_TOOLS).makeOptionMandatory())
    .addOption(new Option("--auth <kind>", "how the MCP server signs in").choices(["device", "keys"]).default("device"))
    .option(...ROSTER_OPTION)
    .action((name: string, { tool, auth, roster: file }: Options) => {
      const { stack, workplace, judgement } = findEmployee(name, file === undefined ? [] : [file], context);
      requireAccepted(judgement);
      const { employee, environmentId, environment, pending, suspended } = workplace;
      const { line, column } = employee;
      const refuse = (message: string, remedy: string) =>
        new Mistake([problem("mcp", { file: stack.roster.file, line, column, employee: name, message, remedy })]);
      if (pending) throw refuse("the environment is not there yet", "run: npx subaccounts environments --create");
      const refusal = refusalOf(tool, auth);
      if (refusal !== undefined) throw refuse(refusal, "leave out `--auth keys`");
      if (auth === "device" && !employee.access.deviceLogin) {
        const message = "the device-code login does not work for this employee, who lacks QcloudCamReadOnlyAccess";
        throw refuse(message, "write `--auth keys`, or `access: { deviceLogin: true }` in the roster");
      }
      if (suspended) stderr.write(`note: ${name} is suspended, so that nothing works with it now\n`);
      const made = mcpFile(tool, { environmentId, region: environment.region }, auth);
      stderr.write(
        `note: this belongs in ${made.path}; where there is such a file, add the part \`cloudbase\` to it\n`,
      );
      stdout.write(made.text);
    });
}
