/** `subaccounts suspend`, `resume`, `rename` and `remove`: edit one person's entry in the roster. */
import { Command } from "commander";
import { RosterError, rosterProblem } from "../roster/roster-error.ts";
import type { Context } from "./context.ts";
import { editEmployee } from "./edit-roster.ts";
import { ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly roster?: string;
  readonly lastDay?: string;
}

const NEXT = "to see what changes: npx cdktf diff\n";

export function suspendCommand(context: Context): Command {
  return edits("suspend", "stop somebody, and delete nothing")
    .description(
      "Writes `status: suspended` into the employee's entry, or with --last-day the day after which that holds. Comments and all else in the\n" +
        "roster stay as they are. Nothing happens in the cloud before the next deployment.",
    )
    .option("--last-day <day>", "such as 2026-12-31: suspended from the day after")
    .action((name: string, { roster, lastDay }: Options) => {
      const file = editEmployee(name, roster, context, (text) =>
        lastDay === undefined ? text.set(name, ["status"], "suspended") : text.set(name, ["lastDay"], lastDay),
      );
      const what = lastDay === undefined ? "suspended" : `suspended after ${lastDay}`;
      context.stdout.write(
        `${file}: ${name} is ${what} once it is deployed; what is there stays and goes on costing; ${NEXT}`,
      );
    });
}

export function resumeCommand(context: Context): Command {
  return edits("resume", "let somebody work again who was suspended")
    .description("Removes `status: suspended` and `lastDay` from the employee's entry.")
    .action((name: string, { roster }: Options) => {
      const file = editEmployee(name, roster, context, (text) => text.unset(name, "status").unset(name, "lastDay"));
      context.stdout.write(`${file}: ${name} is active once it is deployed; ${NEXT}`);
    });
}

export function renameCommand(context: Context): Command {
  return edits("rename", "give somebody another name")
    .argument("<new-name>", "name of the sub-account from now on")
    .description(
      "Writes the new name into the employee's entry, the old one under `previously`, and by which alias the environment goes on being found;\n" +
        "names under `sharedWith` of others follow. Server and environment stay, the sub-account is made anew.",
    )
    .action((name: string, newName: string, { roster }: Options) => {
      const file = editEmployee(name, roster, context, (text) => {
        const before = text.get(name, ["previously"]);
        if (before !== undefined) {
          const message = "the rename before is still under way";
          const remedy = "deploy it, and remove `previously`";
          throw new RosterError([rosterProblem("rename", { file: text.file, employee: name, message, remedy })]);
        }
        const isNamed = text.get(name, ["environment", "id"]) ?? text.get(name, ["environment", "alias"]);
        const kept = isNamed === undefined ? text.set(name, ["environment", "alias"], name) : text;
        return kept.set(name, ["previously"], [name]).renameInSharing(name, newName).set(name, ["name"], newName);
      });
      context.stdout.write(
        `${file}: ${name} is ${newName} once it is deployed, with a new password; then remove \`previously\`; ${NEXT}`,
      );
    });
}

export function removeCommand(context: Context): Command {
  return edits("remove", "take somebody out of the roster")
    .description(
      "Removes the employee's entry. The next deployment deletes the sub-account and gives back the server; the environment stays until\n" +
        "`npx subaccounts environments --release`.",
    )
    .action((name: string, { roster }: Options) => {
      const file = editEmployee(name, roster, context, (text) => text.remove(name));
      context.stdout.write(
        `${file}: ${name} is removed; a deployment deletes the sub-account and gives back the server, the environment stays; ${NEXT}`,
      );
    });
}

function edits(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .argument("<employee>", "name of the employee in the roster")
    .option(...ROSTER_OPTION);
}
