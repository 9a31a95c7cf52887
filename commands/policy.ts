/** `subaccounts policy <employee>`: the finished policy documents of one employee. */
import { Command } from "commander";
import { problemsText } from "../problems/problems.ts";
import { listPolicies, readable } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { findEmployee, ROSTER_OPTION } from "./find-employee.ts";

export function policyCommand(context: Context): Command {
  const { stdout, stderr, setExitCode } = context;
  return new Command("policy")
    .summary("print the finished policy documents of an employee")
    .description(
      "Prints the policy documents of an employee, for the own environment and for grants, as they are deployed but indented.\n" +
        "The name of each policy goes to stderr, so that the output of a single policy is JSON. Needs no key and no network.\n" +
        "Exit code 1 when synth would refuse the rosters; the documents are printed all the same, to see why.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .option(...ROSTER_OPTION)
    .action((name: string, { roster: file }: { roster?: string }) => {
      const { workplace, judgement } = findEmployee(name, file === undefined ? [] : [file], context);
      for (const policy of listPolicies(workplace.policies)) {
        stderr.write(`${policy.name} (${policy.text.length} characters)\n`);
        stdout.write(`${JSON.stringify(JSON.parse(policy.text), null, 2)}\n`);
      }
      if (workplace.suspended) stderr.write(`${name} is suspended: none of these is attached\n`);
      if (judgement.errors.length === 0) return;
      stderr.write(problemsText(readable(judgement.errors)));
      setExitCode(1);
    });
}
