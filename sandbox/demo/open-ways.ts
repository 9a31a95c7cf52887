/** The ways around isolation that policies leave open, in a few lines: those that are open to the same people stand together. */
import type { PathFinding } from "../../policies/isolation/isolation.ts";

/** `open to dave.lee, erin: P1, P2, K1`, with an asterisk for what something undocumented may stop. */
export function openWays(paths: readonly PathFinding[]): string[] {
  const idsByPeople = new Map<string, string[]>();
  for (const { id, status, subjects } of paths) {
    if (status !== "open" && status !== "open-unless") continue;
    const people = subjects.join(", ");
    const ids = idsByPeople.get(people) ?? [];
    idsByPeople.set(people, [...ids, status === "open" ? id : `${id}*`]);
  }
  return Array.from(idsByPeople, ([people, ids]) => `open to ${people}: ${ids.join(", ")}`);
}
