/** `subaccounts check`: rosters, lookups and policies, without the cloud. */
import { Command } from "commander";
import { filledPolicies } from "../constructs/filled-policies.ts";
import { forEveryEmployee } from "../constructs/stack-error.ts";
import { loadWorkplaces } from "../lookups/load.ts";
import { loadRosters, rosterFiles } from "../roster/files.ts";
import type { Context } from "./context.ts";

export function checkCommand({ env, cwd, stdout }: Context): Command {
  return new Command("check")
    .summary("check rosters, lookups and policies, without the cloud")
    .description(
      "Checks every roster, its committed lookups and the policies that come of them. Needs no key and no network.\n" +
        "Exit code 1 and one line for each mistake: file:line:column: employee: what is wrong; what to write instead.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .action((files: string[]) => {
      for (const roster of loadRosters(files.length > 0 ? files : rosterFiles(cwd, env), cwd)) {
        const { account, workplaces } = loadWorkplaces(roster, cwd);
        let policies = 0;
        forEveryEmployee(roster, workplaces, (workplace) => {
          policies += filledPolicies(workplace, account, roster.templates).length;
        });
        const servers = workplaces.filter(({ employee }) => employee.server !== false).length;
        stdout.write(
          `${roster.file}: ${plural(workplaces.length, "employee")}, ${plural(policies, "policy", "policies")}, ${plural(servers, "server")}: all in order\n`,
        );
      }
    });
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
