/**
 * Measures how long the provider plugin takes from its start to its handshake line. Terraform pays that 2 to 5 times a
 * command; it has to stay under 200 ms. Run: `npx tsx bench/plugin-start.ts`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildMirror } from "../sandbox/provider/mirror.ts";
import { COOKIE } from "../sandbox/provider/protocol/handshake.ts";

const STARTS = 21;

const folder = mkdtempSync(join(tmpdir(), "plugin-start-"));
try {
  const began = performance.now();
  const executable = await buildMirror(folder);
  const size = Math.round(statSync(executable).size / 1024);
  process.stdout.write(`bundled in ${Math.round(performance.now() - began)} ms, ${size} KiB\n`);
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) times.push(await startTime(executable));
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? Number.NaN);
  process.stdout.write(
    `start to handshake, ${STARTS} starts: median ${at(0.5)} ms, fastest ${at(0)}, slowest ${at(1)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

async function startTime(executable: string): Promise<number> {
  const began = performance.now();
  const plugin = spawn(executable, { env: { PATH: process.env["PATH"], [COOKIE.name]: COOKIE.value } });
  const ended = once(plugin, "exit");
  await once(plugin.stdout, "data");
  const time = performance.now() - began;
  plugin.kill();
  await ended;
  return time;
}
