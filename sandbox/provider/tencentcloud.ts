/** The provider tencentcloud as the sandbox has it: its schema, and one file a resource. A new resource is added here. */
import { PROVIDER_ADDRESS } from "../../providers/tencentcloud/schema-cut.ts";
import { ApiClient } from "./client.ts";
import { readSettings } from "./configuration.ts";
import type { Provider } from "./protocol/provider.ts";
import { parseProviderSchema } from "./protocol/schema.ts";
import { camAccessKey } from "./resources/cam-access-key.ts";
import { camMfaFlag } from "./resources/cam-mfa-flag.ts";
import { camPolicies } from "./resources/cam-policies.ts";
import { camPolicy } from "./resources/cam-policy.ts";
import { camUser } from "./resources/cam-user.ts";
import { camUserPermissionBoundaryAttachment } from "./resources/cam-user-permission-boundary-attachment.ts";
import { camUserPolicyAttachment } from "./resources/cam-user-policy-attachment.ts";
import { lighthouseFirewallRule } from "./resources/lighthouse-firewall-rule.ts";
import { lighthouseFirewallTemplate } from "./resources/lighthouse-firewall-template.ts";
import { lighthouseInstance } from "./resources/lighthouse-instance.ts";
import { tagAttachmentV2 } from "./resources/tag-attachment-v2.ts";
import { tatCommand } from "./resources/tat-command.ts";
import { tatInvocationInvokeAttachment } from "./resources/tat-invocation-invoke-attachment.ts";
import { userInfo } from "./resources/user-info.ts";

/**
 * @param schema parsed providers/tencentcloud/schema.json.
 * @param environment where keys, region and the sandbox's endpoint come from if the provider block does not say.
 */
export function tencentcloud(
  schema: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Provider<ApiClient> {
  return {
    schema: parseProviderSchema(schema, PROVIDER_ADDRESS),
    configure: (config, stopped) => new ApiClient(readSettings(config, environment), stopped),
    resources: {
      tencentcloud_cam_access_key: camAccessKey,
      tencentcloud_cam_mfa_flag: camMfaFlag,
      tencentcloud_cam_policy: camPolicy,
      tencentcloud_cam_user: camUser,
      tencentcloud_cam_user_permission_boundary_attachment: camUserPermissionBoundaryAttachment,
      tencentcloud_cam_user_policy_attachment: camUserPolicyAttachment,
      tencentcloud_lighthouse_firewall_rule: lighthouseFirewallRule,
      tencentcloud_lighthouse_firewall_template: lighthouseFirewallTemplate,
      tencentcloud_lighthouse_instance: lighthouseInstance,
      tencentcloud_tag_attachment_v2: tagAttachmentV2,
      tencentcloud_tat_command: tatCommand,
      tencentcloud_tat_invocation_invoke_attachment: tatInvocationInvokeAttachment,
    },
    dataSources: {
      tencentcloud_cam_policies: camPolicies,
      tencentcloud_user_info: userInfo,
    },
  };
}
