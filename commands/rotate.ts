/** `subaccounts rotate`: the next step of giving an employee another access key, in the roster. */
import { Command } from "commander";
import { parseRoster } from "../roster/parse.ts";
import type { ApiKey } from "../roster/roster.ts";
import { RosterError, rosterProblem } from "../roster/roster-error.ts";
import type { Context } from "./context.ts";
import { rosterTextOf, writeRosterText } from "./edit-roster.ts";
import { ROSTER_OPTION } from "./find-employee.ts";

export function rotateCommand(context: Context): Command {
  return new Command("rotate")
    .summary("give somebody another access key, in two steps")
    .description(
      "Edits `access.apiKey.keys` in the roster. The first time it adds a key beside the one that there is: deploy, and hand the new one over. The\n" +
        "second time it takes the old one out: deploy, and it is deleted. There is no moment without a key.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .option(...ROSTER_OPTION)
    .action((name: string, { roster: file }: { readonly roster?: string }) => {
      const roster = rosterTextOf(name, file, context);
      const apiKey = parseRoster(roster.text, roster.file).employees.find((each) => each.name === name)?.access.apiKey;
      if (apiKey === undefined) {
        const message = "there is no access key that could be changed for another";
        const remedy = "write `access: { apiKey: { pgpKey: … } }` to have one";
        throw new RosterError([rosterProblem("api-key", { file: roster.file, employee: name, message, remedy })]);
      }
      const keys = nextKeys(apiKey);
      // What only the defaults say is written out, since an own map takes the place of theirs.
      const isOwn = roster.get(name, ["access", "apiKey"]) !== undefined;
      writeRosterText(
        isOwn
          ? roster.set(name, ["access", "apiKey", "keys"], keys)
          : roster.set(name, ["access", "apiKey"], { ...wayOf(apiKey), keys }),
        context,
      );
      const [first, second] = keys;
      const said =
        second === undefined
          ? `key ${first} alone is left; a deployment deletes the other`
          : `key ${second} comes beside key ${first}; deploy, hand it over (terraform output), and run this again`;
      context.stdout.write(`${roster.file}: ${name}: ${said}\n`);
    });
}

/** `[1]` becomes `[1, 2]`, and that `[2]`. */
function nextKeys({ keys }: ApiKey): number[] {
  const newest = Math.max(...keys);
  return keys.length === 1 ? [newest, newest + 1] : [newest];
}

function wayOf({ pgpKey }: ApiKey): Readonly<Record<string, string>> {
  return pgpKey === undefined ? { plaintext: "accepted" } : { pgpKey };
}
