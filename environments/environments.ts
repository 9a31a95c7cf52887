/** CloudBase environments, which Terraform cannot make: what there is of each, and making, renewing and giving them back. */

export {
  type AccountEnvironments,
  type Billing,
  readEnvironments,
  readLimits,
  readPrices,
  requireService,
} from "./account.ts";
export { deleteApiKeys, listApiKeys } from "./api-keys.ts";
export { makeEnvironments, PACE, type Pace } from "./create.ts";
export { type Cost, costOf, type EnvironmentRow, environmentRows, type Order, ordersOf } from "./orders.ts";
export { environmentToRelease, releaseEnvironment } from "./release.ts";
export { type Renewal, renewalsOf, renewEnvironments } from "./renew.ts";
export type { EnvironmentState } from "./state.ts";
