/**
 * How long the app takes for 100 to 1,000 employees with policies and servers, how much memory, and how that compares with a bare
 * CDKTF program that writes the same number of blocks. Run by hand: `npm run bench:synth`. Timings vary; read the ratio.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
const tsx = import.meta.resolve("tsx");
const RUNS = 5;

function project(employees: number): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  const names = Array.from({ length: employees }, (_, index) => `e${String(index).padStart(4, "0")}`);
  copyFileSync(join(repository, "cdktf.json"), join(folder, "cdktf.json"));
  writeFileSync(
    join(folder, "employees.yaml"),
    `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: { bundle: bundle_starter_mc_promo_med4_02 } }
employees:
${names.map((name) => `  - name: ${name}\n    email: ${name}@example.com\n    environment: { id: ${name}-8grqda2hfc2f62bb }\n`).join("")}`,
  );
  const environments = names.map((name) => [
    `${name}-8grqda2hfc2f62bb`,
    {
      alias: name,
      region: "ap-shanghai",
      package: "baas_personal",
      storageBucket: `6465-${name}-8grqda2hfc2f62bb-1250000000`,
      hostingBucket: `7374-${name}-8grqda2hfc2f62bb-1250000000`,
      logs: { logsetId: `3a6c1d90-${name}-4d4c-9d3c-1f4f8c9a7b02`, topicId: `7d1f02b6-${name}-4a0e-8f0b-5a2c4e6d8b02` },
    },
  ]);
  writeFileSync(
    join(folder, "employees.lookups.json"),
    JSON.stringify({
      account: { appId: "1250000000", ownerUin: "100000000001" },
      blueprints: { OpenClaw: { id: "lhbp-oc2026ab" } },
      environments: Object.fromEntries(environments),
    }),
  );
  return folder;
}

/** Median of the wall clock in seconds, and peak memory in megabytes as the program itself reports it. */
function measure(folder: string, program: readonly string[]): { seconds: number; megabytes: number } {
  const report = `data:text/javascript,${encodeURIComponent(
    'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS));',
  )}`;
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--import", report, "--import", tsx, ...program], {
      cwd: folder,
      encoding: "utf8",
    });
    const peak = /peak (\d+)/.exec(stderr)?.[1];
    if (status !== 0 || peak === undefined) throw new Error(`${program.join(" ")} failed:\n${stderr}`);
    return { seconds: (performance.now() - start) / 1000, megabytes: Number(peak) / 1024 };
  });
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return {
    seconds: middle(runs.map((run) => run.seconds)),
    megabytes: Math.max(...runs.map((run) => run.megabytes)),
  };
}

function blocks(folder: string): number {
  const { resource, output } = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/employees/cdk.tf.json"), "utf8"));
  const named: object[] = Object.values(resource);
  return named.reduce((sum, each) => sum + Object.keys(each).length, Object.keys(output).length);
}

for (const employees of [100, 250, 500, 1000]) {
  const [app, bare] = [project(employees), mkdtempSync(join(tmpdir(), "bench-bare-"))];
  const ours = measure(app, [join(repository, "main.ts")]);
  const theirs = measure(bare, [join(repository, "bench/bare.ts"), String(employees)]);
  console.log(
    `${employees} employees: ${ours.seconds.toFixed(2)} s, ${ours.megabytes.toFixed(0)} MB, ${blocks(app)} blocks; ` +
      `bare: ${theirs.seconds.toFixed(2)} s, ${blocks(bare)} blocks; ratio ${(ours.seconds / theirs.seconds).toFixed(2)}`,
  );
  for (const folder of [app, bare]) rmSync(folder, { recursive: true, force: true });
}
