/** The rest of the report on isolation: every finding, every known way out, and every check of what no policy shows. */
import type {
  Assumption,
  IsolationFinding,
  IsolationProof,
  PathFinding,
  PathStatus,
} from "../policies/isolation/isolation.ts";
import { enumeration } from "./words.ts";

/** What a report says of an invariant: `I3`, `nothing of one employee reaches a resource of another`. */
export type InvariantTitles = Readonly<Record<IsolationFinding["invariant"], string>>;

/** Findings that differ in nothing but the employee are one line. */
export function detailLines({ findings, paths, assumptions }: IsolationProof, titles: InvariantTitles): string[] {
  return [
    "",
    "All findings:",
    ...Object.entries(titles).flatMap(([invariant, title]) =>
      invariantLines(
        `${invariant} ${title}`,
        findings.filter((finding) => finding.invariant === invariant),
      ),
    ),
    "",
    "All known ways around isolation:",
    ...[...new Set(paths.map(({ id }) => id))].flatMap((id) => pathLines(paths.filter((path) => path.id === id))),
    "",
    "What this rests on and no policy shows:",
    ...assumptions.flatMap(assumptionLines),
  ];
}

function invariantLines(title: string, findings: readonly IsolationFinding[]): string[] {
  const broken = findings.filter(({ accepted }) => !accepted);
  const accepted = findings.filter((finding) => finding.accepted);
  const state = broken.length > 0 ? "broken" : accepted.length > 0 ? "broken as declared" : "holds";
  return [
    `  ${title}: ${state}`,
    ...grouped(broken).map((line) => `    violation: ${line}`),
    ...grouped(accepted).map((line) => `    declared: ${line}`),
  ];
}

/** One line for all findings that say the same of different employees, in the order of the first of each. */
function grouped(findings: readonly IsolationFinding[]): string[] {
  const lines = new Map<string, Set<string>>();
  for (const finding of findings) {
    const line = findingLine(finding);
    const subjects = lines.get(line) ?? new Set();
    subjects.add(finding.subject);
    lines.set(line, subjects);
  }
  return Array.from(lines, ([line, subjects]) => `${enumeration([...subjects])}: ${line}`);
}

function findingLine({ message, resource, path, conditional, others, statement, invariant }: IsolationFinding): string {
  const notes = [
    ...(path === undefined ? [] : [path]),
    ...(invariant === "I3" ? [`by ${resource}`, others === "every" ? "everybody" : enumeration(others)] : []),
    ...(statement === undefined ? [] : [placeOf(statement)]),
    ...(conditional ? ["when its condition holds"] : []),
  ];
  return notes.length === 0 ? message : `${message} (${notes.join("; ")})`;
}

function placeOf({ document, statement }: NonNullable<IsolationFinding["statement"]>): string {
  return `statement[${statement}] of ${document === "boundary" ? "the boundary" : `policy ${document + 1}`}`;
}

const STATUSES: readonly PathStatus[] = ["open", "open-unless", "blocked", "closed"];

const WORDS: Readonly<Record<PathStatus, string>> = {
  open: "open",
  "open-unless": "open, unless",
  blocked: "blocked:",
  closed: "closed:",
};

/** One way out: first whom it is open to, last whom it is closed to, and its source where that matters to anybody. */
function pathLines(findings: readonly PathFinding[]): string[] {
  const sorted = STATUSES.flatMap((status) => findings.filter((finding) => finding.status === status));
  const [first] = sorted;
  if (first === undefined) return [];
  return [
    `  ${first.id} ${first.title}`,
    ...sorted.map(({ status, by, subjects }) => {
      const state = by === undefined ? WORDS[status] : `${WORDS[status]} ${by}`;
      return `     ${state} (${enumeration(subjects)})`;
    }),
    ...(first.status === "closed" ? [] : [`     source: ${first.source}`]),
  ];
}

function assumptionLines({ text, check, breakableBy = [] }: Assumption): string[] {
  const risk = breakableBy.length === 0 ? [] : [`    Can be broken by their own policies: ${enumeration(breakableBy)}`];
  return [`  - ${text}`, ...risk, `    To check: ${check}`];
}
