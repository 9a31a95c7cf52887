/** The proof of isolation as text for people: who can reach what, on which way, and what the proof takes for granted. */
import type { IsolationFinding, IsolationProof, PathFinding, PathStatus } from "../policies/isolation.ts";

/** What a report says of an invariant: `I3`, `nothing of one employee reaches a resource of another`. */
export type InvariantTitles = Readonly<Record<IsolationFinding["invariant"], string>>;

/**
 * A report of the whole roster: the verdict, the invariants with what breaks them, the known ways out, the assumptions. Findings that
 * differ in nothing but the employee are one line. Ends with a line break.
 *
 * @param titles `INVARIANTS` of the proof.
 */
export function isolationText(proof: IsolationProof, titles: InvariantTitles): string {
  const { holds, subjects, pairs, findings, paths, assumptions } = proof;
  const verdict = holds ? "holds" : "does not hold";
  const scope = `${plural(subjects, "employee")}, ${plural(pairs, "ordered pair")}`;
  return [
    `Isolation ${verdict} for ${scope}, as far as policies can show it.`,
    "",
    ...Object.entries(titles).flatMap(([invariant, title]) =>
      invariantLines(
        `${invariant} ${title}`,
        findings.filter((finding) => finding.invariant === invariant),
      ),
    ),
    "",
    "Known ways out of a policy:",
    ...paths.flatMap(pathLines),
    "",
    "What this rests on and no policy shows:",
    ...assumptions.flatMap(({ text, check }) => [`  - ${text}`, `    To check: ${check}`]),
    "",
  ].join("\n");
}

function invariantLines(title: string, findings: readonly IsolationFinding[]): string[] {
  const broken = findings.filter(({ accepted }) => !accepted);
  const accepted = findings.filter((finding) => finding.accepted);
  const verdict = broken.length > 0 ? "broken" : accepted.length > 0 ? "but for what is declared" : "holds";
  return [
    `${title}: ${verdict}`,
    ...grouped(broken).map((line) => `  violation: ${line}`),
    ...grouped(accepted).map((line) => `  declared: ${line}`),
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

const STATUS: Readonly<Record<PathStatus, string>> = {
  open: "open",
  "open-unless": "open, unless",
  blocked: "blocked:",
  closed: "closed:",
};

function pathLines({ id, title, status, by, subjects, source }: PathFinding): string[] {
  const state = by === undefined ? STATUS[status] : `${STATUS[status]} ${by}`;
  const lines = [`  ${id} ${title}`, `     ${state} (${enumeration(subjects)})`];
  return status === "closed" ? lines : [...lines, `     source: ${source}`];
}

/** `alice, bob, carol and 997 more`. */
function enumeration(names: readonly string[]): string {
  const shown = 3;
  return names.length > shown + 1
    ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`
    : names.join(", ");
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
