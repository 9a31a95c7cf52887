/** The permission boundary of a stack: one policy that caps what its sub-accounts can ever be allowed. */
import { CamUserPermissionBoundaryAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-permission-boundary-attachment";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { PERMISSION_BOUNDARY } from "../policies/permission-boundary.ts";
import { terraformId } from "../terraform/id.ts";
import { stackPolicy } from "./stack-policy.ts";

export interface PermissionBoundaryProps {
  /** Name of the stack. */
  readonly stack: string;
}

/** One policy for all: a root account may have 1,500 (https://www.tencentcloud.com/document/product/598/10609). */
export class PermissionBoundary extends Construct {
  /** A number there and a text in tencentcloud_cam_policy. */
  private readonly policyId: number;

  constructor(scope: Construct, id: string, { stack }: PermissionBoundaryProps) {
    super(scope, id);
    const policy = stackPolicy(this, {
      stack,
      id: "boundary",
      document: PERMISSION_BOUNDARY,
      description: "Permission boundary of sub-accounts: whatever is attached, no administration of CAM.",
    });
    this.policyId = Token.asNumber(policy.id);
  }

  /**
   * Puts the boundary on a sub-account. The provider does not see that somebody took it away, and an import replaces it, since it
   * reads back neither (resource_tc_cam_user_permission_boundary_attachment.go, 1.83.25).
   *
   * @param uin UIN of the sub-account, as a reference.
   */
  putOn(scope: Construct, employeeName: string, uin: number): ITerraformDependable {
    const attachment = new CamUserPermissionBoundaryAttachment(scope, "boundary", {
      targetUin: uin,
      policyId: this.policyId,
    });
    attachment.overrideLogicalId(terraformId(employeeName));
    return attachment;
  }
}
