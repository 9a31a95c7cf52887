/** Reads from Terraform's output what changes for whom. */
import { firstNameOf } from "../../terraform/id.ts";

/** Counts of a plan or an apply. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/** The counts of `Plan: 38 to add, 0 to change, 0 to destroy.`; zeros for `No changes.`; undefined where neither is there. */
export function plannedCounts(output: string): Counts | undefined {
  const [, add, change, destroy] = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(output) ?? [];
  if (add !== undefined) return { add: Number(add), change: Number(change), destroy: Number(destroy) };
  return /No changes\. Your infrastructure matches/.test(output) ? { add: 0, change: 0, destroy: 0 } : undefined;
}

/** The counts of `Apply complete! Resources: 38 added, 0 changed, 0 destroyed.`, or undefined. */
export function appliedCounts(output: string): Counts | undefined {
  const [, add, change, destroy] = /Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(output) ?? [];
  return add === undefined ? undefined : { add: Number(add), change: Number(change), destroy: Number(destroy) };
}

const VERBS: Readonly<Record<string, string>> = {
  created: "to add",
  destroyed: "to destroy",
  "updated in-place": "to change",
  replaced: "to replace",
};

/** One line for each employee whom a plan touches: `frank: 8 to add`. Blocks that all share are counted under `everyone`. */
export function changesByEmployee(output: string): string[] {
  const changes = new Map<string, Map<string, number>>();
  for (const [, type = "", id = "", verb = ""] of output.matchAll(
    /# (\w+)\.([\w-]+)(?: \([^)]*\))? (?:will|must) be (created|destroyed|updated in-place|replaced)/g,
  )) {
    const isShared = /_(?:tat_command|firewall_template)$/.test(type) || id.startsWith("boundary");
    const name = isShared ? "everyone" : firstNameOf(id);
    const counts = changes.get(name) ?? new Map<string, number>();
    const what = VERBS[verb] ?? verb;
    changes.set(name, counts.set(what, (counts.get(what) ?? 0) + 1));
  }
  return [...changes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, counts]) => `${name}: ${[...counts].map(([what, count]) => `${count} ${what}`).join(", ")}`);
}
