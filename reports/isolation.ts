/** The proof of isolation as text for people: who can reach what, on which way, and what the proof takes for granted. */
import type {
  Assumption,
  IsolationFinding,
  IsolationProof,
  PathFinding,
  PathStatus,
} from "../policies/isolation/isolation.ts";

/** What a report says of an invariant: `I3`, `nothing of one employee reaches a resource of another`. */
export type InvariantTitles = Readonly<Record<IsolationFinding["invariant"], string>>;

/**
 * A report of the whole roster: the verdict, the invariants with what breaks them, the known ways out, the assumptions. Findings that
 * differ in nothing but the employee are one line. Ends with a line break.
 *
 * @param titles `INVARIANTS` of the proof.
 */
export function isolationText(proof: IsolationProof, titles: InvariantTitles): string {
  const { subjects, pairs, findings, paths, assumptions } = proof;
  return [
    `${headline(proof)} (${plural(subjects, "employee")}, ${plural(pairs, "ordered pair")})`,
    "",
    ...Object.entries(titles).flatMap(([invariant, title]) =>
      invariantLines(
        `${invariant} ${title}`,
        findings.filter((finding) => finding.invariant === invariant),
      ),
    ),
    "",
    "Known ways around isolation:",
    ...[...new Set(paths.map(({ id }) => id))].flatMap((id) => pathLines(paths.filter((path) => path.id === id))),
    "",
    "What this rests on and no policy shows:",
    ...assumptions.flatMap(assumptionLines),
    "",
  ].join("\n");
}

function headline({ verdict, findings }: IsolationProof): string {
  if (verdict === "isolated")
    return "Isolated, as far as policies can show it: no policy of one employee reaches anything of another.";
  const of = (accepted: boolean) =>
    new Set(findings.filter((each) => each.accepted === accepted).map(({ subject }) => subject)).size;
  return verdict === "excepted"
    ? `Not isolated: ${plural(of(true), "employee")} can do what their profiles declare or a waiver accepts; nothing beyond that.`
    : `Not isolated: ${plural(of(false), "employee")} can do what no profile declares and no waiver accepts.`;
}

function invariantLines(title: string, findings: readonly IsolationFinding[]): string[] {
  const broken = findings.filter(({ accepted }) => !accepted);
  const accepted = findings.filter((finding) => finding.accepted);
  const verdict = broken.length > 0 ? "broken" : accepted.length > 0 ? "broken as declared" : "holds";
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
