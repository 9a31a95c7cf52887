/** Reads the counts of a plan or an apply from Terraform's output. */

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
