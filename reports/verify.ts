/** What a run with an employee's key has shown, as text and for programs. */
import { printable } from "../problems/problems.ts";
import type { Outcome } from "../verify/verify.ts";
import { type Evidence, isSurprise, settledRows, UNTRIED } from "../verify/verify.ts";
import { counted } from "./words.ts";

export interface VerifyReport {
  readonly employee: string;
  readonly ownerUin: string;
  readonly day: string;
  readonly outcomes: readonly Outcome[];
  /** What hangs on the sub-account and the roster does not say, or the other way round. */
  readonly differences: readonly string[];
  /** Actions of which it is now known what CAM is asked. */
  readonly settled: readonly string[];
}

/** Whether something is not as the roster says. */
export function isUnexpected({ outcomes, differences }: VerifyReport): boolean {
  return differences.length > 0 || outcomes.some(isSurprise);
}

/** @param verbose every call, too */
export function verifyText(report: VerifyReport, verbose: boolean): string {
  const { employee, ownerUin, day, outcomes, differences, settled } = report;
  const surprises = outcomes.filter(isSurprise);
  const unclear = outcomes.filter(({ seen }) => seen === "unclear").length;
  const either = outcomes.filter(({ expected, seen }) => expected === "either" && seen !== "unclear").length;
  const lines = [
    `${employee} in root account ${ownerUin}, ${day}`,
    differences.length === 0 ? "attached: what the roster says, with its texts" : "attached:",
    ...differences.map((difference) => `  unexpected: ${difference}`),
    `tried: ${counted(outcomes.length, "call")}: ${outcomes.length - surprises.length - unclear - either} as expected, ` +
      `${either} where the policies leave it open, ${unclear} whose answer tells nothing, ${surprises.length} unexpected`,
    ...outcomes.flatMap((outcome) => {
      const mark = markOf(outcome);
      return verbose || mark !== "" ? [`  ${mark}${callText(outcome)}`] : [];
    }),
    `now known: what CAM is asked for ${counted(settled.length, "action")}${settled.length === 0 ? "" : `: ${settled.join(", ")}`}`,
    `not tried: ${counted(UNTRIED.length, "action")} of the catalogue, those of object storage (cos, ci) among them; docs/verify.md says why`,
    isUnexpected(report) ? "not as the roster says: see what is unexpected" : "nothing unexpected",
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

/** What a person must see: also an answer that leaves open whether something is allowed that must not be. */
function markOf(outcome: Outcome): string {
  if (isSurprise(outcome)) return "unexpected: ";
  return outcome.seen === "unclear" && outcome.expected === "refused" ? "tells nothing: " : "";
}

function callText({ probe, whose, about, expected, seen, code }: Outcome): string {
  const target =
    whose === "nobody" ? "what nobody has" : whose === "own" ? "what is the employee's own" : `what is ${about}'s`;
  const wanted = expected === "either" ? "allowed or refused" : expected;
  return `${probe.action} on ${target}: expected ${wanted}, ${seen}${code === undefined ? "" : ` (${code})`}`;
}

export function verifyJson(report: VerifyReport): string {
  const { outcomes, ...rest } = report;
  const calls = outcomes.map((outcome) => ({
    ...{ action: outcome.probe.action, whose: outcome.whose, about: outcome.about },
    ...{ expected: outcome.expected, seen: outcome.seen, code: outcome.code ?? null, unexpected: isSurprise(outcome) },
  }));
  return `${JSON.stringify({ ...rest, unexpected: isUnexpected(report), calls, notTried: UNTRIED }, null, 2)}\n`;
}

/** What evidence settles of the assumptions of the proof: lines for its report. It makes no verdict kinder. */
export function evidenceText(evidence: readonly Evidence[]): string {
  const { settled, open } = settledRows(evidence);
  const lines = [
    `what CAM is asked for ${settled.length} of ${settled.length + open} unsure actions is known from what was seen (assumption granularity)${settled.length === 0 ? "" : `: ${settled.join(", ")}`}`,
    ...evidence.map(({ day, employee, asTheRosterSays }) =>
      asTheRosterSays
        ? `${day}: nothing hung on ${employee} but what the roster says, boundary included (assumptions other-policies, boundary-attached)`
        : `${day}: what hung on ${employee} was not what the roster says (assumptions other-policies, boundary-attached are broken)`,
    ),
  ];
  return `${lines.map((line) => `evidence: ${printable(line)}`).join("\n")}\n`;
}
