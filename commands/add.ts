/** `subaccounts add`: new employees in the roster, one by options or many from a CSV file. */
import { dirname } from "node:path";
import { Command } from "commander";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { readText } from "../files/files.ts";
import { counted } from "../reports/words.ts";
import type { NewEntry } from "../roster/edit.ts";
import { rosterFiles } from "../roster/files.ts";
import { RosterError, rosterProblem } from "../roster/roster-error.ts";
import type { CloudContext } from "./connect.ts";
import { readRosterText, writeRosterText } from "./edit-roster.ts";

interface Options {
  readonly email?: string;
  readonly phone?: string;
  readonly team?: string;
  readonly csv?: string;
  readonly roster?: string;
}

/** Columns of a CSV file, and questions on a terminal. */
const KEYS = ["email", "phone", "team"] as const;

export function addCommand(context: CloudContext): Command {
  return new Command("add")
    .summary("add employees to the roster")
    .description(
      "Adds an entry behind the last one in the roster's own style; on a terminal it asks for what is missing, and an empty answer leaves it\n" +
        "out. With --csv it adds everybody of a file with the columns name, email, phone and team. The result is checked before it is written.",
    )
    .argument("[name]", "name of the sub-account")
    .option("--email <address>")
    .option("--phone <number>", "such as +86 13800000000")
    .option("--team <team>")
    .option("--csv <file>", "a CSV file with a header: name, and any of email, phone, team")
    .option("--roster <file>", "roster file; default: the first in cdktf.json")
    .action(async (name: string | undefined, options: Options) => {
      const file = options.roster ?? rosterFiles(context.cwd, context.env)[0] ?? "employees.yaml";
      const entries = await entriesFrom(name, options, context);
      const roster = entries.reduce((text, entry) => text.add(entry), readRosterText(file, context));
      writeRosterText(roster, context);
      const names = entries.map((each) => each.name);
      const shown = names.length > 3 ? counted(names.length, "employee") : names.join(", ");
      context.stdout.write(
        `${file}: ${shown} added; next: npx subaccounts environments --create ${file}, then npx cdktf diff\n`,
      );
    });
}

async function entriesFrom(
  name: string | undefined,
  options: Options,
  { cwd, ask }: CloudContext,
): Promise<NewEntry[]> {
  if ((name === undefined) === (options.csv === undefined)) {
    const message = "either a name or `--csv <file>` says who is added";
    throw new RosterError([rosterProblem("missing-key", { message, remedy: "write one of them" })]);
  }
  if (options.csv !== undefined)
    return entriesOfCsv(readText(options.csv, { base: cwd, within: dirname(options.csv) }), options.csv);
  const entry: Record<string, string> = {};
  for (const key of KEYS) {
    const given = options[key] ?? (await ask?.(`${key} (empty: none): `))?.trim() ?? "";
    if (given !== "") entry[key] = given;
  }
  return [{ name: name ?? "", ...entry }];
}

const rows = z.array(z.record(z.string(), z.string()));

/** @throws RosterError for what is no such file; it quotes nothing of it but the names of columns */
function entriesOfCsv(text: string, file: string): NewEntry[] {
  const refuse = (message: string, line?: number) =>
    new RosterError([
      rosterProblem("wrong-form", {
        file,
        ...(line === undefined ? {} : { line, column: 1 }),
        message,
        remedy: "write a header `name,email,phone,team` and one line for each employee",
      }),
    ]);
  let records: z.infer<typeof rows>;
  try {
    records = rows.parse(parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }));
  } catch (error) {
    const line = z.object({ lines: z.int() }).safeParse(error).data?.lines;
    throw refuse("this is no CSV file of which every line has as many columns as the header", line);
  }
  const columns = Object.keys(records[0] ?? {});
  const known: readonly string[] = ["name", ...KEYS];
  const unknown = columns.filter((each) => !known.includes(each));
  if (!columns.includes("name")) throw refuse("there is no column `name`, or nobody in it");
  if (unknown.length > 0) throw refuse(`unknown column ${unknown.map((each) => JSON.stringify(each)).join(", ")}`, 1);
  return records.map(({ name = "", ...rest }) => ({
    name,
    ...Object.fromEntries(KEYS.flatMap((key) => (rest[key] ? [[key, rest[key]] as const] : []))),
  }));
}
