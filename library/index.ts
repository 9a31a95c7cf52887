/** `cloudbase-subaccounts`: rosters as CDKTF stacks, and the constructs that they are made of, for apps of one's own. */

export { EnvironmentPolicy, type EnvironmentPolicyProps } from "../constructs/environment-policy.ts";
export { RosterStack, type RosterStackProps } from "../constructs/roster-stack.ts";
export { readLookups } from "../lookups/file.ts";
export type { AccountLookup, EnvironmentLookup, Lookups } from "../lookups/lookups.ts";
export { isMistake, Mistake, type Problem } from "../problems/problems.ts";
export type { Employee, Roster } from "../roster/roster.ts";
export type { Stack, Workplace } from "../workplaces/workplaces.ts";
export { type AppOptions, type LoadedStacks, loadStacks, runApp } from "./app.ts";
