/** The proof of isolation as text for people: first the verdict on each person, then what is behind it. */
import type { IsolationFinding, IsolationProof, PathFinding, Verdict } from "../policies/isolation/isolation.ts";
import { detailLines, type InvariantTitles } from "./isolation-details.ts";
import { counted, enumeration } from "./words.ts";

/** What a report of one root account is made of. */
export interface IsolationReport {
  readonly ownerUin: string;
  readonly proof: IsolationProof;
  /** Exceptions that somebody accepted in writing. */
  readonly waivers: readonly { readonly employee: string; readonly action: string; readonly reason: string }[];
  /** What to choose for more isolation than a profile gives, and what that costs; undefined where there is nothing. */
  readonly stricter: (profile: string) => { readonly profile: string; readonly price: string } | undefined;
}

/** In the words of a report. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  isolated: "isolated",
  excepted: "reaches others, as declared or waived",
  violated: "REACHES OTHERS, AND NOTHING ALLOWS IT",
};

/**
 * The verdict, a line for each person, what is refused, the ways that are open on purpose, waivers, what more isolation would cost, and
 * what no policy can show. Ends with a line break.
 *
 * @param titles `INVARIANTS` of the proof.
 * @param verbose Every finding, every known way and every check as well.
 */
export function isolationText(report: IsolationReport, titles: InvariantTitles, verbose = false): string {
  const { ownerUin, proof, waivers } = report;
  return [
    `Root account ${ownerUin}: ${counted(proof.subjects, "employee")}, ${counted(proof.pairs, "ordered pair")} compared`,
    headline(proof),
    "",
    ...table(proof),
    ...section("Refused: what no profile declares and no waiver accepts", violationLines(proof.findings)),
    ...section("Open on purpose: known ways to others, and to whom they are open", openWays(proof.paths)),
    ...section(
      "Waivers",
      waivers.map(({ employee, action, reason }) => `${employee}: ${action}: ${reason}`),
    ),
    ...section("For more isolation", priceLines(report)),
    ...(verbose ? detailLines(proof, titles) : assumptionLines(proof)),
    "",
  ].join("\n");
}

function headline({ verdict, verdicts }: IsolationProof): string {
  const share = `${verdicts.filter((each) => each.verdict === verdict).length} of ${counted(verdicts.length, "employee")}`;
  if (verdict === "isolated") {
    return "Isolated, as far as policies can show it: no policy of one employee reaches anything of another.";
  }
  return verdict === "excepted"
    ? `Not isolated: ${share} can do what their profiles declare or a waiver accepts; nothing beyond that.`
    : `Violated: ${share} can do what no profile declares and no waiver accepts.`;
}

/** The worst first, then by name. */
function table({ verdicts }: IsolationProof): string[] {
  const order: readonly Verdict[] = ["violated", "excepted", "isolated"];
  const sorted = [...verdicts].sort(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.subject < b.subject ? -1 : 1),
  );
  const width = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length)) + 2;
  const names = width(sorted.map(({ subject }) => subject));
  const profiles = width(sorted.map(({ profile }) => profile));
  return sorted.map(
    ({ subject, profile, verdict }) => `  ${subject.padEnd(names)}${profile.padEnd(profiles)}${VERDICTS[verdict]}`,
  );
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function violationLines(findings: readonly IsolationFinding[]): string[] {
  const broken = findings.filter(({ accepted }) => !accepted);
  const lines = new Map<string, Set<string>>();
  for (const finding of broken) {
    const { message, invariant, resource, conditional } = finding;
    const notes = [
      invariant,
      ...(invariant === "I3" ? [`by ${resource}`] : []),
      ...(conditional ? ["when its condition holds"] : []),
    ];
    const line = `${message} (${notes.join("; ")})`;
    lines.set(line, (lines.get(line) ?? new Set()).add(finding.subject));
  }
  return Array.from(lines, ([line, subjects]) => `${enumeration([...subjects])}: ${line}`);
}

/** Those that are open to somebody, with what might stop them. */
export function openWays(paths: readonly PathFinding[]): string[] {
  return paths
    .filter(({ status }) => status === "open" || status === "open-unless")
    .map(({ id, title, status, by, subjects }) => {
      const unless = status === "open-unless" ? `, unless ${by}` : "";
      return `${title}${unless}: ${enumeration(subjects)} (${id})`;
    });
}

function priceLines({ proof, stricter }: IsolationReport): string[] {
  const open = proof.verdicts.filter(({ verdict }) => verdict !== "isolated");
  const profiles = [...new Set(open.map(({ profile }) => profile))].sort();
  return profiles.flatMap((profile) => {
    const next = stricter(profile);
    const names = open.filter((each) => each.profile === profile).map(({ subject }) => subject);
    return next === undefined
      ? []
      : [`${enumeration(names)}: \`policy: ${next.profile}\` in place of ${profile}; it costs ${next.price}`];
  });
}

function assumptionLines({ assumptions }: IsolationProof): string[] {
  const lines = assumptions.map(({ text, breakableBy = [] }) => {
    const risk = breakableBy.length === 0 ? "" : ` Can be broken by their own policies: ${enumeration(breakableBy)}.`;
    return `- ${text}${risk}`;
  });
  return [
    ...section("What this rests on and no policy shows", lines),
    "",
    "With --verbose: every finding, every known way with its source, and how to check what no policy shows.",
  ];
}
