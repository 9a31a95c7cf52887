/** `npm run demo`: the whole loop on the example roster, against the stand-in cloud: no account, no key, no money. */
import { relative, resolve } from "node:path";
import { Listr } from "listr2";
import { isMistake } from "../../problems/problems.ts";
import { rosterFiles, validRosters } from "../../roster/files.ts";
import { SandboxError } from "../error.ts";
import { withSandboxPackages } from "../installed.ts";
import { findTerraform, TERRAFORM_VARIABLE } from "../terraform.ts";

const root = resolve(import.meta.dirname, "../..");

async function main(signal: AbortSignal): Promise<void> {
  const [{ startSandbox }, { Demo }] = await withSandboxPackages(() =>
    Promise.all([import("../session.ts"), import("./demo.ts")]),
  );
  const { program, version } = findTerraform(process.env, () =>
    process.stderr.write("Neither terraform nor tofu is on the PATH: Terraform is fetched with npm, once.\n"),
  );
  const [roster] = validRosters(rosterFiles(root, process.env), root);
  if (roster === undefined) throw new SandboxError("cdktf.json lists no roster");
  const sandbox = await startSandbox({ folder: root, root, rosters: [roster], provider: "plugin", lookups: false });
  try {
    process.stdout.write(
      `${version}, a stand-in for Tencent Cloud on ${sandbox.api.url}, the roster ${roster.file}\n\n`,
    );
    const env = { ...process.env, [TERRAFORM_VARIABLE]: program, NO_COLOR: "1" };
    const demo = new Demo({ sandbox, roster, root, env, signal });
    const steps = new Listr(
      demo.steps().map(({ title, run }) => ({
        title,
        task: async (_, line): Promise<void> => {
          line.output = await run();
        },
        rendererOptions: { persistentOutput: true, outputBar: Number.POSITIVE_INFINITY },
      })),
      { renderer: "default", fallbackRenderer: "simple", rendererOptions: { collapseErrors: false } },
    );
    await steps.run();
    const project = relative(process.cwd(), sandbox.workspace.project);
    process.stdout.write(
      `\nEvery step did what it says. What was run is in ${project}, and what it printed in ${relative(process.cwd(), sandbox.workspace.logs)}.\n` +
        "Next, with your own employees.yaml: npx subaccounts sandbox --run sh -c 'npx subaccounts lookup && npx cdktf diff'\n" +
        'Or with your own account: README.md, "With your own account"\n',
    );
  } finally {
    await sandbox.close();
  }
}

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => interrupted.abort(name));
try {
  await main(interrupted.signal);
} catch (error) {
  if (!(error instanceof SandboxError || isMistake(error))) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
// A signal ends the steps, and with them this process.
if (interrupted.signal.aborted) process.exitCode = 130;
