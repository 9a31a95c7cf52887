/** What was seen, for the catalogue: without ids and secrets, so that it can be committed and shared. */
import { z } from "zod";
import { CATALOGUE, findAction } from "../policies/catalogue/catalogue.ts";
import { isPrintable } from "../problems/problems.ts";
import { waysThatFit } from "./expect.ts";
import type { Outcome } from "./run.ts";
import type { Whose } from "./target.ts";

const seen = z.enum(["allowed", "refused"]);

const action = z.string().regex(/^[a-z0-9-]+:\w+$/);

const schema = z.strictObject({
  format: z.literal(1),
  /** Day of the run, in the time of Beijing. */
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  employee: z.string().refine(isPrintable),
  profile: z.string().refine(isPrintable),
  /** Whether all that hangs on the sub-account was as the roster says. */
  asTheRosterSays: z.boolean(),
  /** By action: what was seen, by whose things it was about. Answers that tell nothing are left out. */
  seen: z.record(action, z.strictObject({ own: seen.optional(), colleague: seen.optional(), nobody: seen.optional() })),
  /** Actions of which it was not known what CAM is asked, and what it must be by what was seen. */
  settled: z.record(action, z.array(z.array(z.string()).min(1)).min(1)),
});

/** One file of evidence. */
export type Evidence = z.infer<typeof schema>;

/** Undefined for a text that is no evidence of this form. */
export function parseEvidence(text: string): Evidence | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The file's text: the same for what was seen the same. */
export function printEvidence(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 2)}\n`;
}

export function evidenceOf(
  outcomes: readonly Outcome[],
  about: Pick<Evidence, "day" | "employee" | "profile" | "asTheRosterSays">,
): Evidence {
  const actions = [...new Set(outcomes.map(({ probe }) => probe.action))].sort();
  const entries = actions.map((action) => [action, outcomes.filter(({ probe }) => probe.action === action)] as const);
  return {
    ...{ format: 1, ...about },
    seen: Object.fromEntries(
      entries.flatMap(([action, all]) => {
        const clear = all.flatMap(({ whose, seen }): [Whose, "allowed" | "refused"][] =>
          seen === "unclear" ? [] : [[whose, seen]],
        );
        return clear.length === 0 ? [] : [[action, Object.fromEntries(clear.sort())]];
      }),
    ),
    settled: Object.fromEntries(
      entries.flatMap(([action, all]) => {
        const ways = waysOf(action, all);
        return ways === undefined ? [] : [[action, ways]];
      }),
    ),
  };
}

/** The ways that are left by all that was seen; undefined where that tells no more than the catalogue, or contradicts it. */
function waysOf(name: string, outcomes: readonly Outcome[]): string[][] | undefined {
  const action = findAction(name);
  if (action === undefined || action.basis === "sourced") return undefined;
  const left = action.ways.filter((_, way) => outcomes.every((each) => waysThatFit(each, each.seen).includes(way)));
  return left.length === 0 || left.length === action.ways.length ? undefined : left.map((way) => [...way]);
}

/** Rows of the catalogue that evidence settles, and those that are still open. */
export function settledRows(evidence: readonly Evidence[]): {
  readonly settled: readonly string[];
  readonly open: number;
} {
  const known = new Set(evidence.flatMap(({ settled }) => Object.keys(settled)));
  const unsure = CATALOGUE.filter(({ basis }) => basis !== "sourced").map(({ name }) => name);
  const settled = unsure.filter((name) => known.has(name));
  return { settled, open: unsure.length - settled.length };
}
