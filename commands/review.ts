/** `subaccounts review`: what a deployment would do, a sentence for each person. */
import { dirname } from "node:path";
import { Command, Option } from "commander";
import { synthesize } from "../deployments/synth.ts";
import { readText } from "../files/files.ts";
import { readLookups } from "../lookups/file.ts";
import { type ReviewReport, reviewJson, reviewMarkdown, reviewText } from "../reports/review.ts";
import type { Context } from "./context.ts";
import { chooseStacks, GUARDED, isStopped, planStack, reportOf } from "./reviewed.ts";

interface Options {
  readonly plan?: string;
  readonly format: "text" | "markdown" | "json";
  readonly confirm: readonly string[];
  readonly fast?: boolean;
}

export function reviewCommand(context: Context): Command {
  return new Command("review")
    .summary("say what a deployment would do for whom")
    .description(
      "Synthesizes and plans each stack, and says for each person what happens, what hurts somebody first. Everything that a plan changes is in\n" +
        "some line. Nothing secret can be shown: only named attributes are read. Exit code 3 where the plan removes, interrupts or weakens too\n" +
        "many people at once, or somebody protected, until exactly that plan is confirmed. Needs what `cdktf diff` needs.",
    )
    .argument("[stacks...]", "names of stacks; default: all of the rosters in cdktf.json")
    .option("--plan <file>", "instead of planning: what `terraform show -json <plan>` printed, of one stack")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "markdown", "json"]).default("text"))
    .option("--fast", "plan from what the state remembers, without asking the cloud: sees no drift, and says so")
    .option("--confirm <digests...>", "plans that somebody has confirmed", [])
    .action(async (stacks: string[], options: Options) => {
      context.setExitCode(await review(stacks, options, context));
    });
}

/** Waited for later, and no failure that nobody waits for. */
function outcomeOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
}

const FAST = "planned from the state alone (--fast): what was changed outside of the roster is not seen";

async function review(stacks: readonly string[], options: Options, context: Context): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  // Beside it, since it judges the rosters once more: what is wrong with them is told by this process all the same.
  const synthesized = options.plan === undefined ? outcomeOf(synthesize(cwd, env, stacks)) : undefined;
  const { judgement, chosen } = chooseStacks("review", stacks, options.plan, context);
  const failure = await synthesized;
  if (failure !== undefined) throw failure.error;
  const reports: ReviewReport[] = [];
  for (const stack of chosen) {
    const { roster } = stack;
    stderr.write(`${roster.stack}: ${options.plan === undefined ? "planning" : "reading the plan"}\n`);
    const json =
      options.plan === undefined
        ? await planStack(roster.stack, context, options.fast)
        : readText(options.plan, { base: cwd, within: dirname(options.plan) });
    const report = reportOf(json, stack, readLookups(roster.file, cwd), judgement, options.confirm);
    reports.push(options.fast ? { ...report, isolation: [...report.isolation, FAST] } : report);
  }
  if (options.format === "json") stdout.write(reviewJson(reports));
  else stdout.write(reports.map(options.format === "text" ? reviewText : reviewMarkdown).join("\n"));
  return reports.some(isStopped) ? GUARDED : 0;
}
