/** `subaccounts sandbox`: the stand-in cloud, to explore or to run one command in. */
import { once } from "node:events";

import { Command, InvalidArgumentError, Option } from "commander";
import { rosterFiles, validRosters } from "../roster/files.ts";

import { SandboxError } from "../sandbox/error.ts";
import { withSandboxPackages } from "../sandbox/installed.ts";
import type { Variables } from "../sandbox/variables.ts";
import type { Context } from "./context.ts";

interface Options {
  readonly roster?: string[];
  readonly run?: boolean;
  readonly realProvider?: boolean;
  readonly state?: string;
  readonly unfilteredDescribeEnvs: "own" | "refuse";
  readonly documentedRates?: boolean;
  readonly policyEffect: number;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function sandboxCommand({ env, cwd, stdout, stderr, setExitCode }: Context): Command {
  return new Command("sandbox")
    .summary("a stand-in for Tencent Cloud on this machine")
    .description(
      "Starts a stand-in for the Tencent Cloud API on loopback, with the environments that the rosters speak of, and prints the\n" +
        "variables that make Terraform, the SDKs and the CloudBase tools meet it. Works on a copy of the rosters in .sandbox/project;\n" +
        "nothing outside of .sandbox/ is written, but the file of --state. Ctrl-C ends it. With --run, it runs one command there and ends with it.",
    )
    .option("--roster <files...>", "roster files of one root account; default: the list in cdktf.json")
    .argument("[command...]", "with --run: the command and its arguments")
    .option("--run", "run a command inside the sandbox, then stop; put both last")
    .option("--real-provider", "let Terraform use the real provider, pointed at the sandbox, in place of the plugin")
    .option("--state <file>", "keep the cloud in this file, and the workspace, until the next run")
    .addOption(
      new Option("--unfiltered-describe-envs <answer>", "what a sub-account's DescribeEnvs without an id answers")
        .choices(["own", "refuse"])
        .default("own"),
    )
    .option("--documented-rates", "answer RequestLimitExceeded above the documented rates")
    .option("--policy-effect <seconds>", "how late policy changes take effect; really about 60", seconds, 0)
    .passThroughOptions()
    .action(async (command: string[], options: Options) => {
      if ((options.run ?? false) !== command.length > 0) {
        throw new SandboxError(
          "sandbox: `--run` and a command go together; write `npx subaccounts sandbox --run <command>`",
        );
      }
      // Loaded only here, since the rest of the command line should not wait for it.
      const [{ startSandbox }, { runInForeground }] = await withSandboxPackages(() =>
        Promise.all([import("../sandbox/session.ts"), import("../sandbox/child.ts")]),
      );
      const rosters = validRosters(options.roster ?? rosterFiles(cwd, env), cwd);
      const sandbox = await startSandbox({
        folder: cwd,
        rosters,
        provider: options.realProvider ? "real" : "plugin",
        ...(options.state === undefined ? {} : { stateFile: options.state }),
        settings: {
          unfilteredDescribeEnvs: options.unfilteredDescribeEnvs,
          documentedRates: options.documentedRates ?? false,
          policyEffect: options.policyEffect * 1000,
        },
      });
      const { api, workspace, variables } = sandbox;
      const interrupted = new AbortController();
      const stop = (signal: NodeJS.Signals) => {
        // On a terminal, Ctrl-C reaches the command by itself, and a second signal would make Terraform give up without saving.
        if (command.length === 0 || signal !== "SIGINT" || !process.stdin.isTTY) interrupted.abort(signal);
      };
      for (const signal of SIGNALS) process.on(signal, stop);
      try {
        if (command.length === 0) {
          stdout.write(exports(variables));
          stderr.write(
            `\nThe sandbox listens on ${api.url}. In another terminal: paste the lines above, cd ${quoted(workspace.project)}\n` +
              `Faults and settings: curl -H "Authorization: Bearer ${api.controlToken}" ${api.url}/_sandbox/faults\nCtrl-C ends it.\n`,
          );
          if (!interrupted.signal.aborted) await once(interrupted.signal, "abort");
        } else {
          const child = { folder: workspace.project, env, variables, signal: interrupted.signal };
          setExitCode(await runInForeground(command, child));
        }
      } finally {
        for (const signal of SIGNALS) process.off(signal, stop);
        await sandbox.close();
      }
    });
}

/** @throws InvalidArgumentError for what is no number of seconds. */
function seconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("Write a number of seconds, such as 60.");
  return Number(text);
}

/** Lines for a shell. */
function exports(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => (value === undefined ? `unset ${name}\n` : `export ${name}=${quoted(value)}\n`))
    .join("");
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
