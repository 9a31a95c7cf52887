/**
 * How long the app takes for 100 to 1,000 employees with policies and servers, how much memory, and how that compares with a bare
 * CDKTF program that writes the same number of blocks. Run by hand: `npm run bench:synth`. Timings vary; read the ratios. The two
 * programs run in turn, so that what else the machine does meets both; processor time suffers less from it than time on the clock.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "..");
const tsx = import.meta.resolve("tsx");
/** Few of large ones. */
const runsOf = (employees: number) => (employees > MOST ? 2 : 5);

/** A root account has a thousand sub-accounts at most, and each has a roster of its own here. */
const MOST = 1000;

function project(employees: number): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  const files = Array.from({ length: Math.ceil(employees / MOST) }, (_, index) => `employees${index}.yaml`);
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ context: { rosters: files } }));
  for (const [index, file] of files.entries()) {
    const count = Math.min(MOST, employees - index * MOST);
    const names = Array.from({ length: count }, (_, each) => `e${index}x${String(each).padStart(4, "0")}`);
    writeRoster(join(folder, file), `10000000000${index + 1}`, names);
  }
  return folder;
}

function writeRoster(path: string, ownerUin: string, names: readonly string[]): void {
  writeFileSync(
    path,
    `account: { ownerUin: "${ownerUin}", region: ap-shanghai }
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
    path.replace(".yaml", ".lookups.json"),
    JSON.stringify({
      account: { appId: "1250000000", ownerUin },
      blueprints: { OpenClaw: { id: "lhbp-oc2026ab" } },
      bundles: { bundle_starter_mc_promo_med4_02: { cpu: 2, memory: 4, disk: 60 } },
      environments: Object.fromEntries(environments),
    }),
  );
}

/** One run of a program, or what is typical of several. */
interface Cost {
  /** On the clock, from start to exit. */
  readonly seconds: number;
  /** Of all processors, for the program and for the system on its behalf, as the program itself reports it. */
  readonly processorSeconds: number;
  /** Peak, as the program itself reports it. */
  readonly megabytes: number;
}

const REPORT = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write("used " + JSON.stringify(process.resourceUsage())));',
)}`;

function run(folder: string, program: readonly string[]): Cost {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", REPORT, "--import", tsx, ...program], {
    cwd: folder,
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  const used = /used (\{.*\})/.exec(stderr)?.[1];
  if (status !== 0 || used === undefined) throw new Error(`${program.join(" ")} failed:\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(used);
  return { seconds, processorSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

/** Median of the times, and the highest peak. */
function typical(runs: readonly Cost[]): Cost {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    seconds: middle(runs.map((each) => each.seconds)),
    processorSeconds: middle(runs.map((each) => each.processorSeconds)),
    megabytes: Math.max(...runs.map((each) => each.megabytes)),
  };
}

function text({ seconds, processorSeconds, megabytes }: Cost): string {
  return `${seconds.toFixed(2)} s (${processorSeconds.toFixed(2)} s of processors), ${megabytes.toFixed(0)} MB`;
}

function blocks(folder: string): number {
  const stacks = join(folder, "cdktf.out/stacks");
  return readdirSync(stacks).reduce((all, stack) => {
    const { resource, output } = JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8"));
    const named: object[] = Object.values(resource);
    return named.reduce((sum: number, each) => sum + Object.keys(each).length, all + Object.keys(output).length);
  }, 0);
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 250, 500, 1000];
for (const employees of sizes) {
  const [app, bare] = [project(employees), mkdtempSync(join(tmpdir(), "bench-bare-"))];
  const runs = Array.from({ length: runsOf(employees) }, () => ({
    ours: run(app, [join(repository, "main.ts")]),
    theirs: run(bare, [join(repository, "bench/bare.ts"), String(employees)]),
  }));
  const ours = typical(runs.map((each) => each.ours));
  const theirs = typical(runs.map((each) => each.theirs));
  const ratios = [ours.seconds / theirs.seconds, ours.processorSeconds / theirs.processorSeconds];
  console.log(
    `${employees} employees: ${text(ours)}, ${blocks(app)} blocks; bare: ${text(theirs)}, ${blocks(bare)} blocks; ` +
      `ratio ${ratios.map((ratio) => ratio.toFixed(2)).join(" on the clock, ")} of processors`,
  );
  for (const folder of [app, bare]) rmSync(folder, { recursive: true, force: true });
}
