/** One policy attached to one sub-account. */
import { CamUserPolicyAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { TerraformId } from "../terraform/id.ts";

/** Any sub-account of the stack. */
export interface PolicyHolder {
  /** As a reference, so that the attachment waits for the sub-account. */
  readonly userName: string;
  /** What must be there first. Default: nothing. */
  readonly prerequisites?: readonly ITerraformDependable[];
  /** Default: false. */
  readonly isSuspended?: boolean;
}

/** Attaches, unless the sub-account is suspended: its policies stay, for the day when it is not. @param id Of the attachment in Terraform. */
export function attachPolicy(
  scope: Construct,
  id: TerraformId,
  { userName, prerequisites = [], isSuspended = false }: PolicyHolder,
  policyId: string,
): void {
  if (isSuspended) return;
  const attachment = new CamUserPolicyAttachment(scope, `attachment-${id}`, {
    userName,
    policyId,
    ...(prerequisites.length === 0 ? {} : { dependsOn: [...prerequisites] }),
  });
  attachment.overrideLogicalId(id);
}
