/** `subaccounts environments`: what there is of each employee's environment; or makes, renews or gives back what the roster asks for. */
import { Command, Option } from "commander";
import { LookupError } from "../cloud/lookup-error.ts";
import { environmentRows, renewalsOf } from "../environments/environments.ts";
import { type EnvironmentsReport, environmentsJson, environmentsText } from "../reports/environments.ts";
import { RosterError } from "../roster/roster-error.ts";
import { buy, giveBack, renew } from "./buy-environments.ts";
import { type CloudContext, connect } from "./connect.ts";
import { concernedRosters } from "./judged.ts";
import { type RosterInCloud, readRosters, unclaimedIn } from "./rosters-in-cloud.ts";

interface Options {
  readonly format: "text" | "json";
  readonly create?: boolean;
  readonly renew?: number;
  readonly release?: string;
  readonly yes?: boolean;
  readonly maxCost?: number;
}

export function environmentsCommand(context: CloudContext): Command {
  return new Command("environments")
    .summary("show, make, renew and give back CloudBase environments")
    .description(
      "Shows for each employee what the roster wants and what there is in Tencent Cloud, and the environments that are nobody's. Exit code 1\n" +
        "where one is not ready. Reads the same variables as `lookup`. With --create it buys what is missing, waits until it is ready with log\n" +
        "service and static hosting, and writes the lookups files; what was bought is found by its alias, so that a second run buys nothing\n" +
        "twice. Nothing here deletes for good.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .option("--create", "buy what is missing, after a question")
    .addOption(
      new Option("--renew <days>", "renew what ends within so many days and does not renew itself, after a question")
        .argParser((text) => number(text, "--renew", "whole days", /^\d{1,4}$/))
        .conflicts("create"),
    )
    .addOption(
      new Option(
        "--release <environment>",
        "isolate an environment that is nobody's, after its name is typed",
      ).conflicts(["create", "renew", "yes", "maxCost"]),
    )
    .option("--yes", "do not ask; needs --max-cost")
    .addOption(
      new Option("--max-cost <CNY>", "buy nothing if it all costs more, by list price").argParser((text) =>
        number(text, "--max-cost", "an amount in CNY", /^\d{1,9}(?:\.\d{1,2})?$/),
      ),
    )
    .action(async (files: string[], options: Options) => {
      context.setExitCode(await environments(files, options, context));
    });
}

async function environments(files: readonly string[], options: Options, context: CloudContext): Promise<number> {
  if (options.yes && options.maxCost === undefined) {
    throw new LookupError(["--yes needs a limit; write `--max-cost <CNY>`, such as `--max-cost 200`"]);
  }
  const { rosters, problems, asked } = concernedRosters(files, context);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new RosterError(errors);
  const owner = rosters[0]?.account.ownerUin ?? "none";
  const connection = connect(context);
  const read = () => readRosters(rosters, connection, context);
  if (options.release !== undefined) return giveBack(options.release, await read(), context);
  const isAsked = ({ roster }: RosterInCloud) => asked.includes(roster.file);
  if (options.create) return buy(owner, async () => (await read()).filter(isAsked), options, context);
  if (options.renew !== undefined) {
    const days = options.renew;
    const all = (await read()).filter(isAsked);
    const found = all.map((each) => ({
      ...each,
      renewals: renewalsOf(environmentRows(each.roster, each.account), each.account, days, Date.now()),
    }));
    return renew(found, days, options, context);
  }
  return show(await read(), isAsked, options, context);
}

function show(
  all: readonly RosterInCloud[],
  isAsked: (each: RosterInCloud) => boolean,
  { format }: Options,
  { stdout }: CloudContext,
): number {
  const shown = all.filter(isAsked).map(({ roster, account }): EnvironmentsReport => {
    const rows = environmentRows(roster, account);
    return { file: roster.file, rows, billing: account.billing, unclaimed: unclaimedIn(roster, account, all) };
  });
  stdout.write(format === "json" ? environmentsJson(shown) : environmentsText(shown));
  return shown.every(({ rows }) => rows.every(({ state }) => state.kind === "ready")) ? 0 : 1;
}

/** @throws LookupError for anything else */
function number(text: string, option: string, what: string, form: RegExp): number {
  if (form.test(text)) return Number(text);
  throw new LookupError([`${option} ${JSON.stringify(text)}: write ${what}`]);
}
