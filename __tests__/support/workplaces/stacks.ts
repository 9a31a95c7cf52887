/** Rosters judged as the program judges them, for tests that want what comes of them. */
import { loadLookups } from "../../../lookups/load.ts";
import type { Lookups } from "../../../lookups/lookups.ts";
import { Mistake } from "../../../problems/problems.ts";
import { loadRosters } from "../../../roster/files.ts";
import type { Roster } from "../../../roster/roster.ts";
import { isFinding, judge, requireAccepted, type Stack } from "../../../workplaces/workplaces.ts";

/** The stack of one roster, whose policies may reach others'. @throws Mistake with all other errors */
export function stackOf(roster: Roster, lookups: Lookups | undefined): Stack {
  const { stacks, errors } = judge(
    { rosters: [{ roster, lookups }], problems: [] },
    { today: "2026-01-01", preview: false },
  );
  const others = errors.filter((error) => !isFinding(error));
  if (others.length > 0) throw new Mistake(others);
  const [stack] = stacks;
  if (stack === undefined) throw new Error(`${roster.file} makes no stack`);
  return stack;
}

/** The one stack of a roster file that is in order. */
export function loadStack(file: string, folder: string): Stack {
  const [stack] = requireAccepted(
    judge(loadLookups(loadRosters([file], folder), folder), { today: "2026-01-01", preview: false }),
  ).stacks;
  if (stack === undefined) throw new Error(`${file} makes no stack`);
  return stack;
}
