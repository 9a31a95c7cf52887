/** What Terraform has in its state and means to change, read for people. */

export { guardFindings, planDigest } from "./guard.ts";
export { hadBefore } from "./had.ts";
export { isChanged, type Plan, readPlan } from "./plan.ts";
export { type CloudInventory, findRepairs, type Repairs } from "./repair.ts";
export { type BundlePrice, type Money, type PersonReview, type Review, reviewOf } from "./review.ts";
export { EFFECTS, type Sentence } from "./sentence.ts";
export { readConfigured, readState, type StateResource } from "./state.ts";
export { initialize, requireTerraform, runTerraform, stackFolder, terraformMistake } from "./terraform.ts";
