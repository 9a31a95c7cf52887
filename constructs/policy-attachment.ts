/** One policy attached to one sub-account. */
import { CamUserPolicyAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-policy-attachment";
import type { Construct } from "constructs";
import type { TerraformId } from "../terraform/id.ts";
import type { SubAccount } from "./sub-account.ts";

/** @param id Of the attachment in Terraform. */
export function attachPolicy(
  scope: Construct,
  id: TerraformId,
  { userName, prerequisites = [] }: Pick<SubAccount, "userName"> & Partial<Pick<SubAccount, "prerequisites">>,
  policyId: string,
): void {
  const attachment = new CamUserPolicyAttachment(scope, `attachment-${id}`, {
    userName,
    policyId,
    ...(prerequisites.length === 0 ? {} : { dependsOn: [...prerequisites] }),
  });
  attachment.overrideLogicalId(id);
}
