/** `subaccounts demo`: the whole loop on the first roster, against the stand-in cloud. */
import { Command } from "commander";
import { withSandboxPackages } from "../sandbox/installed.ts";
import type { Context } from "./context.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function demoCommand({ env, cwd, stdout, stderr, setExitCode }: Context): Command {
  return new Command("demo")
    .summary("the whole loop on the roster, without an account")
    .description(
      "Looks up, plans, deploys, tries the isolation, edits a copy of the roster, reviews and deploys again: all against a stand-in\n" +
        "for Tencent Cloud on this machine. No account, no key, no money; nothing outside of .sandbox/ is written.",
    )
    .action(async () => {
      const { runDemo } = await withSandboxPackages(() => import("../sandbox/demo/run.ts"));
      const interrupted = new AbortController();
      const stop = (signal: NodeJS.Signals) => interrupted.abort(signal);
      for (const signal of SIGNALS) process.on(signal, stop);
      try {
        await runDemo({ folder: cwd, env, stdout, stderr, signal: interrupted.signal });
      } finally {
        for (const signal of SIGNALS) process.off(signal, stop);
        // A signal ends the steps, and with them this process.
        if (interrupted.signal.aborted) setExitCode(130);
      }
    });
}
