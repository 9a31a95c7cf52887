/** The option `--format` of all commands that report problems. */
import { Option } from "commander";
import {
  type Problem,
  problemsGithub,
  problemsJson,
  problemsSarif,
  problemsText,
  type RuleDescription,
} from "../problems/problems.ts";

export const FORMATS = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof FORMATS)[number];

export function formatOption(): Option {
  return new Option("--format <format>", "how to report").choices(FORMATS).default("text");
}

/** @param tool For SARIF: `subaccounts check`. */
export function printProblems(
  problems: readonly Problem[],
  format: Format,
  tool: string,
  rules: readonly RuleDescription[] = [],
): string {
  if (format === "json") return problemsJson(problems);
  if (format === "github") return problemsGithub(problems);
  return format === "sarif" ? problemsSarif(problems, tool, rules) : problemsText(problems);
}
