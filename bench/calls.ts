/**
 * Which calls of the cloud's API a person costs, at the first deployment and at each plan after it, and what the documented rates make of
 * that: `npm run bench:calls [people]`, 40 unless given, with a server for every second one. Against the stand-in cloud and its plugin,
 * which makes the calls of the real provider.
 */
import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import { appCommand, subaccountsCommand } from "../files/program.ts";
import { documentedRate } from "../sandbox/api/rates.ts";
import { startCompany } from "./in-sandbox.ts";

const people = Number(process.argv[2] ?? 40);
const SERVER = "server: { bundle: bundle_starter_mc_promo_med4_02, blueprint: OpenClaw }";

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

const company = await startCompany(people, (index) => (index % 2 === 0 ? SERVER : "server: false"));
const { project, stack } = company;

/** Runs a program in the sandbox. @returns the calls that it made */
async function run(program: string, args: readonly string[], cwd: string): Promise<Map<string, number>> {
  calls = new Map();
  await company.run(program, args, cwd);
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
  const [program, command] = subaccountsCommand();
  await run(program, [command, "lookup"], project);
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
  await company.close();
}
