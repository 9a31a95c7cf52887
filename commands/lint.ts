/** `subaccounts lint`: checks policy files of any origin against the rules of CAM's policy language and of isolation. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { types } from "node:util";
import { Command, Option } from "commander";
import { LINT_RULES, type LintOptions, lintPolicy } from "../policies/lint/lint.ts";
import { type LintedFile, lintJson, lintSarif, lintText } from "../reports/lint.ts";
import type { Context } from "./context.ts";

const REPORTS = {
  text: lintText,
  json: lintJson,
  sarif: (files: readonly LintedFile[]) => lintSarif(files, LINT_RULES),
} as const;

type Format = keyof typeof REPORTS;

/** @param stdin What `-` reads; default: that of the process. */
export function lintCommand(
  { cwd, stdout, stderr, setExitCode }: Context,
  stdin: NodeJS.ReadableStream = process.stdin,
): Command {
  return new Command("lint")
    .summary("check policy files of any origin")
    .description(
      "Checks CAM policy documents: grammar, resources, limits, privileges that give away the account. Needs no key and no network.\n" +
        "Exit code 1 when there is an error; warnings alone are 0.",
    )
    .argument("<files...>", "policy files (JSON); - reads standard input")
    .addOption(new Option("--format <format>", "how to report").choices(Object.keys(REPORTS)).default("text"))
    .option("--owner-uin <uin>", "root account that every resource must name")
    .option("--app-id <id>", "app id of that account")
    .option("--region <region>", "region of the environments")
    .action(async (files: string[], { format, ...options }: LintOptions & { format: Format }) => {
      const linted: LintedFile[] = [];
      for (const file of files) {
        const policy = await readPolicyFile(file);
        if (policy !== undefined)
          linted.push({ file: file === "-" ? "stdin" : file, findings: lintPolicy(policy, options) });
      }
      stdout.write(REPORTS[format](linted));
      if (linted.some(({ findings }) => findings.some(({ severity }) => severity === "error"))) setExitCode(1);
    });

  async function readPolicyFile(file: string): Promise<string | undefined> {
    if (file === "-") return await text(stdin);
    try {
      return readFileSync(resolve(cwd, file), "utf8");
    } catch (error) {
      if (!(types.isNativeError(error) && "code" in error)) throw error;
      stderr.write(`${file}: cannot be read (${error.code}); name a policy file, or - for standard input\n`);
      setExitCode(1);
      return undefined;
    }
  }
}
