/**
 * How long Terraform takes to deploy a company into the sandbox, and whose time that is: `node --import tsx bench/deploy.ts [employees]`,
 * 1,000 unless given, each with a policy and a server. Run by hand, on Linux: CPU times are read from /proc.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { validRosters } from "../roster/files.ts";
import { TERRAFORM_STATE_PATH } from "../sandbox/api/terraform-state.ts";
import { startSandbox } from "../sandbox/session.ts";

const ROOT = resolve(import.meta.dirname, "..");
const TSX = import.meta.resolve("tsx");
const PARALLELISM = 50;
/** Milliseconds between two looks at the CPU time of a process; what it uses after the last one is not seen. */
const SAMPLE = 50;
/** A second in the times of /proc: USER_HZ, which is 100 on every platform of Node (man 5 proc). */
const CLOCK_TICKS = 100;

const Started = z.object({
  project: z.string(),
  url: z.string(),
  token: z.string(),
  variables: z.record(z.string(), z.string()),
});
const Used = z.object({ requests: z.number(), cpuSeconds: z.number() });
type Started = z.output<typeof Started>;

if (process.send === undefined) await measure(Number(process.argv[2] ?? 1000));
else await serve(process.argv[2] ?? "");

/** The sandbox's process. Answers any message with the requests and the CPU time since the one before. */
async function serve(folder: string): Promise<void> {
  let requests = 0;
  subscribe("http.server.request.start", () => {
    requests += 1;
  });
  const rosters = validRosters(["employees.yaml"], folder);
  const { api, workspace, variables } = await startSandbox({ folder, rosters, provider: "plugin" });
  const started: Started = {
    project: workspace.project,
    url: api.url,
    token: api.controlToken,
    variables: Object.fromEntries(
      Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
  process.send?.(started);
  process.on("disconnect", () => process.exit());
  let before = process.cpuUsage();
  process.on("message", () => {
    const { user, system } = process.cpuUsage(before);
    process.send?.({ requests, cpuSeconds: (user + system) / 1e6 });
    before = process.cpuUsage();
    requests = 0;
  });
}

async function measure(employees: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-deploy-"));
  writeProject(folder, employees);
  const sandbox = fork(import.meta.filename, [folder], { execArgv: ["--import", TSX] });
  try {
    const started = Started.parse(await next(sandbox));
    const stack = join(started.project, "cdktf.out/stacks/employees");
    const command = [join(ROOT, "commands/subaccounts.mjs"), "lookup"];
    await run("lookup", process.execPath, command, started.project, started, sandbox);
    await run("synth", process.execPath, ["--import", TSX, join(ROOT, "main.ts")], started.project, started, sandbox);
    writeFileSync(join(stack, "backend_override.tf.json"), backend(started));
    const terraform = (name: string, ...args: string[]) => run(name, "terraform", args, stack, started, sandbox);
    await terraform("init", "init", "-input=false");
    await terraform("deploy", "apply", "-input=false", "-auto-approve", `-parallelism=${PARALLELISM}`);
    await terraform("second plan", "plan", "-input=false", "-detailed-exitcode", `-parallelism=${PARALLELISM}`);
  } finally {
    sandbox.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeProject(folder: string, employees: number): void {
  const names = Array.from({ length: employees }, (_, index) => `e${String(index).padStart(4, "0")}`);
  writeFileSync(join(folder, "cdktf.json"), '{ "context": { "rosters": ["employees.yaml"] } }\n');
  writeFileSync(
    join(folder, "employees.yaml"),
    `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: { bundle: bundle_starter_mc_promo_med4_02, blueprint: OpenClaw } }
employees:
${names.map((name) => `  - { name: ${name}, email: ${name}@example.com }\n`).join("")}`,
  );
}

/** Terraform merges files of this name over the backend that the app wrote. */
function backend({ url }: Started): string {
  const address = `${url}${TERRAFORM_STATE_PATH}/employees`;
  return JSON.stringify({
    terraform: { backend: { http: { address, lock_address: address, unlock_address: address } } },
  });
}

/** Runs a step to its end, and prints how long it took and who used the CPU. @throws Error with its output where it fails. */
async function run(
  step: string,
  program: string,
  args: readonly string[],
  cwd: string,
  { variables, token }: Started,
  sandbox: ChildProcess,
): Promise<void> {
  await usage(sandbox);
  const start = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...variables, TF_HTTP_USERNAME: "terraform", TF_HTTP_PASSWORD: token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
  }
  const seconds = new Map<number, number>();
  const sampling = setInterval(() => sample(child.pid ?? 0, seconds), SAMPLE);
  const [code]: unknown[] = await once(child, "close");
  clearInterval(sampling);
  const wall = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${step}: exit code ${code}\n${output.join("").slice(-3000)}`);
  const { requests, cpuSeconds: api } = await usage(sandbox);
  const own = seconds.get(child.pid ?? 0) ?? 0;
  const plugin = [...seconds.values()].reduce((sum, each) => sum + each, 0) - own;
  const share = (part: number) => `${part.toFixed(1)} s (${Math.round((100 * part) / (own + plugin + api))} %)`;
  console.log(
    `${step}: ${wall.toFixed(1)} s; CPU: ${program === "terraform" ? `terraform ${share(own)}, plugin ${share(plugin)}` : `program ${share(own)}`}, ` +
      `API ${share(api)}; ${requests} requests, ${Math.round(requests / wall)} a second`,
  );
}

/** CPU seconds of a process and of those that it has started, as far as they run now. */
function sample(pid: number, seconds: Map<number, number>): void {
  let children: string[];
  try {
    // The name of the program, in parentheses, may have blanks; user and system time are the 12th and 13th field behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    seconds.set(pid, (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS);
    // Go starts processes from any of its threads.
    children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" "),
    );
  } catch (error) {
    // It has ended in the meantime.
    if (error instanceof Error && /ENOENT|ESRCH/.test(error.message)) return;
    throw error;
  }
  for (const child of children.filter(Boolean)) sample(Number(child), seconds);
}

async function usage(sandbox: ChildProcess) {
  sandbox.send("usage");
  return Used.parse(await next(sandbox));
}

async function next(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, "message");
  return message;
}
