#!/usr/bin/env node
/** Entry of the command line; the rest is TypeScript, which tsx runs as it is. */
import { createInterface } from "node:readline/promises";
import { register } from "tsx/esm/api";

register();
const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;

async function ask(question) {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

const { runCommandLine } = await import("./program.ts");
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
