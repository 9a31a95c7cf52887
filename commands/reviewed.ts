/** Plans of stacks as `review` and `deploy` take them: read, told, and held against the guard. */
import { join } from "node:path";
import {
  type BundlePrice,
  guardFindings,
  hadBefore,
  initialize,
  type Plan,
  planDigest,
  readPlan,
  requireTerraform,
  reviewOf,
  stackFolder,
} from "../deployments/deployments.ts";
import type { Lookups } from "../lookups/lookups.ts";
import { Mistake, problem } from "../problems/problems.ts";
import type { ReviewReport } from "../reports/review.ts";
import { type Judgement, requireAccepted, type Stack, waysThatChange } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { judgeRosters } from "./judged.ts";

/** Name of the file of a stack's plan, in the folder where Terraform runs. It holds secrets, as the state does. */
export const PLAN_FILE = "reviewed.tfplan";

/** Exit code of a plan that must be confirmed first; 1 is an error, and Terraform itself uses 2. */
export const GUARDED = 3;

/** Whether somebody must confirm the plan, and nobody has. */
export function isStopped({ guard, isConfirmed }: ReviewReport): boolean {
  return guard.length > 0 && !isConfirmed;
}

/**
 * The stacks that a command is about, of rosters that are accepted.
 *
 * @param plan A plan that is named, which is of one stack.
 * @throws Mistake for the name of no stack, and for a plan of several
 */
export function chooseStacks(
  command: "review" | "deploy",
  wanted: readonly string[],
  plan: string | undefined,
  context: Context,
): { readonly judgement: Judgement; readonly chosen: readonly Stack[] } {
  const judgement = requireAccepted(judgeRosters([], context).judgement);
  const chosen = stacksNamed(wanted, judgement.stacks, ({ roster }) => roster.stack);
  if (plan !== undefined && chosen.length !== 1) {
    const remedy = `name the stack: npx subaccounts ${command} <stack> --plan <file>`;
    throw new Mistake([problem("plan", { message: "a plan is of one stack", remedy })]);
  }
  return { judgement, chosen };
}

/** Those that are named, or all where none is. @throws Mistake for the name of no stack */
export function stacksNamed<T>(
  wanted: readonly string[],
  all: readonly T[],
  nameOf: (each: T) => string,
): readonly T[] {
  const names = all.map(nameOf);
  const unknown = wanted.filter((stack) => !names.includes(stack));
  if (unknown.length > 0) {
    throw new Mistake(
      unknown.map((stack) =>
        problem("stack-unknown", { message: `there is no stack ${stack}`, remedy: `there are ${names.join(", ")}` }),
      ),
    );
  }
  return all.filter((each) => wanted.length === 0 || wanted.includes(nameOf(each)));
}

/** Plans a synthesized stack into {@link PLAN_FILE}. @returns what `terraform show -json` prints of it: never to be shown or stored */
export async function planStack(stack: string, { cwd, env }: Context, isFast = false): Promise<string> {
  const folder = stackFolder(cwd, stack);
  await initialize(folder, stack, env);
  await requireTerraform(
    folder,
    ["plan", "-input=false", "-no-color", ...(isFast ? ["-refresh=false"] : []), `-out=${PLAN_FILE}`],
    env,
  );
  return showPlan(stack, PLAN_FILE, { cwd, env });
}

/** @param file Of the plan, relative to the stack's folder or absolute. */
export function showPlan(stack: string, file: string, { cwd, env }: Pick<Context, "cwd" | "env">): Promise<string> {
  return requireTerraform(stackFolder(cwd, stack), ["show", "-json", "-no-color", file], env);
}

/** @param confirmed Digests that somebody has confirmed. */
export function reportOf(
  json: string,
  stack: Stack,
  lookups: Lookups | undefined,
  judgement: Judgement,
  confirmed: readonly string[],
): ReviewReport {
  const { stack: name, guard: settings } = stack.roster;
  const price: BundlePrice = (bundle) => {
    const { bundles = {} } = lookups ?? {};
    return Object.hasOwn(bundles, bundle) ? bundles[bundle]?.price : undefined;
  };
  const plan = readPlan(json, join("cdktf.out/stacks", name, PLAN_FILE));
  const review = reviewOf(plan, name, price);
  const guard = guardFindings(review, settings);
  const digest = planDigest(json, name);
  const isolation = Object.keys(review.counts).length === 0 ? [] : isolationLines(stack, judgement, plan);
  return { review, guard, digest, isConfirmed: confirmed.includes(digest), isolation };
}

/** Of the people of one roster: the verdict after the change, and the ways that it opens or closes. */
function isolationLines(stack: Stack, { proofs }: Judgement, plan: Plan): string[] {
  const names = new Set(stack.workplaces.map(({ employee }) => employee.name));
  const verdicts = proofs
    .filter(({ account }) => account.ownerUin === stack.account.ownerUin)
    .map(({ proof }) => {
      const own = proof.verdicts.filter(({ subject }) => names.has(subject));
      const count = (verdict: string) => own.filter((each) => each.verdict === verdict).length;
      return `isolation after: ${count("isolated")} isolated, ${count("excepted")} excepted, ${count("violated")} violated`;
    });
  const ways = waysThatChange(stack, hadBefore(plan));
  return [
    ...verdicts,
    ...ways.flatMap(({ name, opens, closes }) => [
      ...(opens.length === 0 ? [] : [`ways that open for ${name}: ${opens.join(", ")}`]),
      ...(closes.length === 0 ? [] : [`ways that close for ${name}: ${closes.join(", ")}`]),
    ]),
  ];
}
