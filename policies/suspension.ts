/** The policy of a suspended employee, against whatever else is attached to the sub-account or to a group of it. */
import type { PolicyDocument } from "./language/document.ts";

/**
 * Denies everything. CAM's documents say that a deny prevails over every allow
 * (https://www.tencentcloud.com/document/product/598/10603); it does not end temporary credentials that were issued before to somebody else.
 */
export const SUSPENSION: PolicyDocument = {
  version: "2.0",
  statement: [{ effect: "deny", action: ["*"], resource: ["*"] }],
};
