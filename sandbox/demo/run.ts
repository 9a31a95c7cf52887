/** The whole loop on the first roster of a folder, against the stand-in cloud: no account, no key, no money. */
import { relative } from "node:path";
import { Listr } from "listr2";
import { rosterFiles, validRosters } from "../../roster/files.ts";
import { SandboxError } from "../error.ts";
import { startSandbox } from "../session.ts";
import { findTerraform, TERRAFORM_VARIABLE } from "../terraform.ts";
import { Demo } from "./demo.ts";

export interface DemoRun {
  /** Folder of cdktf.json. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Ends the steps. */
  readonly signal: AbortSignal;
}

/** @throws SandboxError for a step that did not do what it says */
export async function runDemo({ folder, env, stdout, stderr, signal }: DemoRun): Promise<void> {
  const { program, version } = findTerraform(env, () =>
    stderr.write("Neither terraform nor tofu is on the PATH: Terraform is fetched with npm, once.\n"),
  );
  const [roster] = validRosters(rosterFiles(folder, env), folder);
  if (roster === undefined) throw new SandboxError("cdktf.json lists no roster");
  const sandbox = await startSandbox({ folder, rosters: [roster], provider: "plugin", lookups: false });
  try {
    stdout.write(`${version}, a stand-in for Tencent Cloud on ${sandbox.api.url}, the roster ${roster.file}\n\n`);
    const demo = new Demo({
      sandbox,
      roster,
      env: { ...env, [TERRAFORM_VARIABLE]: program, NO_COLOR: "1" },
      signal,
    });
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
    const project = relative(folder, sandbox.workspace.project);
    stdout.write(
      `\nEvery step did what it says. What was run is in ${project}, and what it printed in ${relative(folder, sandbox.workspace.logs)}.\n` +
        "Next, with your own employees.yaml: npx subaccounts sandbox --run sh -c 'npx subaccounts lookup && npx cdktf diff'\n" +
        'Or with your own account: README.md, "With your own account"\n',
    );
  } finally {
    await sandbox.close();
  }
}
