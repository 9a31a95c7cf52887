/**
 * How long `subaccounts check` takes on the example roster, from a checkout and from the package, with Node.js doing nothing as the peer:
 * `npm run bench:check`. The first run of each is cold.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const RUNS = 7;

/** First run, and the median of the others, in seconds. */
function times(...args: string[]): readonly [first: number, warm: number] {
  const all = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return (performance.now() - start) / 1000;
  });
  const [first = 0, ...others] = all;
  return [first, others.sort((a, b) => a - b)[Math.floor(others.length / 2)] ?? 0];
}

const packaged = join(root, "dist/commands/subaccounts.mjs");
const built = existsSync(packaged);
if (!built) spawnSync(process.execPath, ["--import", "tsx", join(root, "packaging/build.ts")], { stdio: "inherit" });
const [, peer] = times("--eval", "0");
for (const [name, program] of [
  ["a checkout", join(root, "commands/subaccounts.mjs")],
  ["the package", packaged],
] as const) {
  const [first, warm] = times(program, "check");
  console.log(
    `check from ${name}: ${first.toFixed(2)} s, then ${warm.toFixed(2)} s; Node.js alone ${peer.toFixed(2)} s; ratio ${(warm / peer).toFixed(1)}`,
  );
}
