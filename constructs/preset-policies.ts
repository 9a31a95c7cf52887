/** Preset policies of Tencent Cloud, found by name when Terraform plans. */
import { DataTencentcloudCamPolicies } from "@cdktf/provider-tencentcloud/lib/data-tencentcloud-cam-policies";
import type { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { Construct } from "constructs";
import { constructId } from "../terraform/construct-id.ts";
import { terraformId } from "../terraform/id.ts";
import { attachPolicy } from "./policy-attachment.ts";
import type { SubAccount } from "./sub-account.ts";

/** cam:ListPolicies: 1 is a custom policy, 2 a preset one. */
const PRESET = 2;

export interface PresetPoliciesProps {
  /** Default: the stack's provider. */
  readonly reader?: TencentcloudProvider | undefined;
}

/**
 * The preset policies that a stack uses. Each is looked up once, however many employees have it. A name that does not exist fails
 * the plan with the name in the error.
 */
export class PresetPolicies extends Construct {
  private readonly byName = new Map<string, DataTencentcloudCamPolicies>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PresetPoliciesProps,
  ) {
    super(scope, id);
  }

  /** Attaches presets to a sub-account; a name that is given twice is attached once. */
  attach(scope: Construct, employeeName: string, subAccount: SubAccount, presets: readonly string[]): void {
    for (const preset of new Set(presets)) {
      const policyId = this.policy(preset).policyList.get(0).policyId;
      attachPolicy(scope, terraformId(employeeName, "preset", preset), subAccount, policyId);
    }
  }

  private policy(name: string): DataTencentcloudCamPolicies {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const policies = new DataTencentcloudCamPolicies(this, constructId(name), {
      name,
      type: PRESET,
      scope: "QCS",
      ...(this.props.reader === undefined ? {} : { provider: this.props.reader }),
      lifecycle: {
        postcondition: [
          {
            condition: "${length(self.policy_list) == 1}",
            errorMessage: `There is no preset policy named ${name}; correct the grant in the roster.`,
          },
        ],
      },
    });
    policies.overrideLogicalId(terraformId(name));
    this.byName.set(name, policies);
    return policies;
  }
}
