/** `subaccounts check`: the verdict of synth on rosters, lookups and policies, without the cloud and without writing anything. */
import { Command } from "commander";
import { problemsText } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { listPolicies, readable, type Stack } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { type Format, formatOption, printProblems } from "./format.ts";
import { judgeRosters } from "./judged.ts";

export function checkCommand(context: Context): Command {
  const { stdout, stderr, setExitCode } = context;
  return new Command("check")
    .summary("check rosters, lookups and policies, without the cloud")
    .description(
      "Says what `cdktf synth` would say: checks every roster, its committed lookups, the policies that come of them and the proof of\n" +
        "isolation. Needs no key and no network. Exit code 1 and one line for each mistake: file:line:column: employee: what is wrong;\n" +
        "what to write instead. Warnings alone are 0.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(formatOption())
    .action((files: string[], { format }: { format: Format }) => {
      const { judgement, asked, occasion } = judgeRosters(files, context);
      const { errors, warnings, stacks } = judgement;
      if (errors.length > 0) setExitCode(1);
      if (format !== "text") {
        stdout.write(printProblems([...errors, ...warnings], format, "subaccounts check"));
        return;
      }
      stderr.write(problemsText([...readable(errors), ...warnings]));
      if (errors.length > 0) return;
      for (const stack of stacks.filter(({ roster }) => asked.includes(roster.file))) {
        const own = warnings.filter(({ file }) => file === stack.roster.file).length;
        const doubts = own === 0 ? "" : `, ${counted(own, "warning")}`;
        stdout.write(`${summary(stack)}: all in order${doubts}${lastDays(stack, occasion.today)}\n`);
      }
    });
}

/** A roster whose meaning changes with the day says so. */
function lastDays({ roster, workplaces }: Stack, today: string): string {
  const coming = workplaces.flatMap(({ employee: { name, lastDay }, suspended }) =>
    lastDay === undefined || suspended ? [] : [`${name} until ${lastDay}`],
  );
  if (roster.employees.every(({ lastDay }) => lastDay === undefined)) return "";
  return ` (as of ${today}${coming.length === 0 ? "" : `; ${coming.join(", ")}`})`;
}

function summary({ roster, workplaces }: Stack): string {
  const policies = workplaces.reduce((sum, each) => sum + listPolicies(each.policies).length, 0);
  const servers = workplaces.filter(({ server }) => server !== false).length;
  return `${roster.file}: ${counted(workplaces.length, "employee")}, ${counted(policies, "policy", "policies")}, ${counted(servers, "server")}`;
}
