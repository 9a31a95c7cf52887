/** Problems as a SARIF 2.1.0 log, which code hosts show at the lines of a pull request. */
import { printable } from "./printable.ts";
import type { Problem, Severity } from "./problem.ts";

/** What a rule asks for; listed in the log whether it found something or not. */
export interface RuleDescription {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence without a full stop. */
  readonly message: string;
}

/**
 * A SARIF log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html); ends with a line break.
 *
 * @param tool the command: `subaccounts check`
 * @param rules all rules that were applied; one that a problem names and that is not among them is added
 */
export function problemsSarif(
  problems: readonly Problem[],
  tool: string,
  rules: readonly RuleDescription[] = [],
): string {
  const unlisted = [...new Set(problems.map(({ rule }) => rule))].filter((id) => !rules.some((rule) => rule.id === id));
  const ids = [...rules.map(({ id }) => id), ...unlisted];
  const run = {
    tool: {
      driver: {
        name: tool,
        rules: [
          ...rules.map(({ id, severity, message }) => ({
            id,
            shortDescription: { text: message },
            defaultConfiguration: { level: severity },
          })),
          ...unlisted.map((id) => ({ id })),
        ],
      },
    },
    columnKind: "utf16CodeUnits",
    results: problems.map((problem) => ({
      ruleId: problem.rule,
      ruleIndex: ids.indexOf(problem.rule),
      level: problem.severity,
      message: { text: messageText(problem) },
      locations: locations(problem),
    })),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function messageText({ employee, message, remedy }: Problem): string {
  const said = remedy === undefined ? message : `${message}; ${remedy}`;
  return printable(employee === undefined ? said : `${employee}: ${said}`);
}

function locations({ file, line, column, path }: Problem): object[] {
  if (file === undefined) return [];
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return [
    {
      physicalLocation: { artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) }, ...region },
      ...(path === undefined || path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
    },
  ];
}
