/** Rosters whose policies are filled: once, for the proof of isolation and for the stack alike. */
import type { AccountLookup } from "../lookups/lookups.ts";
import type { Workplace } from "../lookups/resolve.ts";
import type { Roster } from "../roster/roster.ts";
import { type FilledWorkplace, PolicyFiller } from "./filled-policies.ts";
import { forEveryEmployee } from "./stack-error.ts";

/** A roster with what was looked up for it. */
export interface ResolvedRoster {
  readonly roster: Roster;
  /** One for each employee of the roster. */
  readonly workplaces: readonly Workplace[];
  readonly account: AccountLookup;
}

export interface FilledRoster extends ResolvedRoster {
  readonly workplaces: readonly FilledWorkplace[];
}

/** @throws StackError with everything that is wrong with the policies of its employees. */
export function fillRoster({ roster, workplaces, account }: ResolvedRoster): FilledRoster {
  const filler = new PolicyFiller(account, roster.templates);
  const filled: FilledWorkplace[] = [];
  forEveryEmployee(roster, workplaces, (workplace) => {
    filled.push(filler.fill(workplace));
  });
  return { roster, workplaces: filled, account };
}
