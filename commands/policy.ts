/** `subaccounts policy <employee>`: the finished policy documents of one employee. */
import { Command } from "commander";
import { filledPolicies } from "../constructs/filled-policies.ts";
import { forEveryEmployee } from "../constructs/stack-error.ts";
import { loadWorkplaces } from "../lookups/load.ts";
import type { FilledPolicy } from "../policies/environment-policies.ts";
import { loadRosters, rosterFiles } from "../roster/files.ts";
import { RosterError } from "../roster/problems.ts";
import type { Context } from "./context.ts";

export function policyCommand({ env, cwd, stdout, stderr }: Context): Command {
  return new Command("policy")
    .summary("print the finished policy documents of an employee")
    .description(
      "Prints the policy documents that confine an employee to the own environment, as they are deployed but indented.\n" +
        "The name of each policy goes to stderr, so that the output of a single policy is JSON. Needs no key and no network.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .option("--roster <file>", "roster file; default: whichever in cdktf.json has the employee")
    .action((name: string, { roster: file }: { roster?: string }) => {
      const rosters = loadRosters(file === undefined ? rosterFiles(cwd, env) : [file], cwd);
      const found = rosters.find((roster) => roster.employees.some((employee) => employee.name === name));
      if (found === undefined) {
        const names = rosters.flatMap((roster) => roster.employees.map((employee) => employee.name));
        throw new RosterError([
          {
            file: rosters.map((roster) => roster.file).join(", "),
            message: `there is no employee named ${JSON.stringify(name)}; there are ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
          },
        ]);
      }
      const { account, workplaces } = loadWorkplaces(found, cwd);
      const policies: FilledPolicy[] = [];
      const own = workplaces.filter(({ employee }) => employee.name === name);
      forEveryEmployee(found, own, (workplace) => {
        policies.push(...filledPolicies(workplace, account, found.templates));
      });
      for (const policy of policies) {
        stderr.write(`${policy.name} (${policy.text.length} characters)\n`);
        stdout.write(`${JSON.stringify(JSON.parse(policy.text), null, 2)}\n`);
      }
    });
}
