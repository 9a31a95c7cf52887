/** One policy attached to one sub-account. */
import { CamUserPolicyAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-policy-attachment";
import type { Construct } from "constructs";
import type { SubAccount } from "./sub-account.ts";

/** @param terraformId Id of the attachment in Terraform, from `terraformId()`. */
export function attachPolicy(scope: Construct, terraformId: string, subAccount: SubAccount, policyId: string): void {
  const attachment = new CamUserPolicyAttachment(scope, `attachment-${terraformId}`, {
    userName: subAccount.userName,
    policyId,
    ...(subAccount.prerequisites.length === 0 ? {} : { dependsOn: [...subAccount.prerequisites] }),
  });
  attachment.overrideLogicalId(terraformId);
}
