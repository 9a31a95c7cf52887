/** The one verdict on rosters: roster + lookups + policies = what gets deployed and proved, or every problem of every roster at once. */
import { inOrder, Mistake, type Problem, problem } from "../problems/problems.ts";
import type { Occasion } from "../roster/files.ts";
import { fillRoster } from "./fill.ts";
import { keepBoundaries, moveProblems, originWarnings } from "./origins.ts";
import { type AccountProof, isFinding, proveStacks } from "./prove.ts";
import { resolveRoster } from "./resolve.ts";
import { renameWarnings, suspensionWarnings } from "./standing.ts";
import type { LookedUpRoster, Stack } from "./workplace.ts";

/** What was read, and what reading found already. */
export interface RostersRead {
  readonly rosters: readonly LookedUpRoster[];
  /** Of these rosters and of those that could not be read. */
  readonly problems: readonly Problem[];
}

/** What can be said of all rosters together. Only without errors may anything be deployed. */
export interface Judgement {
  /** With every employee whose policies could be filled. */
  readonly stacks: readonly Stack[];
  /** One for each root account, over the employees of `stacks`. */
  readonly proofs: readonly AccountProof[];
  /** By file and line. */
  readonly errors: readonly Problem[];
  /** By file and line. */
  readonly warnings: readonly Problem[];
}

/** Pure: same rosters, lookups and occasion, same judgement. */
export function judge({ rosters, problems }: RostersRead, occasion: Occasion): Judgement {
  const { today } = occasion;
  const resolved = rosters.map((each) => resolveRoster(each, occasion));
  const filled = resolved.flatMap(({ account, ...roster }) =>
    account === undefined ? [] : [fillRoster(roster, account, today)],
  );
  const stacks = keepBoundaries(filled.map(({ stack }) => stack));
  const proofs = proveStacks(stacks);
  const all = [
    ...problems,
    ...resolved.flatMap((each) => each.problems),
    ...rosters.flatMap(({ roster }) => [...renameWarnings(roster), ...suspensionWarnings(roster, today)]),
    ...moveProblems(
      rosters.map(({ roster }) => roster),
      problems.every(({ severity }) => severity !== "error"),
      today,
    ),
    ...stacks.flatMap(originWarnings),
    ...differentAppIds(stacks),
    ...filled.flatMap((each) => each.problems),
    ...proofs.flatMap(({ violations, warnings }) => [...violations, ...warnings]),
  ];
  return {
    stacks,
    proofs,
    errors: inOrder(all.filter(({ severity }) => severity === "error")),
    warnings: inOrder(all.filter(({ severity }) => severity === "warning")),
  };
}

/** @throws Mistake with all errors, of which findings of the proof are cut short */
export function requireAccepted(judgement: Judgement): Judgement {
  if (judgement.errors.length > 0) throw new Mistake(readable(judgement.errors));
  return judgement;
}

/** Findings that a person can take in; one careless template makes a thousand for a thousand employees. */
const MOST_FINDINGS = 20;

/** The errors with only the first findings of the proof, and how many more there are. For text; programs want all. */
export function readable(errors: readonly Problem[]): Problem[] {
  const findings = errors.filter(isFinding);
  const hidden = new Set(findings.slice(MOST_FINDINGS));
  const shown = errors.filter((error) => !hidden.has(error));
  if (findings.length === 0) return shown;
  return [
    ...shown,
    problem("not-isolated", {
      message: `${hidden.size > 0 ? `and ${hidden.size} more: ` : ""}employees are not isolated as their profiles say`,
      remedy: "for the whole proof run: npx subaccounts isolation",
    }),
  ];
}

/** A root account has one app id, so two lookups files that differ in it cannot both be right. */
function differentAppIds(stacks: readonly Stack[]): Problem[] {
  return stacks.flatMap(({ roster, account }, index) => {
    const other = stacks
      .slice(0, index)
      .find((each) => each.account.ownerUin === account.ownerUin && each.account.appId !== account.appId);
    if (other === undefined) return [];
    const message = `the lookups say that root account ${account.ownerUin} has the app id ${account.appId}, those of ${other.roster.file} say ${other.account.appId}`;
    return [problem("lookups-account", { file: roster.file, message, remedy: "run: npx subaccounts lookup" })];
  });
}
