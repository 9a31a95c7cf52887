/** The yardstick for bench/synth.ts: a plain CDKTF program that writes as many blocks as the roster app does. */
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import { CamUserPermissionBoundaryAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-permission-boundary-attachment";
import { CamUserPolicyAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-policy-attachment";
import { LighthouseFirewallRule } from "@cdktf/provider-tencentcloud/lib/lighthouse-firewall-rule";
import { LighthouseInstance } from "@cdktf/provider-tencentcloud/lib/lighthouse-instance";
import { TencentcloudProvider } from "@cdktf/provider-tencentcloud/lib/provider";
import { TagAttachmentV2 } from "@cdktf/provider-tencentcloud/lib/tag-attachment-v2";
import { TatInvocationInvokeAttachment } from "@cdktf/provider-tencentcloud/lib/tat-invocation-invoke-attachment";
import { App, TerraformOutput, TerraformStack } from "cdktf";

const employees = Number(process.argv[2] ?? 1000);
// As long as a filled policy of the documented profile.
const document = JSON.stringify({
  version: "2.0",
  statement: [{ effect: "allow", action: Array(170).fill("tcb:DescribeSomething"), resource: ["*"] }],
});

const app = new App();
const stack = new TerraformStack(app, "employees");
new TencentcloudProvider(stack, "tencentcloud", { region: "ap-shanghai" });
for (let index = 0; index < employees; index += 1) {
  const name = `employee-${index}`;
  const user = new CamUser(stack, `${name}-user`, {
    name,
    useApi: false,
    consoleLogin: true,
    tags: { employee: name, "managed-by": "bare" },
  });
  const policy = new CamPolicy(stack, `${name}-policy`, {
    name,
    document,
    tags: { employee: name, "managed-by": "bare" },
  });
  for (const kind of ["environment", "preset"]) {
    new CamUserPolicyAttachment(stack, `${name}-${kind}`, { userName: user.name, policyId: policy.id });
  }
  new CamUserPermissionBoundaryAttachment(stack, `${name}-boundary`, { targetUin: user.uin, policyId: 1 });
  const instance = new LighthouseInstance(stack, `${name}-server`, {
    bundleId: "bundle_starter_mc_promo_med4_02",
    blueprintId: "lhbp-oc2026ab",
    instanceName: name,
    renewFlag: "NOTIFY_AND_MANUAL_RENEW",
    period: 1,
    lifecycle: { ignoreChanges: ["blueprint_id", "period"] },
  });
  new LighthouseFirewallRule(stack, `${name}-firewall`, {
    instanceId: instance.id,
    firewallRules: [{ protocol: "ICMP", port: "ALL" }],
  });
  new TatInvocationInvokeAttachment(stack, `${name}-bootstrap`, {
    instanceId: instance.id,
    commandId: "cmd-1",
    parameters: "{}",
  });
  for (const tagKey of ["employee", "managed-by"]) {
    new TagAttachmentV2(stack, `${name}-${tagKey}`, {
      tagKey,
      tagValue: name,
      resource: `qcs::lighthouse:::instance/${instance.id}`,
    });
  }
  new TerraformOutput(stack, `${name}-output`, { value: { userName: user.name, address: instance.publicAddresses } });
  new TerraformOutput(stack, `${name}-password`, { value: user.password, sensitive: true });
}
app.synth();
