/** The CDKTF app: reads every roster with its lookups and makes one stack of each. Run by `cdktf synth`, `diff` and `deploy`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { type FilledRoster, fillRoster } from "./constructs/filled-roster.ts";
import { proveRosters, refuseViolations } from "./constructs/isolation.ts";
import { RosterStack } from "./constructs/roster-stack.ts";
import { withoutStackTraces } from "./constructs/without-stack-traces.ts";
import { loadWorkplaces } from "./lookups/load.ts";
import { isMistake } from "./problems/problems.ts";
import { loadRosters, rosterFiles } from "./roster/files.ts";

function main(): void {
  const folder = process.cwd();
  // Everything is read and checked before the app exists, because making an App already makes its output folder.
  const resolved = loadRosters(rosterFiles(folder, process.env), folder).map((roster) => {
    return { roster, ...loadWorkplaces(roster, folder) };
  });
  const stacks = resolved.map(fillRoster);
  proveIsolated(stacks);
  const bootstrapScript = readFileSync(join(import.meta.dirname, "bootstrap/openclaw.sh"), "utf8");

  withoutStackTraces(() => {
    const app = new App();
    for (const stack of stacks) new RosterStack(app, { ...stack, bootstrapScript });
    app.synth();
  });
}

/** Apart from `main`, so that a thousand employees' proof is not kept in memory while their stack is made. */
function proveIsolated(stacks: readonly FilledRoster[]): void {
  const proofs = proveRosters(stacks);
  refuseViolations(proofs);
  for (const warning of proofs.flatMap(({ warnings }) => warnings)) process.stderr.write(`${warning}\n`);
}

try {
  main();
} catch (error) {
  if (!isMistake(error)) throw error;
  // A mistake of the user, not of the program: its message is the whole answer.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
