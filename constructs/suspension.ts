/** The policy of a stack that denies everything, for those who are suspended. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { Construct } from "constructs";
import { printPolicyDocument } from "../policies/language/document.ts";
import { SUSPENSION } from "../policies/suspension.ts";
import { terraformId } from "../terraform/id.ts";
import { MANAGED_BY } from "../terraform/tags.ts";
import { attachPolicy } from "./policy-attachment.ts";

export interface SuspensionProps {
  /** Name of the stack, which the policy's name carries because several stacks may share an account. */
  readonly stack: string;
}

/** One policy for all who are suspended. */
export class Suspension extends Construct {
  private readonly policyId: string;

  constructor(scope: Construct, id: string, { stack }: SuspensionProps) {
    super(scope, id);
    const policy = new CamPolicy(this, "policy", {
      name: `cloudbase-subaccounts-${stack}-suspended`,
      document: printPolicyDocument(SUSPENSION),
      description: "Suspended sub-accounts: whatever else is attached, nothing is allowed.",
      tags: { ...MANAGED_BY },
    });
    policy.overrideLogicalId("suspended");
    this.policyId = policy.id;
  }

  /** @param userName Of the sub-account, as a reference. */
  putOn(scope: Construct, employeeName: string, userName: string): void {
    attachPolicy(scope, terraformId(employeeName, "suspended"), { userName }, this.policyId);
  }
}
