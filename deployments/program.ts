/** Runs a program and keeps what it prints. */
import { spawn } from "node:child_process";

export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the program is a line for the shell. Default: false. */
  readonly shell?: boolean;
}

/** @throws Error where the program cannot be started */
export function runProgram(
  program: string,
  args: readonly string[],
  { folder, env, shell = false }: ProgramOptions,
): Promise<ProgramRun> {
  const defined = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      ...{ cwd: folder, shell, env: Object.fromEntries(defined) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (part: string) => {
        text[name] += part;
      });
    }
    child.on("error", failed);
    child.on("close", (code) => done({ code: code ?? 1, ...text }));
  });
}
