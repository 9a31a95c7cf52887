/** The register of all kinds of lookups: what a lookups file holds, how it is filled, and how two of them differ. */
import { z } from "zod";
import { LookupError } from "../cloud/lookup-error.ts";
import { accountKind } from "./account.ts";
import { blueprintsKind } from "./blueprints.ts";
import { bundlesKind } from "./bundles.ts";
import { environmentsKind } from "./environments.ts";
import { existingKind, NOTHING, takesOver } from "./existing.ts";
import type { LookupKind, Question } from "./kind.ts";
import type { Lookups } from "./lookups.ts";

/** Keyed by the type, so that a forgotten kind does not compile. */
const KINDS: { readonly [Key in keyof Lookups]-?: LookupKind<NonNullable<Lookups[Key]>> } = {
  account: accountKind,
  environments: environmentsKind,
  blueprints: blueprintsKind,
  bundles: bundlesKind,
  existing: existingKind,
};

/** The shape of a lookups file. */
export const lookupsSchema: z.ZodType<Lookups> = z.strictObject({
  account: KINDS.account.schema,
  environments: KINDS.environments.schema,
  blueprints: KINDS.blueprints.schema,
  // Files that were written before bundles were looked up are still read.
  bundles: KINDS.bundles.schema.optional(),
  existing: KINDS.existing.schema.optional(),
});

/**
 * Looks up in the cloud exactly what a roster needs, and nothing more: one account, and one listing of each kind. Changes nothing.
 *
 * @param previous what the lookups file has: its blueprints and bundles stay pinned. `undefined`: there is none, or pins are to be
 * forgotten.
 * @throws LookupError with every problem of every employee
 * @throws CloudError when a call fails
 */
export async function lookUp(question: Question, previous: Lookups | undefined): Promise<Lookups> {
  // First and alone: nothing else of a wrong account is of interest.
  const account = await KINDS.account.lookUp(question, previous?.account);
  const environments = await KINDS.environments.lookUp(question, previous?.environments);
  const blueprints = await KINDS.blueprints.lookUp(question, previous?.blueprints);
  const bundles = await KINDS.bundles.lookUp(question, previous?.bundles);
  const existing = await KINDS.existing.lookUp(question, previous?.existing);
  const problems = [account, environments, blueprints, bundles, existing].flatMap((each) => each.problems);
  if (problems.length > 0) throw new LookupError(problems);
  return {
    account: account.found,
    environments: environments.found,
    blueprints: blueprints.found,
    bundles: bundles.found,
    ...(takesOver(question.roster) ? { existing: existing.found } : {}),
  };
}

/** One line for each thing that is new or gone and for each value that differs; empty: nothing changed. Pure. */
export function lookupChanges(previous: Lookups | undefined, next: Lookups): string[] {
  return [
    ...KINDS.account.changes(previous?.account, next.account),
    ...KINDS.environments.changes(previous?.environments, next.environments),
    ...KINDS.blueprints.changes(previous?.blueprints, next.blueprints),
    ...KINDS.bundles.changes(previous?.bundles, next.bundles ?? {}),
    ...KINDS.existing.changes(previous?.existing, next.existing ?? NOTHING),
  ];
}
