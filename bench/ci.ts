/** Fails where a ratio has doubled since it was recorded: `npm run bench:ci`. Ratios and not times, since machines differ. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Recorded in docs/performance.md. */
const RECORDED = [
  { bench: "synth.ts", args: ["100"], ratio: 1.7 },
  { bench: "proof.ts", args: ["1000"], ratio: 12 },
] as const;

for (const { bench, args, ratio } of RECORDED) {
  const program = join(import.meta.dirname, bench);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", program, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${bench} failed:\n${stderr}`);
  process.stdout.write(stdout);
  const now = Number(/ratio ([\d.]+)/.exec(stdout)?.[1]);
  if (!(now < 2 * ratio)) {
    process.stderr.write(
      `${bench}: the ratio is ${now}, and was ${ratio} when it was recorded; see docs/performance.md\n`,
    );
    process.exitCode = 1;
  }
}
