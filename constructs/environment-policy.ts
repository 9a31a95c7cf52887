/** The policy that confines a sub-account to its own CloudBase environment. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { Construct } from "constructs";
import type { Workplace } from "../workplaces/workplace.ts";
import { literal } from "./literal.ts";
import { attachPolicy } from "./policy-attachment.ts";
import type { SubAccount } from "./sub-account.ts";
import { employeeTags } from "./tags.ts";
import { terraformId } from "./terraform-id.ts";

export interface EnvironmentPolicyProps {
  /** Who gets the policy, and its text. */
  readonly workplace: Workplace;
  readonly subAccount: SubAccount;
}

/** Makes one policy, or several where one would be longer than CAM allows, and attaches them all. */
export class EnvironmentPolicy extends Construct {
  /** Address of the first policy's name, which changes when, and only when, the employee gets another environment. */
  readonly nameAddress: string;

  constructor(scope: Construct, id: string, props: EnvironmentPolicyProps) {
    super(scope, id);
    const { workplace, subAccount } = props;
    const { employee, environmentId } = workplace;
    const policies = workplace.policies.environment.map(({ name, text }, index) => {
      const part = terraformId(employee.name, "environment", ...(index === 0 ? [] : [String(index + 1)]));
      const policy = new CamPolicy(this, `policy-${index + 1}`, {
        name,
        document: literal(text),
        description: `${employee.name}: CloudBase environment ${environmentId}`,
        tags: employeeTags(employee),
      });
      policy.overrideLogicalId(part);
      attachPolicy(this, part, subAccount, policy.id);
      return policy;
    });
    const [first] = policies;
    if (first === undefined) throw new Error(`${employee.name}: a filled template made no policy`);
    this.nameAddress = `${first.terraformResourceType}.${first.friendlyUniqueId}.name`;
  }
}
