/** `subaccounts diff`: `cdktf diff` for every stack, which cdktf itself does for one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { cdktfCommand } from "../files/program.ts";
import { rosterFiles, validRosters } from "../roster/files.ts";
import type { Context } from "./context.ts";
import { stacksNamed } from "./reviewed.ts";

export function diffCommand(context: Context): Command {
  return new Command("diff")
    .summary("`cdktf diff` for every stack")
    .description(
      "Runs `cdktf diff` for one stack after the other, or for those that are named, and stops where one fails. In a log it leaves out the\n" +
        "moving lines that cdktf writes for terminals.",
    )
    .argument("[stacks...]", "names of stacks; default: of all rosters in cdktf.json")
    .action(async (names: string[]) => {
      const { env, cwd, setExitCode } = context;
      const stacks = validRosters(rosterFiles(cwd, env), cwd).map(({ stack }) => stack);
      for (const stack of stacksNamed(names, stacks, (each) => each)) {
        const code = await diff(stack, context);
        if (code === 0) continue;
        setExitCode(code);
        return;
      }
    });
}

async function diff(stack: string, { cwd, env, stdout, stderr }: Context): Promise<number> {
  const isTerminal = stdout.isTTY === true;
  const [program, cdktf] = cdktfCommand();
  const child = spawn(program, [cdktf, "diff", stack], {
    cwd,
    env: { CHECKPOINT_DISABLE: "1", ...env },
    stdio: isTerminal ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  const lines = [stillLines(child.stdout, stdout), stillLines(child.stderr, stderr)];
  const [code, signal] = await once(child, "close");
  await Promise.all(lines);
  if (typeof code === "number") return code;
  return signal === "SIGINT" ? 130 : 143;
}

/** What stands still of what a program prints: no spinner, no cursor movements, no empty lines in a row. */
async function stillLines(from: NodeJS.ReadableStream | null, to: NodeJS.WritableStream): Promise<void> {
  if (from === null) return;
  let before = "";
  for await (const line of createInterface({ input: from })) {
    const text = stripVTControlCharacters(line).trimEnd();
    if (/^\s*[\u2800-\u28ff]/.test(text) || (text === "" && before === "")) continue;
    to.write(`${text}\n`);
    before = text;
  }
}
