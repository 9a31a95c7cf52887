/**
 * How many calls `subaccounts lookup` makes for a company, against one call an employee, as a script does that asks for each environment:
 * `npm run bench:lookups [people]`, 1,000 unless given.
 */
import { spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { subaccountsCommand } from "../files/program.ts";
import { validRosters } from "../roster/files.ts";
import { startSandbox } from "../sandbox/session.ts";

/** What a call takes from an office to the cloud and back, in seconds. */
const LATENCY = 0.05;

const people = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(tmpdir(), "bench-lookups-"));
writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ context: { rosters: ["employees.yaml"] } }));
writeFileSync(
  join(folder, "employees.yaml"),
  `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal } }
employees:
${Array.from({ length: people }, (_, index) => `  - { name: e${String(index).padStart(4, "0")} }\n`).join("")}`,
);
let calls = 0;
subscribe("http.server.request.start", () => {
  calls += 1;
});
const sandbox = await startSandbox({ folder, rosters: validRosters(["employees.yaml"], folder), provider: "plugin" });
try {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...sandbox.variables }).filter(([, value]) => value !== undefined),
  );
  const start = performance.now();
  const [program, command] = subaccountsCommand();
  const child = spawn(program, [command, "lookup"], {
    cwd: sandbox.workspace.project,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`lookup ended with ${code}`);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${people} people: ${calls} calls, ${seconds.toFixed(2)} s here, ${(seconds + calls * LATENCY).toFixed(1)} s at ${LATENCY * 1000} ms a call; ` +
      `one call each: ${people} calls, ${(people * LATENCY).toFixed(0)} s; ratio ${(calls / people).toFixed(4)} of the calls`,
  );
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}
