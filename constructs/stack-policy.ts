/** A policy that a stack has once, for those of its sub-accounts whom it concerns. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import type { Construct } from "constructs";
import { type PolicyDocument, printPolicyDocument } from "../policies/language/document.ts";
import { type STACK_POLICIES, stackPolicyName } from "../terraform/names.ts";
import { MANAGED_BY } from "../terraform/tags.ts";

export interface StackPolicy {
  /** Name of the stack, which the policy's name carries because several stacks may share an account. */
  readonly stack: string;
  /** Its id in Terraform, and the end of its name. */
  readonly id: (typeof STACK_POLICIES)[number];
  readonly document: PolicyDocument;
  readonly description: string;
}

/** One policy for all: a root account may have 1,500 (https://www.tencentcloud.com/document/product/598/10609). */
export function stackPolicy(scope: Construct, { stack, id, document, description }: StackPolicy): CamPolicy {
  const policy = new CamPolicy(scope, "policy", {
    name: stackPolicyName(stack, id),
    document: printPolicyDocument(document),
    description,
    tags: { ...MANAGED_BY },
  });
  policy.overrideLogicalId(id);
  return policy;
}
