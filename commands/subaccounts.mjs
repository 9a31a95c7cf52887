#!/usr/bin/env node
/** Entry of the command line. In a checkout tsx runs the TypeScript as it is; the package has JavaScript. */
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";

const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;

async function ask(question) {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

const places = ["./program.ts", "./program.js", "../dist/commands/program.js"];
const program = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
if (program?.pathname.endsWith(".ts")) (await import("tsx/esm/api")).register();
const { runCommandLine } = await import(program?.href);
await runCommandLine(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  ...(isTerminal ? { ask } : {}),
  setExitCode: (code) => {
    process.exitCode = code;
  },
});
