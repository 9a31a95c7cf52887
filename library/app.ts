/** The CDKTF app: reads every roster with its lookups, judges them, and makes one stack of each. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App } from "cdktf";
import { RosterStack, type RosterStackProps } from "../constructs/roster-stack.ts";
import { loadLookups } from "../lookups/load.ts";
import { isMistake, Mistake, type Problem, printProblem, problem, quoted } from "../problems/problems.ts";
import { loadRosters, readOccasion, rosterFiles } from "../roster/files.ts";
import { withoutStackTraces } from "../terraform/without-stack-traces.ts";
import { judge, requireAccepted, type Stack } from "../workplaces/workplaces.ts";

export interface AppOptions {
  /** Folder of cdktf.json, which paths of rosters are relative to. Default: the working folder. */
  readonly folder?: string;
  /** Variables such as SUBACCOUNTS_PENDING. Default: those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Makes the stack of a roster. Default: a {@link RosterStack}. */
  readonly makeStack?: (app: App, props: RosterStackProps) => RosterStack;
}

export interface LoadedStacks {
  /** What a {@link RosterStack} takes, one for each roster, in their order. */
  readonly stacks: readonly RosterStackProps[];
  /** Of all rosters. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the rosters that cdktf.json lists, with their lookups and templates, and proves them. The variable SUBACCOUNTS_STACKS names stacks,
 * with commas between them, which alone are made then; all are judged and proved together all the same.
 *
 * @throws Mistake with every problem of every roster
 */
export function loadStacks({ folder = process.cwd(), env = process.env }: AppOptions = {}): LoadedStacks {
  const bootstrapScript = readFileSync(join(import.meta.dirname, "../bootstrap/openclaw.sh"), "utf8");
  const read = loadLookups(loadRosters(rosterFiles(folder, env), folder), folder);
  // The proofs are let go of.
  const { stacks, warnings } = requireAccepted(judge(read, readOccasion(folder, env)));
  const wanted = new Set(env["SUBACCOUNTS_STACKS"]?.split(",").filter(Boolean));
  const unknown = [...wanted].filter((name) => !stacks.some(({ roster }) => roster.stack === name));
  if (unknown.length > 0) {
    const remedy = `there are ${stacks.map(({ roster }) => roster.stack).join(", ")}`;
    throw new Mistake(
      unknown.map((name) =>
        problem("stack-unknown", {
          message: `SUBACCOUNTS_STACKS names ${quoted(name)}, and there is no such stack`,
          remedy,
        }),
      ),
    );
  }
  const made = wanted.size === 0 ? stacks : stacks.filter((stack) => isMade(stack, wanted));
  return { stacks: made.map((stack) => ({ ...stack, bootstrapScript })), warnings };
}

/** Whether a stack is wanted, or takes somebody over from one that is, which then has to forget them. */
function isMade({ roster }: Stack, wanted: ReadonlySet<string>): boolean {
  const froms = roster.employees.flatMap(({ origin }) => (origin?.kind === "moved" ? [origin.stack] : []));
  return [roster.stack, ...froms].some((stack) => wanted.has(stack));
}

/**
 * What an app of `cdktf.json` does from beginning to end. A mistake in a roster is printed, and makes the exit code 1; nothing is written
 * then, not even the output folder.
 *
 * @throws only for mistakes of the program
 */
export function runApp(options: AppOptions = {}): void {
  try {
    const { stacks, warnings } = loadStacks(options);
    withoutStackTraces(() => synthesize(stacks, warnings, options.makeStack));
  } catch (error) {
    if (!isMistake(error)) throw error;
    // A mistake of the user, not of the program: its message is the whole answer.
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** After all is judged, because making an App already makes its output folder. */
function synthesize(
  stacks: LoadedStacks["stacks"],
  warnings: LoadedStacks["warnings"],
  makeStack: AppOptions["makeStack"] = (app, props) => new RosterStack(app, props),
): void {
  const app = new App();
  const made = stacks.map((props) => ({ roster: props.roster, blocks: makeStack(app, props) }));
  const givenUp = made.flatMap(({ blocks }) => blocks.givenUp);
  for (const { roster, blocks } of made) {
    blocks.forget(givenUp);
    for (const warning of warnings) {
      if (warning.file === roster.file) Annotations.of(blocks).addWarning(printProblem(warning));
    }
  }
  app.synth();
}
