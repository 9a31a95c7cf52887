/** `subaccounts move`: an employee's entry in another roster, where everything that there is follows. */
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import type { RosterText } from "../roster/edit.ts";
import { rosterFiles } from "../roster/files.ts";
import { parseRoster } from "../roster/parse.ts";
import type { Employee, Roster } from "../roster/roster.ts";
import { RosterError, rosterProblem } from "../roster/roster-error.ts";
import type { Context } from "./context.ts";
import { readRosterText, rosterTextOf, writeRosterText } from "./edit-roster.ts";
import { ROSTER_OPTION } from "./find-employee.ts";

interface Options {
  readonly to: string;
  readonly roster?: string;
}

type Parsed = Omit<Roster, "templates">;

export function moveCommand(context: Context): Command {
  return new Command("move")
    .summary("move somebody to another roster")
    .description(
      "Takes the employee's entry out of one roster and writes it into another one with `movedFrom`, comments within it included.\n" +
        "Sub-account, policies, environment and server stay. It says which values become others by the other roster's defaults.",
    )
    .argument("<employee>", "name of the employee in the roster")
    .requiredOption("--to <file>", "roster file that the employee goes to")
    .option(...ROSTER_OPTION)
    .action((name: string, { to, roster }: Options) => {
      const source = rosterTextOf(name, roster, context);
      if (resolve(context.cwd, source.file) === resolve(context.cwd, to)) {
        throw mistake(source.file, name, "is in that roster already", "name another one");
      }
      const listed = rosterFiles(context.cwd, context.env).map((file) => resolve(context.cwd, file));
      if (!listed.includes(resolve(context.cwd, to))) {
        throw mistake(
          "cdktf.json",
          name,
          `${to} is not in \`context.rosters\`, so that no stack is made of it`,
          "add it there",
        );
      }
      const target = readRosterText(to, context);
      const [from, into] = [parseRoster(source.text, source.file), parseRoster(target.text, to)];
      refuseImpossible(name, from, into);
      const entered = target.addFrom(source, name).set(name, ["movedFrom"], from.stack);
      const changes = changesByDefaults(name, from, parseRoster(entered.text, to));
      writeBoth(entered, target, source.remove(name), context);
      for (const change of changes) context.stdout.write(`${to}: ${name}: ${change}, by the defaults of the roster\n`);
      context.stdout.write(
        `${to}: ${name} comes from ${source.file}; next: npx subaccounts lookup, then deploy both stacks, in any order, and then remove \`movedFrom\`\n`,
      );
    });
}

function refuseImpossible(name: string, from: Parsed, into: Parsed): void {
  const employee = employeeOf(name, from);
  if (from.account.ownerUin !== into.account.ownerUin) {
    const why = `is under root account ${from.account.ownerUin}, and ${into.file} is for ${into.account.ownerUin}`;
    throw mistake(from.file, name, why, "remove the entry, and add the employee there anew");
  }
  if (from.account.region !== into.account.region) {
    const why = `has everything in ${from.account.region}, and ${into.file} is for ${into.account.region}`;
    throw mistake(from.file, name, why, "remove the entry, and add the employee there anew");
  }
  if (from.employees.length === 1) {
    const why = "is the last employee, and a roster needs somebody";
    const remedy = `take ${from.file} out of cdktf.json, keep its state aside, and write the entry into ${into.file} with \`adopt: true\``;
    throw mistake(from.file, name, why, remedy);
  }
  if (employee.status === "suspended") {
    const why = "is suspended by a policy of the stack, which a move would lift";
    throw mistake(
      from.file,
      name,
      why,
      "move while active: npx subaccounts resume, then move, deploy and suspend again",
    );
  }
  if (employee.origin !== undefined || employee.previously.length > 0) {
    const key =
      employee.previously.length > 0 ? "previously" : employee.origin?.kind === "moved" ? "movedFrom" : "adopt";
    throw mistake(from.file, name, `has \`${key}\`, which is still under way`, "deploy that, and remove the line");
  }
}

/** First the entry that is new: whatever comes between, nobody is in no roster. */
function writeBoth(entered: RosterText, target: RosterText, left: RosterText, context: Context): void {
  // Checked before anything is written.
  parseRoster(left.text, left.file);
  writeRosterText(entered, context);
  try {
    writeRosterText(left, context);
  } catch (error) {
    writeRosterText(target, context);
    throw error;
  }
}

/** `policy: {"profile":"guarded"} becomes {"profile":"strict"}`, for each value that is another one in the other roster. */
function changesByDefaults(name: string, from: Parsed, into: Parsed): string[] {
  const keys = ["environment", "server", "policy", "waivers", "access", "grants"] as const;
  const [before, after] = [employeeOf(name, from), employeeOf(name, into)];
  return keys
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map((key) => `\`${key}\` was ${JSON.stringify(before[key])} and becomes ${JSON.stringify(after[key])}`);
}

function employeeOf(name: string, { employees, file }: Parsed): Employee {
  const employee = employees.find((each) => each.name === name);
  if (employee === undefined) throw mistake(file, name, "is not there", "correct the name");
  return employee;
}

function mistake(file: string, employee: string, message: string, remedy: string): RosterError {
  return new RosterError([rosterProblem("origin", { file, employee, message, remedy })]);
}
