/** Runs the app and the command line as users do: as processes, in a folder with their own rosters. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createWritable } from "listr2";
import { z } from "zod";
import type { CloudContext } from "../../../commands/connect.ts";
import { runCommandLine } from "../../../commands/program.ts";

export const REPOSITORY = resolve(import.meta.dirname, "../../..");
export const TSX = pathToFileURL(join(REPOSITORY, "node_modules/tsx/dist/loader.mjs")).href;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A new folder with the given files, and with the example roster and its lookups where no roster is given. */
export function projectWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  for (const file of ["cdktf.json", "employees.yaml", "employees.lookups.json"]) {
    copyFileSync(join(REPOSITORY, file), join(folder, file));
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** `node --import tsx main.ts`, as cdktf.json has it. @param main Another copy of the app to run. */
export function runApp(folder: string, main: string = join(REPOSITORY, "main.ts")): Promise<Outcome> {
  return run(process.execPath, ["--import", TSX, main], folder);
}

/** `npx subaccounts …` without a process of its own, which takes longer to start than most commands to run. */
export async function runHere(
  folder: string,
  args: readonly string[],
  context: Partial<CloudContext> = {},
): Promise<Outcome> {
  const outcome = { code: 0, stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") =>
    z.custom<NodeJS.WriteStream>().parse(
      createWritable((text) => {
        outcome[name] += text;
      }),
    );
  const whole = {
    env: process.env,
    ...context,
    cwd: folder,
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    setExitCode: (code: number) => {
      outcome.code = code;
    },
  };
  await runCommandLine(args, whole);
  return outcome;
}

/** `npx subaccounts …` */
export function runCommand(folder: string, ...args: string[]): Promise<Outcome> {
  return run(process.execPath, [join(REPOSITORY, "commands/subaccounts.mjs"), ...args], folder);
}

export function run(program: string, args: readonly string[], folder: string, env = {}): Promise<Outcome> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      text.stderr += chunk;
    });
    child.on("error", failed).on("close", (code) => done({ code, ...text }));
  });
}

/** What a run left in a folder besides what projectWith put there. */
export function newFiles(folder: string, given: readonly string[]): string[] {
  const known = new Set(["cdktf.json", "employees.yaml", "employees.lookups.json", ...given]);
  return readdirSync(folder).filter((file) => !known.has(file));
}
