/** The option `--format` of all commands that report problems. */
import { Option } from "commander";
import { type Problem, problemsJson, problemsSarif, problemsText, type RuleDescription } from "../problems/problems.ts";

export const FORMATS = ["text", "json", "sarif"] as const;
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
  return format === "sarif" ? problemsSarif(problems, tool, rules) : problemsText(problems);
}
