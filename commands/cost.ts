/** `subaccounts cost`: what rosters cost a month, by person, by team and in all. */
import { Command, Option } from "commander";
import { readLookups } from "../lookups/file.ts";
import { costCsv, costJson, costText } from "../reports/cost.ts";
import { costOf, requireAccepted } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { judgeRosters } from "./judged.ts";

interface Options {
  readonly format: "text" | "csv" | "json";
  readonly management?: string;
}

export function costCommand(context: Context): Command {
  return new Command("cost")
    .summary("say what the rosters cost a month")
    .description(
      "Adds up environments by their package and servers by the price of the last lookup, for each person, each team and in all. A price that\n" +
        "is not published or looked up is said to be unknown, and never guessed. Needs no key and no network.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "csv", "json"]).default("text"))
    .option("--management <package>", "package of the administrators' own environment, which no roster has")
    .action((files: string[], { format, management }: Options) => {
      const { judgement, asked } = judgeRosters(files, context);
      requireAccepted(judgement);
      const stacks = judgement.stacks.filter(({ roster }) => asked.includes(roster.file));
      const report = costOf(stacks, ({ roster }) => readLookups(roster.file, context.cwd)?.bundles ?? {}, management);
      context.stdout.write({ text: costText, csv: costCsv, json: costJson }[format](report));
    });
}
