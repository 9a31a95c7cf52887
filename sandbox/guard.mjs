/**
 * Runs a command and ends it when the sandbox that started it is gone, even killed: `node guard.mjs <command> [argument ...]`. The
 * sandbox holds the other end of stream 3, which the system closes whatever happens.
 */
import { spawn } from "node:child_process";
import { Socket } from "node:net";

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: "inherit" });

// Not a file stream: its blocking read would keep this process from ending.
const lifeline = new Socket({ fd: 3 });
lifeline.on("close", () => child.kill("SIGTERM"));
lifeline.resume();

// A signal for the group reaches the command as well; one for this process alone is handed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

child.on("error", (error) => {
  const reason =
    error.code === "ENOENT" ? "there is no such command on the PATH; install it and run this again" : error.message;
  process.stderr.write(`${program}: ${reason}\n`);
  process.exit(127);
});
child.on("close", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
