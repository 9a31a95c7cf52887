/** Ids of constructs that are made of names from outside. */

/** Ids of a stack's own constructs, which an employee may have as a name. */
export const STACK_IDS = {
  provider: "tencentcloud",
  account: "account",
  presetPolicies: "preset-policies",
  permissionBoundary: "permission-boundary",
  preview: "preview-guard",
  suspension: "suspended-policy",
  serverBaseline: "server-baseline",
  // CDKTF's own, of every stack.
  backend: "backend",
} as const;

const TAKEN: ReadonlySet<string> = new Set(Object.values(STACK_IDS));

/**
 * The name itself, unless a stack has a construct of that id, or `constructs` would find it in every plain object (`constructor`): it
 * keeps children in one and asks it with `in`. No name has a colon.
 */
export function constructId(name: string): string {
  return TAKEN.has(name) || name in Object.prototype ? `:${name}` : name;
}
