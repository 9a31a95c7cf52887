import { describe, expect, test } from "@jest/globals";
import { appliedCounts, plannedCounts } from "../../../sandbox/demo/plan.ts";

/** What `cdktf diff` prints, without its colours. */
const DIFF = `employees    # tencentcloud_cam_policy.dave_2elee__environment (dave.lee/environment/policy-1) will be updated in-place
             # tencentcloud_cam_user.erin will be destroyed
             # tencentcloud_cam_user_policy_attachment.erin__environment will be destroyed
             # tencentcloud_cam_user.frank (frank/sub-account/user) will be created
             # tencentcloud_lighthouse_firewall_template.closed (server-baseline/firewall-template) will be created
             # tencentcloud_tat_invocation_invoke_attachment.frank (frank/server/bootstrap) must be replaced

           Plan: 3 to add, 1 to change, 3 to destroy.
`;

describe("what Terraform prints", () => {
  test("is counted, and nothing is counted where nothing is said", () => {
    expect(plannedCounts(DIFF)).toEqual({ add: 3, change: 1, destroy: 3 });
    expect(plannedCounts("No changes. Your infrastructure matches the configuration.")).toEqual({
      add: 0,
      change: 0,
      destroy: 0,
    });
    expect(plannedCounts("Error: Failed to plan")).toBeUndefined();
    expect(appliedCounts("Apply complete! Resources: 38 added, 0 changed, 0 destroyed.")).toMatchObject({ add: 38 });
    expect(appliedCounts("Error: creating user")).toBeUndefined();
  });
});
