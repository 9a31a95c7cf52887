/** Runs commands inside a sandbox, and leaves none of them behind. */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { stripVTControlCharacters } from "node:util";
import type { Variables } from "./variables.ts";

export interface ChildOptions {
  readonly folder: string;
  /** Environment of the sandbox's own process, which the variables go on top of. */
  readonly env: Variables;
  readonly variables: Variables;
  /** Ends the command and whatever it has started. */
  readonly signal?: AbortSignal;
}

/** Lets the command use the terminal. @returns its exit code; 128 and more after a signal, as shells count. */
export function runInForeground(command: readonly string[], options: ChildOptions): Promise<number> {
  return run(command, options, "inherit").exit;
}

/** Writes what the command prints to a file. @returns exit code and output, without colours and cursor movements */
export async function runLogged(
  command: readonly string[],
  log: string,
  options: ChildOptions,
): Promise<{ code: number; output: string }> {
  const { child, exit } = run(command, options, "pipe");
  const file = createWriteStream(log);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      file.write(text);
    });
  }
  const code = await exit;
  file.end();
  await finished(file);
  // CDKTF moves the cursor and colours its output even where there is no terminal.
  return { code, output: stripVTControlCharacters(output) };
}

const GUARD = join(import.meta.dirname, "guard.mjs");

function run(command: readonly string[], options: ChildOptions, stdio: "inherit" | "pipe") {
  const { folder, env, variables, signal } = options;
  const merged = Object.entries({ ...env, ...variables }).filter(([, value]) => value !== undefined);
  const own =
    stdio === "inherit" ? (["inherit", "inherit", "inherit"] as const) : (["ignore", "pipe", "pipe"] as const);
  const child = spawn(process.execPath, [GUARD, ...command], {
    cwd: folder,
    env: Object.fromEntries(merged),
    // The guard sees the end of this process, however it comes, as the end of the fourth stream.
    stdio: [...own, "pipe"],
    // A group of its own where it has no terminal, so that Terraform and its plugins end with it.
    detached: stdio === "pipe",
  });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    const name = signal?.reason === "SIGINT" ? "SIGINT" : "SIGTERM";
    process.kill(stdio === "pipe" ? -child.pid : child.pid, name);
  };
  signal?.addEventListener("abort", end, { once: true });
  const exit = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", end);
      resolve(code ?? 128 + (killedBy === "SIGINT" ? 2 : 15));
    });
  });
  return { child, exit };
}
