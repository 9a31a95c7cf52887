/** What this program is: rosters, lookups and policies put together, judged once, for everybody who asks. */

export { type RosterSays, rosterSays } from "./attached.ts";
export { type CostReport, costOf, type Sum } from "./cost.ts";
export { type EnvironmentOwner, environmentPolicy } from "./fill.ts";
export { type Judgement, judge, type RostersRead, readable, requireAccepted } from "./judge.ts";
export { type AccountProof, isFinding } from "./prove.ts";
export { isolationSubject } from "./subjects.ts";
export { type Had, type WaysOf, waysThatChange } from "./ways.ts";
export { type EmployeePolicies, type LookedUpRoster, listPolicies, type Stack, type Workplace } from "./workplace.ts";
