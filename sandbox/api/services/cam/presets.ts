/** Preset policies: those of Tencent Cloud that this project, its documents or their templates name. */
import { type PolicyDocument, printPolicyDocument } from "../../../../policies/language/document.ts";

export interface Preset {
  /** Made up, and the same in every sandbox: the real ids are published nowhere. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly document: string;
}

/** When every preset says that it was made: an arbitrary day before any sandbox. */
export const PRESET_TIME = Date.UTC(2018, 0, 1);

/** Actions by name; documents of the real presets as published, or the widest that their names say. */
const ACTIONS: readonly (readonly [name: string, description: string, action: readonly string[]])[] = [
  ["AdministratorAccess", "Manages all users, their permissions, financial information and cloud resources.", ["*"]],
  ["ReadOnlyAccess", "Reads all cloud resources.", ["*:Describe*", "*:Get*", "*:List*"]],
  ["QcloudCamFullAccess", "Full access to Cloud Access Management.", ["cam:*"]],
  [
    "QcloudCamReadOnlyAccess",
    "Read-only access to Cloud Access Management.",
    ["cam:Describe*", "cam:Get*", "cam:List*", "cam:Check*"],
  ],
  ["QcloudCamRoleFullAccess", "Full access to roles.", ["cam:*Role*", "sts:AssumeRole"]],
  ["QcloudCIFullAccess", "Full access to Cloud Infinite.", ["ci:*"]],
  ["QcloudCIReadOnlyAccess", "Read-only access to Cloud Infinite.", ["ci:Describe*", "ci:Get*", "ci:List*"]],
  ["QcloudCOSFullAccess", "Full access to Cloud Object Storage.", ["cos:*"]],
  [
    "QcloudCOSReadOnlyAccess",
    "Read-only access to Cloud Object Storage.",
    ["cos:Get*", "cos:Head*", "cos:List*", "cos:OptionsObject"],
  ],
  [
    "QcloudCOSDataFullControl",
    "Reads, writes, deletes and lists objects.",
    ["cos:*Object*", "cos:GetBucket", "cos:ListMultipartUploads", "cos:ListParts"],
  ],
  [
    "QcloudCOSDataReadOnly",
    "Reads and lists objects.",
    ["cos:GetBucket", "cos:GetObject", "cos:HeadObject", "cos:ListParts"],
  ],
  [
    "QcloudCOSDataWriteOnly",
    "Writes objects.",
    ["cos:PutObject", "cos:PostObject", "cos:InitiateMultipartUpload", "cos:UploadPart"],
  ],
  ["QcloudTCRFullAccess", "Full access to Tencent Container Registry.", ["tcr:*"]],
  [
    "QcloudTCRReadOnlyAccess",
    "Read-only access to Tencent Container Registry.",
    ["tcr:Describe*", "tcr:PullRepository*"],
  ],
  ["QcloudTCBFullAccess", "Full access to CloudBase.", ["tcb:*"]],
  ["QcloudTCBReadOnlyAccess", "Read-only access to CloudBase.", ["tcb:Describe*", "tcb:Get*", "tcb:List*"]],
  [
    "QcloudAccessForTCBRole",
    "CloudBase's access to other services.",
    ["cos:*", "scf:*", "cls:*", "monitor:*", "vpc:*"],
  ],
  [
    "QcloudSCFFullAccess",
    "Full access to Serverless Cloud Function.",
    ["scf:*", "cam:GetRole", "cam:ListAttachedRolePolicies"],
  ],
  ["QcloudCLSFullAccess", "Full access to Cloud Log Service.", ["cls:*"]],
  ["QcloudTATFullAccess", "Full access to TencentCloud Automation Tools.", ["tat:*"]],
  ["QcloudTATReadOnlyAccess", "Read-only access to TencentCloud Automation Tools.", ["tat:Describe*"]],
  ["QcloudLighthouseFullAccess", "Full access to Lighthouse.", ["lighthouse:*"]],
  [
    "QcloudLighthouseReadOnlyAccess",
    "Read-only access to Lighthouse.",
    ["lighthouse:Describe*", "lighthouse:Inquire*"],
  ],
];

export const PRESETS: readonly Preset[] = ACTIONS.map(([name, description, action], index) => ({
  id: index + 1,
  name,
  description,
  document: printPolicyDocument(allow(action)),
}));

function allow(action: readonly string[]): PolicyDocument {
  return { version: "2.0", statement: [{ effect: "allow", action, resource: ["*"] }] };
}
