/** `subaccounts policy <employee>`: the finished policy documents of one employee. */
import { Command } from "commander";
import { filledPolicies } from "../constructs/filled-policies.ts";
import { forEveryEmployee } from "../constructs/stack-error.ts";
import type { FilledPolicy } from "../policies/environment-policies.ts";
import type { Context } from "./context.ts";
import { findEmployee } from "./find-employee.ts";

export function policyCommand(context: Context): Command {
  const { stdout, stderr } = context;
  return new Command("policy")
    .summary("print the finished policy documents of an employee")
    .description(
      "Prints the policy documents of an employee, for the own environment and for grants, as they are deployed but indented.\n" +
        "The name of each policy goes to stderr, so that the output of a single policy is JSON. Needs no key and no network.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .option("--roster <file>", "roster file; default: whichever in cdktf.json has the employee")
    .action((name: string, { roster: file }: { roster?: string }) => {
      const { roster, account, workplace } = findEmployee(name, file, context);
      const policies: FilledPolicy[] = [];
      forEveryEmployee(roster, [workplace], () => {
        policies.push(...filledPolicies(workplace, account, roster.templates));
      });
      for (const policy of policies) {
        stderr.write(`${policy.name} (${policy.text.length} characters)\n`);
        stdout.write(`${JSON.stringify(JSON.parse(policy.text), null, 2)}\n`);
      }
    });
}
