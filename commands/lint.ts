/** `subaccounts lint`: checks policies against the rules of CAM's policy language and of isolation: files of any origin, or what a roster makes. */
import { text } from "node:stream/consumers";
import { Command, Option } from "commander";
import { readText } from "../files/files.ts";
import { linterFor } from "../policies/lint/declared.ts";
import { type Finding, LINT_RULES, type LintOptions } from "../policies/lint/lint.ts";
import { PROFILES, profileNamed } from "../policies/profiles/profiles.ts";
import { isMistake, type Problem, problemsText } from "../problems/problems.ts";
import { counted } from "../reports/words.ts";
import { isFinding, listPolicies } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { type Format, formatOption, printProblems } from "./format.ts";
import { judgeRosters } from "./judged.ts";

type Options = Pick<LintOptions, "ownerUin" | "appId" | "region"> & {
  readonly format: Format;
  readonly profile?: string;
};

/** What was linted. */
interface Linted {
  readonly problems: readonly Problem[];
  /** How many policies. */
  readonly count: number;
}

/** @param stdin What `-` reads; default: that of the process. */
export function lintCommand(context: Context, stdin: NodeJS.ReadableStream = process.stdin): Command {
  const { cwd, stdout, stderr, setExitCode } = context;
  return new Command("lint")
    .summary("check policies: files of any origin, or those of the roster")
    .description(
      "Checks CAM policy documents: grammar, resources, limits, privileges that give away the account. Needs no key and no network.\n" +
        "Without a file: the policies of the rosters in cdktf.json, less what their profiles declare and waivers accept.\n" +
        "Exit code 1 when there is an error; warnings alone are 0.",
    )
    .argument("[files...]", "policy files (JSON); - reads standard input")
    .addOption(formatOption())
    .addOption(new Option("--profile <name>", "leave out what the profile declares").choices(Object.keys(PROFILES)))
    .option("--owner-uin <uin>", "root account that every resource must name")
    .option("--app-id <id>", "app id of that account")
    .option("--region <region>", "region of the environments")
    .action(async (files: string[], { format, profile, ...options }: Options) => {
      const { problems, count } = files.length === 0 ? lintRosters() : await lintFiles(files, profile, options);
      if (format === "text") {
        stdout.write(problemsText(problems, { withRule: true }));
        stdout.write(`${summary(problems, count)}\n`);
      } else stdout.write(printProblems(problems, format, "subaccounts lint", LINT_RULES));
      if (problems.some(({ severity }) => severity === "error")) setExitCode(1);
    });

  async function lintFiles(
    files: readonly string[],
    profile: string | undefined,
    options: LintOptions,
  ): Promise<Linted> {
    const problems: Problem[] = [];
    const lint = linterFor({ profile: profile === undefined ? undefined : profileNamed(profile) });
    for (const file of files) {
      try {
        const policy = file === "-" ? await text(stdin) : readText(file, { base: cwd, within: "/" });
        const found = lint(policy, options);
        problems.push(...found.map((finding) => ({ file: file === "-" ? "stdin" : file, ...problemOf(finding) })));
      } catch (error) {
        if (!isMistake(error)) throw error;
        problems.push(...error.problems);
      }
    }
    return { problems, count: files.length };
  }

  function lintRosters(): Linted {
    const { judgement } = judgeRosters([], context);
    const others = judgement.errors.filter((error) => !isFinding(error));
    stderr.write(problemsText(others));
    if (others.length > 0) setExitCode(1);
    const linters = new Map(Object.entries(PROFILES).map(([name, profile]) => [name, linterFor({ profile })]));
    const linted = judgement.stacks.flatMap(({ roster, account, workplaces }) =>
      workplaces.flatMap(({ employee, policies }) => {
        const { policy, waivers, name, line, column } = employee;
        const lint =
          ("profile" in policy ? linters.get(policy.profile) : undefined) ??
          linterFor({ waived: waivers.map(({ action }) => action) });
        const { ownerUin, appId } = account;
        return listPolicies(policies).map(({ name: policyName, document }) =>
          lint(document, { ownerUin, appId, policyName }).map((finding) => {
            const message = `${policyName}: ${finding.message}`;
            return { ...problemOf(finding), file: roster.file, line, column, employee: name, message };
          }),
        );
      }),
    );
    return { problems: linted.flat(), count: linted.length };
  }
}

function problemOf({ rule, severity, path, message, place }: Finding): Problem {
  return { rule, severity, ...place, ...(path === "" ? {} : { path }), message };
}

function summary(problems: readonly Problem[], policies: number): string {
  const count = (severity: Problem["severity"]) => problems.filter((problem) => problem.severity === severity).length;
  return `${counted(count("error"), "error")} and ${counted(count("warning"), "warning")} in ${counted(policies, "policy", "policies")}`;
}
