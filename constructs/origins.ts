/** Terraform's `import` and `removed` blocks for employees who come from elsewhere, so that what there is of them stays. */
import { CamMfaFlag } from "@cdktf/provider-tencentcloud/lib/cam-mfa-flag";
import { CamPolicy } from "@cdktf/provider-tencentcloud/lib/cam-policy";
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import { CamUserPermissionBoundaryAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-permission-boundary-attachment";
import { CamUserPolicyAttachment } from "@cdktf/provider-tencentcloud/lib/cam-user-policy-attachment";
import { LighthouseFirewallRule } from "@cdktf/provider-tencentcloud/lib/lighthouse-firewall-rule";
import { LighthouseInstance } from "@cdktf/provider-tencentcloud/lib/lighthouse-instance";
import { TagAttachmentV2 } from "@cdktf/provider-tencentcloud/lib/tag-attachment-v2";
import { TatCommand } from "@cdktf/provider-tencentcloud/lib/tat-command";
import { TatInvocationInvokeAttachment } from "@cdktf/provider-tencentcloud/lib/tat-invocation-invoke-attachment";
import { TerraformResource, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { ExistingEmployee, ExistingStack } from "../lookups/lookups.ts";
import { terraformId } from "../terraform/id.ts";
import type { Stack, Workplace } from "../workplaces/workplace.ts";

/** One `import` block: the address in Terraform, and the id that the provider imports by. */
export interface Import {
  readonly to: string;
  readonly id: string;
}

/** What comes of the blocks of somebody who is taken over. */
export interface TakenOver {
  readonly imports: readonly Import[];
  /** Addresses that the stack of before is to forget: what is imported, and what is made anew over what was there. */
  readonly forgotten: readonly string[];
}

/**
 * The imports of one employee. Ids are those of the provider's documentation. What does not exist is made, and so are:
 * - the boundary: a new attachment puts the new stack's boundary over the old one in one call, while an import would take the old
 *   one off first (resource_tc_cam_user_permission_boundary_attachment.go, 1.83.25);
 * - the flag of the second factor, which may be set twice;
 * - the run that sets the server up, which belongs to another stack's command.
 */
export function takeOver(
  blocks: IConstruct,
  workplace: Workplace,
  existing: ExistingEmployee,
  stack: Stack,
): TakenOver {
  const imports: Import[] = [];
  const forgotten: string[] = [];
  for (const resource of blocks.node.findAll().filter((each) => each instanceof TerraformResource)) {
    const id = importId(resource, workplace, existing, stack);
    const address = addressOf(resource);
    if (id !== undefined) imports.push({ to: address, id });
    if (id !== undefined || isMadeOver(resource, existing)) forgotten.push(address);
  }
  return { imports, forgotten };
}

function isMadeOver(resource: TerraformResource, { server }: ExistingEmployee): boolean {
  return (
    resource instanceof CamUserPermissionBoundaryAttachment ||
    resource instanceof CamMfaFlag ||
    (resource instanceof TatInvocationInvokeAttachment && server !== undefined)
  );
}

function importId(
  resource: TerraformResource,
  { employee: { name }, environment: { region }, policies }: Workplace,
  existing: ExistingEmployee,
  { account: { ownerUin } }: Stack,
): string | undefined {
  const { server } = existing;
  if (resource instanceof CamUser) return name;
  if (resource instanceof CamPolicy) return own(existing.policies, resource.nameInput ?? "");
  if (resource instanceof CamUserPolicyAttachment) {
    const preset = policies.presets.find((each) => resource.friendlyUniqueId === terraformId(name, "preset", each));
    const policy = preset === undefined ? own(existing.attached, policyOf(resource)) : own(existing.presets, preset);
    return policy === undefined ? undefined : `${name}#${policy}`;
  }
  if (server === undefined) return undefined;
  if (resource instanceof LighthouseInstance || resource instanceof LighthouseFirewallRule) return server.id;
  if (resource instanceof TagAttachmentV2) {
    const key = resource.tagKeyInput ?? "";
    if (!server.tags.includes(key)) return undefined;
    return `${key}#qcs::lighthouse:${region}:uin/${ownerUin}:instance/${server.id}`;
  }
  return undefined;
}

/** Name of the policy that an attachment is of: the block beside it that has the same id. */
function policyOf({ friendlyUniqueId, node }: CamUserPolicyAttachment): string {
  const policy = node.scope?.node.children
    .filter((each) => each instanceof CamPolicy)
    .find((each) => each.friendlyUniqueId === friendlyUniqueId);
  return policy?.nameInput ?? "";
}

/** What a stack has once and is there already, although no state may know it: names of policies and commands can be had only once. */
export function stackImports(blocks: readonly IConstruct[], existing: ExistingStack): Import[] {
  return blocks
    .flatMap((each) => each.node.findAll())
    .filter((each) => each instanceof TerraformResource)
    .flatMap((resource) => {
      const isCommand = resource instanceof TatCommand;
      const id =
        resource instanceof CamPolicy
          ? own(existing.policies, resource.nameInput ?? "")
          : isCommand
            ? existing.setUpCommand
            : undefined;
      return id === undefined ? [] : [{ to: addressOf(resource), id }];
    });
}

/** Writes `import` blocks. CDKTF's own `importFrom` runs Terraform while it synthesizes. An address that is in the state already is left as it is. */
export function addImports(stack: TerraformStack, imports: readonly Import[]): void {
  if (imports.length === 0) return;
  stack.addOverride(
    "import",
    [...imports].sort((a, b) => (a.to < b.to ? -1 : 1)),
  );
}

/** Writes `removed` blocks: what is in the state is forgotten, and not destroyed. An address that is not in the state is no error. */
export function addRemoved(stack: TerraformStack, addresses: readonly string[]): void {
  if (addresses.length === 0) return;
  const sorted = [...new Set(addresses)].sort();
  stack.addOverride(
    "removed",
    sorted.map((from) => ({ from, lifecycle: [{ destroy: false }] })),
  );
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
