/** `subaccounts isolation`: who can reach what, and why, as a proof over the policies that are deployed. */
import { dirname } from "node:path";
import { Command } from "commander";
import { readText } from "../files/files.ts";
import { INVARIANTS, type Verdict } from "../policies/isolation/isolation.ts";
import { profileNamed } from "../policies/profiles/profiles.ts";
import { Mistake, problem, problemsText } from "../problems/problems.ts";
import { type IsolationReport, isolationText } from "../reports/isolation.ts";
import { evidenceText } from "../reports/verify.ts";
import type { Roster } from "../roster/roster.ts";
import { type Evidence, parseEvidence, settledRows } from "../verify/verify.ts";
import { type AccountProof, isFinding, type Judgement } from "../workplaces/workplaces.ts";
import type { Context } from "./context.ts";
import { type Format, formatOption, printProblems } from "./format.ts";
import { judgeRosters } from "./judged.ts";

interface Options {
  readonly format: Format;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly evidence?: readonly string[];
}

export function isolationCommand(context: Context): Command {
  const { stdout, stderr, setExitCode } = context;
  return new Command("isolation")
    .summary("prove who can reach what, from the policies")
    .description(
      "Compares the policies of every pair of employees of a root account, and prints for each person what is proved, what profiles leave\n" +
        "open on purpose, and what no policy can show. Needs no key and no network. Other rosters of the account in cdktf.json count too.\n" +
        "Exit code 1 when somebody can do what neither the profile declares nor a waiver accepts, or when a roster has another mistake.",
    )
    .argument("[rosters...]", "roster files; default: the list in cdktf.json")
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .option("--verbose", "every finding, every known way, and how to check what no policy shows")
    .option("--evidence <files...>", "what `verify --record` has written: says which assumptions it settles")
    .action((files: string[], { format, json, verbose, evidence: paths = [] }: Options) => {
      const evidence = paths.map((path) => readEvidenceFile(path, context));
      const { judgement, alone } = judgeRosters(files, context);
      if (judgement.errors.length > 0) setExitCode(1);
      if (json || format === "json") stdout.write(jsonOf(judgement, alone, evidence));
      else if (format === "sarif") {
        stdout.write(printProblems([...judgement.errors, ...judgement.warnings], format, "subaccounts isolation"));
      } else {
        // What the proof finds is in the report; what kept somebody out of it is not.
        const others = judgement.errors.filter((error) => !isFinding(error));
        const texts = judgement.proofs.map((proof) => isolationText(reportOf(proof, judgement), INVARIANTS, verbose));
        const settled = evidence.length === 0 ? [] : [evidenceText(evidence)];
        stdout.write(
          [...(others.length > 0 ? [INCOMPLETE] : []), ...texts, ...settled, ...(alone ? [ALONE] : [])].join("\n"),
        );
        stderr.write(problemsText(others));
      }
    });
}

const INCOMPLETE =
  "Not proved as a whole: the rosters have mistakes, and whoever these keep out is in none of the verdicts below.\n";

const ALONE =
  "There is no cdktf.json here that would name other rosters of the account: whoever is in none of these files is not in this proof.\n";

/** @throws Mistake for what is no evidence; of the file nothing is told */
function readEvidenceFile(path: string, { cwd }: Context): Evidence {
  const text = readText(path, { base: cwd, within: dirname(path) });
  const evidence = parseEvidence(text);
  if (evidence !== undefined) return evidence;
  const remedy = "write it with: npx subaccounts verify <employee> --record <file>";
  throw new Mistake([problem("evidence", { file: path, message: "this is no evidence of `verify`", remedy })]);
}

function jsonOf(judgement: Judgement, alone: boolean, evidence: readonly Evidence[]): string {
  const accounts = judgement.proofs.map((proof) => {
    const { ownerUin, waivers } = reportOf(proof, judgement);
    return { ownerUin, ...proof.proof, waivers };
  });
  const { errors, warnings } = judgement;
  const problems = [...errors, ...warnings];
  const report = {
    verdict: wholeVerdict(judgement),
    accounts,
    problems,
    otherRostersKnown: !alone,
    ...settledBy(evidence),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Nothing without evidence. It never makes a verdict kinder. */
function settledBy(evidence: readonly Evidence[]) {
  return evidence.length === 0 ? {} : { evidence: { ...settledRows(evidence), files: evidence } };
}

/** The verdict on all that was asked, which exit code 1 goes with exactly where it is `violated`: whom a mistake keeps out is not proved. */
function wholeVerdict({ errors, proofs }: Judgement): Verdict {
  if (errors.length > 0) return "violated";
  return proofs.every(({ proof }) => proof.verdict === "isolated") ? "isolated" : "excepted";
}

function reportOf({ account, proof }: AccountProof, { stacks }: Judgement): IsolationReport {
  const own = stacks.filter((stack) => stack.account.ownerUin === account.ownerUin);
  return {
    ownerUin: account.ownerUin,
    proof,
    waivers: own.flatMap(({ roster }) => waiversOf(roster)),
    stricter: (profile) => profileNamed(profile)?.stricter,
  };
}

/** Presets that reach every resource of the account, and what templates of one's own may break, with the reasons that the roster gives. */
function waiversOf({ employees }: Roster): IsolationReport["waivers"] {
  return employees.flatMap(({ name, grants, waivers }) => [
    ...waivers.map(({ action, reason }) => ({ employee: name, action, reason })),
    ...grants.flatMap((grant) =>
      grant.kind === "preset"
        ? [{ employee: name, action: `${grant.preset} on every resource`, reason: grant.waiver }]
        : [],
    ),
  ]);
}
