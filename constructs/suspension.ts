/** The policy of a stack that denies everything, for those who are suspended. */
import { Construct } from "constructs";
import { SUSPENSION } from "../policies/suspension.ts";
import { terraformId } from "../terraform/id.ts";
import { attachPolicy } from "./policy-attachment.ts";
import { stackPolicy } from "./stack-policy.ts";

export interface SuspensionProps {
  /** Name of the stack. */
  readonly stack: string;
}

/** One policy for all who are suspended. */
export class Suspension extends Construct {
  private readonly policyId: string;

  constructor(scope: Construct, id: string, { stack }: SuspensionProps) {
    super(scope, id);
    const policy = stackPolicy(this, {
      stack,
      id: "suspended",
      document: SUSPENSION,
      description: "Suspended sub-accounts: whatever else is attached, nothing is allowed.",
    });
    this.policyId = policy.id;
  }

  /** @param userName Of the sub-account, as a reference. */
  putOn(scope: Construct, employeeName: string, userName: string): void {
    attachPolicy(scope, terraformId(employeeName, "suspended"), { userName }, this.policyId);
  }
}
