/** `subaccounts review`: what a deployment would do, a sentence for each person. */
import { dirname } from "node:path";
import { Command, Option } from "commander";
import { synthesize } from "../deployments/synth.ts";
import { readText } from "../files/files.ts";
import { readLookups } from "../lookups/file.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { type ReviewReport, reviewJson, reviewMarkdown, reviewText } from "../reports/review.ts";
import { requireAccepted, type Stack } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { judgeRosters } from "./judged.ts";
import { planStack, reportOf } from "./reviewed.ts";

interface Options {
  readonly plan?: string;
  readonly format: "text" | "markdown" | "json";
  readonly confirm: readonly string[];
}

/** Of a plan that must be confirmed first; 1 is an error, and Terraform itself uses 2. */
export const GUARDED = 3;

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
    .option("--confirm <digests...>", "plans that somebody has confirmed", [])
    .action(async (stacks: string[], options: Options) => {
      context.setExitCode(await review(stacks, options, context));
    });
}

async function review(stacks: readonly string[], options: Options, context: Context): Promise<number> {
  const { cwd, env, stdout, stderr } = context;
  const { judgement } = judgeRosters([], context);
  requireAccepted(judgement);
  const chosenStacks = chosen(judgement.stacks, stacks);
  if (options.plan !== undefined && chosenStacks.length !== 1) {
    const message = "a plan is of one stack";
    throw new Mistake([
      problem("plan", { message, remedy: "name the stack: npx subaccounts review <stack> --plan <file>" }),
    ]);
  }
  if (options.plan === undefined) await synthesize(cwd, env);
  const reports: ReviewReport[] = [];
  for (const stack of chosenStacks) {
    const { roster } = stack;
    stderr.write(`${roster.stack}: ${options.plan === undefined ? "planning" : "reading the plan"}\n`);
    const json =
      options.plan === undefined
        ? await planStack(roster.stack, context)
        : readText(options.plan, { base: cwd, within: dirname(options.plan) });
    reports.push(reportOf(json, stack, readLookups(roster.file, cwd), judgement, options.confirm));
  }
  if (options.format === "json") stdout.write(reviewJson(reports));
  else stdout.write(reports.map(options.format === "text" ? reviewText : reviewMarkdown).join("\n"));
  return reports.some(({ guard, isConfirmed }) => guard.length > 0 && !isConfirmed) ? GUARDED : 0;
}

/** @throws Mistake for the name of no stack */
export function chosen(all: readonly Stack[], wanted: readonly string[]): readonly Stack[] {
  const names = all.map(({ roster }) => roster.stack);
  const unknown = wanted.filter((stack) => !names.includes(stack));
  if (unknown.length > 0) {
    throw new Mistake(
      unknown.map((stack) =>
        problem("stack-unknown", { message: `there is no stack ${stack}`, remedy: `there are ${names.join(", ")}` }),
      ),
    );
  }
  return wanted.length === 0 ? all : all.filter(({ roster }) => wanted.includes(roster.stack));
}
