/** `subaccounts diff`: `cdktf diff` for every stack, which cdktf itself does for one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Command } from "commander";
import { cdktfCommand } from "../files/program.ts";
import { rosterFiles, validRosters } from "../roster/files.ts";
import type { Context } from "./context.ts";
import { stacksNamed } from "./reviewed.ts";

export function diffCommand({ env, cwd, setExitCode }: Context): Command {
  return new Command("diff")
    .summary("`cdktf diff` for every stack")
    .description(
      "Runs `cdktf diff` for one stack after the other, or for those that are named, and stops where one fails.",
    )
    .argument("[stacks...]", "names of stacks; default: of all rosters in cdktf.json")
    .action(async (names: string[]) => {
      const stacks = validRosters(rosterFiles(cwd, env), cwd).map(({ stack }) => stack);
      for (const stack of stacksNamed(names, stacks, (each) => each)) {
        const child = spawn(cdktfCommand()[0], [cdktfCommand()[1], "diff", stack], {
          ...{ cwd, stdio: "inherit" },
          env: { CHECKPOINT_DISABLE: "1", ...env },
        });
        const [code, signal] = await once(child, "close");
        if (code === 0) continue;
        setExitCode(typeof code === "number" ? code : signal === "SIGINT" ? 130 : 143);
        return;
      }
    });
}
