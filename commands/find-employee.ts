/** Finds the employee that a command names. */
import { loadWorkplaces } from "../lookups/load.ts";
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import { loadRosters, rosterFiles } from "../roster/files.ts";
import { RosterError } from "../roster/problems.ts";
import type { Roster } from "../roster/roster.ts";
import type { Context } from "./context.ts";

export interface FoundEmployee {
  readonly roster: Roster;
  readonly account: AccountLookup;
  readonly workplace: Workplace;
}

/**
 * @param file Roster file; absent: whichever in cdktf.json has the employee.
 * @throws RosterError naming who there is, LookupError when the lookups lack anything.
 */
export function findEmployee(name: string, file: string | undefined, { env, cwd }: Context): FoundEmployee {
  const rosters = loadRosters(file === undefined ? rosterFiles(cwd, env) : [file], cwd);
  const found = rosters.find((roster) => roster.employees.some((employee) => employee.name === name));
  const { account, workplaces } = found === undefined ? { workplaces: [] } : loadWorkplaces(found, cwd);
  const workplace = workplaces.find(({ employee }) => employee.name === name);
  if (found === undefined || account === undefined || workplace === undefined) {
    const names = rosters.flatMap((roster) => roster.employees.map((employee) => employee.name));
    throw new RosterError([
      {
        file: rosters.map((roster) => roster.file).join(", "),
        message: `there is no employee named ${JSON.stringify(name)}; there are ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`,
      },
    ]);
  }
  return { roster: found, account, workplace };
}
