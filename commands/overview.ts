/** `subaccounts overview`: one HTML file for whoever manages the people. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import { type AccountEnvironments, readLimits } from "../environments/environments.ts";
import { readTextIfThere, writeWholeInside } from "../files/files.ts";
import { PROGRAM_FOLDER } from "../files/program.ts";
import { readLookups } from "../lookups/file.ts";
import { Mistake, problem } from "../problems/problems.ts";
import {
  digestOf,
  isOverview,
  type Overview,
  type OverviewQuota,
  type OverviewWaiver,
  overviewHtml,
  overviewOf,
  type PageParts,
  rememberedIn,
} from "../reports/overview/overview.ts";
import { counted } from "../reports/words.ts";
import { MAX_SUB_ACCOUNTS } from "../roster/limits.ts";
import { costOf, isFinding, type Judgement, type Stack } from "../workplaces/workplaces.ts";
import { committedOn } from "./committed-on.ts";
import { type CloudContext, connect } from "./connect.ts";
import { judgeRosters } from "./judged.ts";
import { readRosters } from "./rosters-in-cloud.ts";

interface Options {
  readonly output: string;
  readonly lang?: "en" | "zh";
  readonly cloud?: boolean;
}

export function overviewCommand(context: CloudContext): Command {
  return new Command("overview")
    .summary("write a page of all people")
    .description(
      "Writes one HTML file: who has what, who can reach whom and through what, the cost by team, limits, waivers, and what changed since\n" +
        "the file that is there. It takes nothing from the network and has no script but its own. Needs no key, unless --cloud.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .option("--output <file>", "file to write", "overview.html")
    .addOption(new Option("--lang <language>", "language to begin with; default: the browser's").choices(["en", "zh"]))
    .option("--cloud", "ask the cloud when environments end and what its limits are; reads only")
    .action(async (files: string[], { output, lang, cloud = false }: Options) => {
      const { judgement, occasion } = judgeRosters(files, context);
      const mistakes = judgement.errors.filter((error) => !isFinding(error));
      if (mistakes.length > 0) throw new Mistake(mistakes);
      const old = readTextIfThere(output, { base: context.cwd, within: dirname(output) });
      if (old !== undefined && !isOverview(old)) {
        const message = "there is a file that is no overview";
        throw new Mistake([
          problem("file-there", { file: output, message, remedy: "name another one: --output <file>" }),
        ]);
      }
      const asked = cloud ? await askCloud(judgement, context) : { clouds: new Map(), quotas: [] };
      const overview = overviewOf({
        judgement,
        cost: costOf(judgement.stacks, ({ roster }) => readLookups(roster.file, context.cwd)?.bundles ?? {}, undefined),
        today: occasion.today,
        waivers: judgement.stacks.flatMap((stack) => waiversOf(stack, context.cwd)),
        quotas: [...subAccounts(judgement), ...asked.quotas],
        clouds: asked.clouds,
      });
      writeOverview(overview, old, { output, lang }, context);
    });
}

function writeOverview(
  overview: Overview,
  old: string | undefined,
  { output, lang }: Pick<Options, "output" | "lang">,
  { cwd, stdout }: CloudContext,
): void {
  const before = old === undefined ? undefined : rememberedIn(old);
  const people = counted(overview.people.length, "person", "people");
  const parts = pageParts();
  // What changed at the time before stays told.
  if (old?.includes(`data-digest="${digestOf(overview, parts)}"`)) {
    stdout.write(`${output}: ${people}; nothing changed\n`);
    return;
  }
  writeWholeInside(output, overviewHtml(overview, parts, before, lang), { base: cwd, within: dirname(output) });
  stdout.write(`${output}: ${people}\n`);
}

function pageParts(): PageParts {
  const own = (file: string) => readFileSync(join(PROGRAM_FOLDER, "reports/overview", file), "utf8");
  const library = createRequire(import.meta.url).resolve("chartist");
  return {
    style: own("page.css"),
    script: own("page.mjs"),
    chartLibrary: readFileSync(join(dirname(library), "index.umd.js"), "utf8").replace(
      /\n?\/\/# sourceMappingURL=.*\n?$/,
      "\n",
    ),
  };
}

/** What people have accepted in writing, and since when. */
function waiversOf({ roster }: Stack, cwd: string): OverviewWaiver[] {
  const since = committedOn(roster.file, cwd);
  return roster.employees.flatMap(({ name, line, grants, waivers }) => [
    ...waivers.map(({ action, reason }) => ({ person: name, action, reason, since: since(reason, line) })),
    ...grants.flatMap((grant) =>
      grant.kind === "preset"
        ? [{ person: name, action: grant.preset, reason: grant.waiver, since: since(grant.waiver, line) }]
        : [],
    ),
  ]);
}

function subAccounts({ stacks }: Judgement): OverviewQuota[] {
  return [...new Set(stacks.map(({ account }) => account.ownerUin))].map((ownerUin) => {
    const own = stacks.filter(({ account }) => account.ownerUin === ownerUin);
    const used = own.reduce((sum, { workplaces }) => sum + workplaces.length, 0);
    return { ownerUin, what: "sub-accounts", used, limit: MAX_SUB_ACCOUNTS };
  });
}

async function askCloud({ stacks }: Judgement, context: CloudContext) {
  const rosters = await readRosters(
    stacks.map(({ roster }) => roster),
    connect(context),
    context,
  );
  const clouds = new Map<string, AccountEnvironments>(rosters.map(({ roster, account }) => [roster.stack, account]));
  const quotas = new Map<string, OverviewQuota>();
  for (const { roster, clients } of rosters) {
    const { ownerUin } = roster.account;
    if (quotas.has(ownerUin)) continue;
    const { environmentsUsed: used, environmentsLeft: left } = await readLimits(clients);
    if (used === undefined) continue;
    quotas.set(ownerUin, { ownerUin, what: "environments", used, limit: left === undefined ? undefined : used + left });
  }
  return { clouds, quotas: [...quotas.values()] };
}
