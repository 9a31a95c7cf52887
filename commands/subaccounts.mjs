#!/usr/bin/env node
/** Entry of the command line; the rest is TypeScript, which tsx runs as it is. */
import { register } from "tsx/esm/api";

register();
const { runCommandLine } = await import("./program.ts");
await runCommandLine(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  setExitCode: (code) => {
    process.exitCode = code;
  },
});
