/** Preset policies whose text is known, at least as wide as it is: what a waiver accepts. */
import type { PolicyDocument } from "../document.ts";
import { passesBoundary } from "../permission-boundary.ts";

/** Attached for the device-code login of CloudBase (https://docs.cloudbase.net/cli-v1/login), where the roster asks for that. */
export const DEVICE_LOGIN_PRESET = "QcloudCamReadOnlyAccess";

/**
 * Actions by name, all on `*`. Those of TCR are printed on its page (https://www.tencentcloud.com/document/product/1051/39860); the
 * others are what their names say. Tencent Cloud may change them at any time.
 */
const PRESETS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  QcloudCamFullAccess: ["cam:*"],
  QcloudCamReadOnlyAccess: ["cam:Check*", "cam:Describe*", "cam:Get*", "cam:List*"],
  QcloudCIFullAccess: ["ci:*"],
  QcloudCLSFullAccess: ["cls:*"],
  QcloudCOSDataFullControl: ["cos:*"],
  QcloudCOSDataReadOnly: ["cos:Get*", "cos:Head*", "cos:List*", "cos:OptionsObject"],
  QcloudCOSFullAccess: ["cos:*"],
  QcloudCOSReadOnlyAccess: ["cos:Get*", "cos:Head*", "cos:List*", "cos:OptionsObject"],
  QcloudLighthouseFullAccess: ["lighthouse:*"],
  QcloudLighthouseReadOnlyAccess: ["lighthouse:Describe*", "lighthouse:Inquire*"],
  QcloudSCFFullAccess: ["scf:*", "cam:GetRole", "cam:ListAttachedRolePolicies"],
  QcloudTATFullAccess: ["tat:*"],
  QcloudTATReadOnlyAccess: ["tat:Describe*"],
  QcloudTCBFullAccess: ["tcb:*"],
  QcloudTCRFullAccess: ["tcr:*"],
  QcloudTCRReadOnlyAccess: ["tcr:Describe*", "tcr:PullRepository*"],
};

/** What the preset allows on every resource; undefined for one whose text is not known. */
export function presetActions(preset: string): readonly string[] | undefined {
  return Object.hasOwn(PRESETS, preset) ? PRESETS[preset] : undefined;
}

/** The preset as a document; undefined for one whose text is not known. */
export function presetDocument(preset: string): PolicyDocument | undefined {
  const action = presetActions(preset);
  return action && { version: "2.0", statement: [{ effect: "allow", action, resource: ["*"] }] };
}

/** Whether a permission boundary leaves nothing of the preset, so that attaching it would only look like a grant. */
export function isStoppedByBoundary(preset: string): boolean {
  const actions = presetActions(preset);
  return actions !== undefined && !actions.some(passesBoundary);
}
