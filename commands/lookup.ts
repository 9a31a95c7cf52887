/** `subaccounts lookup`: fills the lookups files of rosters from the cloud, or checks that they are up to date. */
import { Command } from "commander";
import { Listr, ListrLogger, ProcessOutput } from "listr2";
import { indexEnvironments } from "../lookups/environment-index.ts";
import { lookupCommandLine, lookupsMissing, lookupsPath, readLookups, writeLookups } from "../lookups/file.ts";
import { lookUp, lookupChanges } from "../lookups/lookup.ts";
import type { Lookups } from "../lookups/lookups.ts";
import { isMistake, type Problem, problem } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { readOccasion, rosterFiles, validRosters } from "../roster/files.ts";
import type { Roster } from "../roster/roster.ts";
import { type CloudContext, connect } from "./connect.ts";
import { type Format, formatOption, printProblems } from "./format.ts";

export interface LookupOptions {
  /** Writes nothing, and fails where a file is stale or missing. */
  readonly check?: boolean;
  /** Takes the blueprints that are found now, whatever is pinned. */
  readonly repin?: boolean;
  /** Default: text. */
  readonly format?: Format;
}

export function lookupCommand(context: CloudContext): Command {
  return new Command("lookup")
    .summary("fill the lookups files from the cloud")
    .description(
      "Looks up the account, the environments and the blueprints and bundles of servers of each roster in Tencent Cloud and " +
        "writes them to <roster>.lookups.json, to be committed. Reads the API key from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY " +
        "(and TENCENTCLOUD_TOKEN for a temporary key). TENCENTCLOUD_ENDPOINT (host[:port]), TENCENTCLOUD_DOMAIN and " +
        "TENCENTCLOUD_PROTOCOL (HTTP or HTTPS) send the calls elsewhere. Changes nothing in the cloud.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .option("--check", "write nothing; exit code 1 where a file is stale or missing")
    .option(
      "--repin",
      "take the blueprint ids that are found now in place of pinned ones, for new servers; others keep their image",
    )
    .addOption(formatOption())
    .action(async (rosters: string[], options: LookupOptions) => {
      context.setExitCode(await lookup(rosters, options, context));
    });
}

/**
 * Looks up one roster after the other. A roster that fails keeps its file, and does not keep the others from theirs.
 *
 * @returns the exit code: 1 after any error, and with `check` where a file is stale
 */
export async function lookup(files: readonly string[], options: LookupOptions, context: CloudContext): Promise<number> {
  const { env, cwd, stdout, stderr } = context;
  const { check = false, repin = false, format = "text" } = options;
  const results: string[] = [];
  const stale: Problem[] = [];
  const failures: unknown[] = [];
  try {
    const rosters = validRosters(files.length > 0 ? files : rosterFiles(cwd, env), cwd);
    const connection = connect(context);
    const { preview } = readOccasion(cwd, env);
    await withProgress(stderr, rosters, async (roster, report) => {
      try {
        const previous = readLookups(roster.file, cwd);
        const clients = connection.clients(roster.account.region, report);
        const next = await lookUp({ roster, clients, report, preview }, repin ? withoutBlueprints(previous) : previous);
        const changes = lookupChanges(previous, next);
        // No change is no reason to touch a file, also not one that an earlier version wrote in its own way.
        if (changes.length > 0 && !check) writeLookups(roster.file, cwd, next);
        else if (changes.length > 0) stale.push(staleProblem(roster, changes, previous === undefined));
        results.push(
          resultOf(roster, next, changes, check ? (previous === undefined ? "missing" : "stale") : "written"),
        );
      } catch (error) {
        failures.push(error);
        throw new Error("see below");
      }
    });
  } catch (error) {
    failures.push(error);
  }
  const mistakes = failures.filter(isMistake);
  const bug = failures.find((error) => !isMistake(error));
  if (bug !== undefined) throw bug;
  if (format === "text") {
    for (const result of results) stdout.write(`${result}\n`);
    for (const { message } of mistakes) stderr.write(`${message}\n`);
  } else {
    const problems = [...mistakes.flatMap((mistake) => mistake.problems), ...stale];
    stdout.write(printProblems(problems, format, "subaccounts lookup"));
  }
  return mistakes.length > 0 || stale.length > 0 ? 1 : 0;
}

/** Bundles stay pinned: a server keeps one that is sold out. */
function withoutBlueprints(previous: Lookups | undefined): Lookups | undefined {
  return previous === undefined ? undefined : { ...previous, blueprints: {} };
}

function staleProblem({ file }: Roster, changes: readonly string[], isMissing: boolean): Problem {
  if (isMissing) return lookupsMissing(file);
  const message = `stale: ${changes.join("; ")}`;
  return problem("lookups-stale", { file: lookupsPath(file), message, remedy: `run: ${lookupCommandLine(file)}` });
}

/** Runs the task for each roster with a line of progress: live on a terminal, plain lines elsewhere. A task that throws shows as failed. */
async function withProgress(
  stream: NodeJS.WriteStream,
  rosters: readonly Roster[],
  task: (roster: Roster, report: (progress: string) => void) => Promise<void>,
): Promise<void> {
  const logger = new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(stream) });
  const list = new Listr(
    rosters.map((roster) => ({
      title: `look up ${roster.file}`,
      task: (_, line): Promise<void> =>
        task(roster, (progress) => {
          line.output = progress;
        }),
    })),
    {
      exitOnError: false,
      renderer: "default",
      // The message of a failure comes at the end, in full.
      rendererOptions: { logger, showErrorMessage: false },
      // Some pipelines give a terminal of no width, which would get one letter a line.
      fallbackRendererCondition: !stream.isTTY || stream.columns === 0,
      fallbackRenderer: "simple",
      fallbackRendererOptions: { logger },
    },
  );
  await list.run();
}

/** @param state what to say of the file where there are changes */
function resultOf(
  { file, employees }: Roster,
  { environments }: Lookups,
  changes: readonly string[],
  state: "missing" | "stale" | "written",
): string {
  const path = lookupsPath(file);
  const find = indexEnvironments(Object.entries(environments), ([id, { alias }]) => ({ id, alias }));
  const there = employees.filter(({ environment: { reference } }) => find(reference).length > 0).length;
  const pending = employees.length - there;
  const toMake = pending === 0 ? "" : `, those of ${pending} are to be made`;
  const found = `${file}: the environments of ${counted(there, "employee")} found${toMake}`;
  if (changes.length === 0) return `${found}; nothing changed in ${path}`;
  const lines = changes.map((line) => `  ${line}`).join("\n");
  if (state === "written") return `${found}; ${path} written:\n${lines}`;
  return `${path} is ${state}; run: ${lookupCommandLine(file)}\n${lines}`;
}
