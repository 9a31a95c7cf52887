/** `subaccounts deploy`: applies exactly the plans that were reviewed. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { runTerraform, stackFolder, terraformMistake } from "../deployments/deployments.ts";
import { readLookups } from "../lookups/file.ts";
import { Mistake, problem } from "../problems/problems.ts";
import { type ReviewReport, reviewText } from "../reports/review.ts";
import type { Roster } from "../roster/roster.ts";
import type { Context } from "./context.ts";
import { chooseStacks, GUARDED, isStopped, PLAN_FILE, reportOf, showPlan } from "./reviewed.ts";

interface Options {
  readonly plan?: string;
  readonly confirm: readonly string[];
}

export function deployCommand(context: Context): Command {
  return new Command("deploy")
    .summary("apply exactly the plan that was reviewed")
    .description(
      "Applies the plan that `review` made of each stack, or stops: with exit code 3 where it must be confirmed and is not, with 1 where the\n" +
        "state has changed since, so that it is no longer the plan that was read. It plans nothing itself.",
    )
    .argument("[stacks...]", "names of stacks; default: all of the rosters in cdktf.json")
    .option("--plan <file>", `plan of Terraform, of one stack; default: ${PLAN_FILE} in cdktf.out/stacks/<stack>`)
    .option("--confirm <digests...>", "plans that somebody has confirmed", [])
    .action(async (stacks: string[], options: Options) => {
      context.setExitCode(await deploy(stacks, options, context));
    });
}

async function deploy(stacks: readonly string[], options: Options, context: Context): Promise<number> {
  const { cwd } = context;
  const { judgement, chosen } = chooseStacks("deploy", stacks, options.plan, context);
  const plans = chosen.map((stack) => ({ stack, file: planFile(stack.roster, options.plan, context) }));
  const read: { readonly roster: Roster; readonly file: string; readonly report: ReviewReport }[] = [];
  for (const { stack, file } of plans) {
    const { roster } = stack;
    const json = await showPlan(roster.stack, file, context);
    read.push({
      roster,
      file,
      report: reportOf(json, stack, readLookups(roster.file, cwd), judgement, options.confirm),
    });
  }
  // All or none: a stop of one stack after another was applied would leave a pull request half-done.
  const stopped = read.filter(({ report }) => isStopped(report));
  if (stopped.length > 0) {
    context.stderr.write(stopped.map(({ report }) => reviewText(report)).join("\n"));
    return GUARDED;
  }
  for (const { roster, file } of read) await apply(roster, file, context);
  return 0;
}

function planFile({ stack }: Roster, given: string | undefined, { cwd }: Context): string {
  const file = given === undefined ? resolve(stackFolder(cwd, stack), PLAN_FILE) : resolve(cwd, given);
  if (existsSync(file)) return file;
  const message = `there is no plan of the stack ${stack}`;
  throw new Mistake([
    problem("plan", { file: given ?? PLAN_FILE, message, remedy: `run: npx subaccounts review ${stack}` }),
  ]);
}

async function apply(
  { stack, file: rosterFile }: Roster,
  file: string,
  { cwd, env, stdout, stderr }: Context,
): Promise<void> {
  stderr.write(`${stack}: applying the plan that was reviewed\n`);
  const {
    code,
    stdout: said,
    stderr: errors,
  } = await runTerraform(stackFolder(cwd, stack), ["apply", "-input=false", "-no-color", file], env);
  if (code === 0) {
    const [counts = "done"] = /Apply complete![^\n]*/.exec(said) ?? [];
    stdout.write(`${stack}: ${counts}\n`);
    return;
  }
  if (/Saved plan is stale/.test(errors)) {
    const message = `the state of ${stack} has changed since the plan was made, so that it is no longer what was reviewed; nothing was applied`;
    throw new Mistake([problem("plan", { file: rosterFile, message, remedy: `run: npx subaccounts review ${stack}` })]);
  }
  throw terraformMistake("apply", errors);
}
