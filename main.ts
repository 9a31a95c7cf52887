/** The CDKTF app: reads every roster with its lookups, judges them, and makes one stack of each. Run by `cdktf synth`, `diff` and `deploy`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App } from "cdktf";
import { RosterStack } from "./constructs/roster-stack.ts";
import { loadLookups } from "./lookups/load.ts";
import { isMistake, type Problem, printProblem } from "./problems/problems.ts";
import { loadRosters, readOccasion, rosterFiles } from "./roster/files.ts";
import { withoutStackTraces } from "./terraform/without-stack-traces.ts";
import { judge, requireAccepted, type Stack } from "./workplaces/workplaces.ts";

function main(): void {
  const { stacks, warnings } = accepted(process.cwd());
  const bootstrapScript = readFileSync(join(import.meta.dirname, "bootstrap/openclaw.sh"), "utf8");
  withoutStackTraces(() => {
    const app = new App();
    const made = stacks.map((stack) => ({ ...stack, blocks: new RosterStack(app, { ...stack, bootstrapScript }) }));
    const givenUp = made.flatMap(({ blocks }) => blocks.givenUp);
    for (const { roster, blocks } of made) {
      blocks.forget(givenUp);
      for (const warning of warnings) {
        if (warning.file === roster.file) Annotations.of(blocks).addWarning(printProblem(warning));
      }
    }
    app.synth();
  });
}

/** Everything is read and judged before the app exists, because making an App already makes its output folder. The proofs are let go of. */
function accepted(folder: string): { readonly stacks: readonly Stack[]; readonly warnings: readonly Problem[] } {
  const read = loadLookups(loadRosters(rosterFiles(folder, process.env), folder), folder);
  const { stacks, warnings } = requireAccepted(judge(read, readOccasion(folder, process.env)));
  return { stacks, warnings };
}

try {
  main();
} catch (error) {
  if (!isMistake(error)) throw error;
  // A mistake of the user, not of the program: its message is the whole answer.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
