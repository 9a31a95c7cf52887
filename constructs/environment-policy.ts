/** The policy that confines a sub-account to its own CloudBase environment. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { Construct } from "constructs";
import type { AccountLookup, EnvironmentLookup } from "../lookups/lookups.ts";
import { PROFILES, type ProfileName } from "../policies/profiles/profiles.ts";
import type { Employee } from "../roster/roster.ts";
import { terraformId } from "../terraform/id.ts";
import { literal } from "../terraform/literal.ts";
import { employeeTags } from "../terraform/tags.ts";
import { environmentPolicy, type Workplace } from "../workplaces/workplaces.ts";
import { attachPolicy, type PolicyHolder } from "./policy-attachment.ts";
import type { SubAccount } from "./sub-account.ts";

/** Of a workplace, whose policies are filled and proved already. */
export interface WorkplacePolicyProps {
  readonly workplace: Workplace;
  readonly subAccount: SubAccount;
}

/** In anybody's stack: what was looked up of an environment is filled into the template of a profile. Nothing of it is proved. */
export interface LookedUpPolicyProps {
  /** Whose environment it is: the name is part of the policy's. */
  readonly employee: Pick<Employee, "name" | "team">;
  readonly environmentId: string;
  /** As `subaccounts lookup` writes it. Without `logs` or `hostingBucket`, what would name them is left out. */
  readonly environment: EnvironmentLookup;
  readonly account: AccountLookup;
  readonly profile: ProfileName;
  /** CIDR blocks that calls must come from. Default: from anywhere. */
  readonly sourceIps?: readonly string[];
  /** Who gets the policy: any sub-account of the stack. */
  readonly subAccount: PolicyHolder;
}

export type EnvironmentPolicyProps = WorkplacePolicyProps | LookedUpPolicyProps;

/**
 * Makes one policy, or several where one would be longer than CAM allows, and attaches them all.
 *
 * @throws FillError where a template cannot be filled with what was looked up.
 */
export class EnvironmentPolicy extends Construct {
  /** Address of the first policy's name, which changes when, and only when, the employee gets another environment. */
  readonly nameAddress: string;

  constructor(scope: Construct, id: string, props: EnvironmentPolicyProps) {
    super(scope, id);
    const { employee, environmentId, filled } = filledOf(props);
    const policies = filled.map(({ name, text }, index) => {
      const part = terraformId(employee.name, "environment", ...(index === 0 ? [] : [String(index + 1)]));
      const policy = new CamPolicy(this, `policy-${index + 1}`, {
        name,
        document: literal(text),
        description: `${employee.name}: CloudBase environment ${environmentId}`,
        tags: employeeTags(employee),
      });
      policy.overrideLogicalId(part);
      attachPolicy(this, part, props.subAccount, policy.id);
      return policy;
    });
    const [first] = policies;
    if (first === undefined) throw new Error(`${employee.name}: a filled template made no policy`);
    this.nameAddress = `${first.terraformResourceType}.${first.friendlyUniqueId}.name`;
  }
}

function filledOf(props: EnvironmentPolicyProps) {
  if ("workplace" in props) {
    const { employee, environmentId, policies } = props.workplace;
    return { employee, environmentId, filled: policies.environment };
  }
  const { employee, environmentId, environment, account, profile, sourceIps } = props;
  const owner = { name: employee.name, environmentId, environment, sourceIps };
  return { employee, environmentId, filled: environmentPolicy(PROFILES[profile].template, owner, account) };
}
