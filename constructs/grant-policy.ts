/** The policy of an employee's grants of one kind, such as all registries. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { Construct } from "constructs";
import { GRANT_KINDS, type GrantPolicies } from "../policies/grants/grants.ts";
import type { Employee } from "../roster/roster.ts";
import { terraformId } from "../terraform/id.ts";
import { literal } from "../terraform/literal.ts";
import { employeeTags } from "../terraform/tags.ts";
import { attachPolicy } from "./policy-attachment.ts";
import type { SubAccount } from "./sub-account.ts";

export interface GrantPolicyProps {
  readonly employee: Employee;
  readonly grants: GrantPolicies;
  readonly subAccount: SubAccount;
}

/** Makes one policy, or several where one would be longer than CAM allows, and attaches them all. */
export class GrantPolicy extends Construct {
  constructor(scope: Construct, id: string, { employee, grants, subAccount }: GrantPolicyProps) {
    super(scope, id);
    for (const [index, { name, text }] of grants.policies.entries()) {
      const part = terraformId(employee.name, grants.kind, ...(index === 0 ? [] : [String(index + 1)]));
      const policy = new CamPolicy(this, `policy-${index + 1}`, {
        name,
        document: literal(text),
        description: `${employee.name}: ${GRANT_KINDS[grants.kind].service}`,
        tags: employeeTags(employee),
      });
      policy.overrideLogicalId(part);
      attachPolicy(this, part, subAccount, policy.id);
    }
  }
}
