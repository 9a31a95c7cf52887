/** What the linter found, as text for people, as JSON, and as SARIF 2.1.0 for code hosts. */
import type { Finding, Rule } from "../policies/lint/lint.ts";

/** One policy file and what was found in it. */
export interface LintedFile {
  /** Path as it was given, with forward slashes in SARIF. */
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** One line a finding (`file:line:column: error: path: message [rule]`), then one with the counts; ends with a line break. */
export function lintText(files: readonly LintedFile[]): string {
  const lines = files.flatMap(({ file, findings }) => findings.map((finding) => textLine(file, finding)));
  const count = (severity: Finding["severity"]) =>
    files.flatMap(({ findings }) => findings).filter((finding) => finding.severity === severity).length;
  const summary = `${plural(count("error"), "error")} and ${plural(count("warning"), "warning")} in ${plural(files.length, "file")}`;
  return `${[...lines, summary].join("\n")}\n`;
}

function textLine(file: string, { place, severity, path, message, rule }: Finding): string {
  const position = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return [position, severity, ...(path === "" ? [] : [path]), `${message} [${rule}]`].join(": ");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The files as they are, indented; ends with a line break. */
export function lintJson(files: readonly LintedFile[]): string {
  return `${JSON.stringify(files, null, 2)}\n`;
}

/**
 * A SARIF log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
 *
 * @param rules All rules that were applied, whether they found something or not.
 */
export function lintSarif(
  files: readonly LintedFile[],
  rules: readonly Pick<Rule, "id" | "severity" | "message">[],
): string {
  const run = {
    tool: {
      driver: {
        name: "subaccounts lint",
        rules: rules.map(({ id, severity, message }) => ({
          id,
          shortDescription: { text: message },
          defaultConfiguration: { level: severity },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    results: files.flatMap(({ file, findings }) =>
      findings.map((finding) => ({
        ruleId: finding.rule,
        ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
        level: finding.severity,
        message: { text: finding.message },
        locations: [location(file, finding)],
      })),
    ),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function location(file: string, { place, path }: Finding): object {
  const region = place === undefined ? {} : { region: { startLine: place.line, startColumn: place.column } };
  return {
    physicalLocation: { artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) }, ...region },
    ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
  };
}
