/**
 * Which calls of the cloud's API a person costs, at the first deployment and at each plan after it, and what the documented rates make of
 * that: `npm run bench:calls [people]`, 40 unless given, with a server for every second one. Against the stand-in cloud and its plugin,
 * which makes the calls of the real provider.
 */
import { spawn } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appCommand } from "../files/program.ts";
import { validRosters } from "../roster/files.ts";
import { documentedRate } from "../sandbox/api/rates.ts";
import { startSandbox } from "../sandbox/session.ts";

const people = Number(process.argv[2] ?? 40);
const folder = mkdtempSync(join(tmpdir(), "bench-calls-"));
writeFileSync(
  join(folder, "cdktf.json"),
  JSON.stringify({ app: appCommand(), context: { rosters: ["employees.yaml"] } }),
);
writeFileSync(
  join(folder, "employees.yaml"),
  `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal } }
employees:
${Array.from({ length: people }, (_, index) => `  - { name: e${String(index).padStart(4, "0")}, server: ${index % 2 === 0 ? "{ bundle: bundle_starter_mc_promo_med4_02, blueprint: OpenClaw }" : "false"} }\n`).join("")}`,
);

/** By action; those of one step. */
let calls = new Map<string, number>();
subscribe("http.server.request.start", (message: unknown) => {
  const { request } =
    typeof message === "object" && message !== null && "request" in message ? message : { request: undefined };
  if (!(request instanceof IncomingMessage)) return;
  const { "x-tc-action": action, host = "" } = request.headers;
  const service = /^(?:[\w.]*)/.exec(String(request.headers["authorization"] ?? "").split("/")[2] ?? "")?.[0] ?? host;
  if (action !== undefined) calls.set(`${service}:${action}`, (calls.get(`${service}:${action}`) ?? 0) + 1);
});

const sandbox = await startSandbox({ folder, rosters: validRosters(["employees.yaml"], folder), provider: "plugin" });
const { project } = sandbox.workspace;
const stack = join(project, "cdktf.out/stacks/employees");

/** Runs a program in the sandbox. @returns the calls that it made */
async function run(program: string, args: readonly string[], cwd: string): Promise<Map<string, number>> {
  calls = new Map();
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...sandbox.variables }).filter(([, value]) => value !== undefined),
  );
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
  return calls;
}

/** Each action with its calls a person, and the seconds a person that its documented rate makes of them: the slowest is the bound. */
function table(title: string, made: ReadonlyMap<string, number>): void {
  const rows = [...made].map(([action, count]) => ({
    action,
    each: count / people,
    seconds: count / people / documentedRate(action),
  }));
  rows.sort((a, b) => b.seconds - a.seconds);
  const all = rows.reduce((sum, { each }) => sum + each, 0);
  console.log(
    `${title}: ${all.toFixed(1)} calls a person; bound by ${rows[0]?.action}: ${((rows[0]?.seconds ?? 0) * 1000).toFixed(0)} s for 1,000 people`,
  );
  for (const { action, each, seconds } of rows.slice(0, 8)) {
    console.log(
      `  ${action.padEnd(40)} ${each.toFixed(2).padStart(6)} a person, ${documentedRate(action)} a second: ${(seconds * 1000).toFixed(0)} s for 1,000`,
    );
  }
}

try {
  await run(process.execPath, [join(import.meta.dirname, "../commands/subaccounts.mjs"), "lookup"], project);
  await run("sh", ["-c", appCommand()], project);
  await run("terraform", ["init", "-input=false"], stack);
  table(
    "first deployment",
    await run("terraform", ["apply", "-auto-approve", "-input=false", "-parallelism=20"], stack),
  );
  table(
    "a plan after it, which reads everything",
    await run("terraform", ["plan", "-input=false", "-parallelism=20"], stack),
  );
  table(
    "a plan without reading (review --fast)",
    await run("terraform", ["plan", "-input=false", "-refresh=false"], stack),
  );
} finally {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}
