/** Preset policies: the published texts, what a name promises, and what is known of neither. */
import type { PolicyDocument } from "../language/document.ts";
import { parsePolicyDocument } from "../language/parse.ts";
import { passesBoundary } from "../permission-boundary.ts";
import texts from "./preset-texts.json" with { type: "json" };

/** Attached for the device-code login of CloudBase (https://docs.cloudbase.net/cli-v1/login), where the roster asks for that. */
export const DEVICE_LOGIN_PRESET = "QcloudCamReadOnlyAccess";

/**
 * What presets that are not published do by their names, which is enough to tell that a boundary leaves nothing of them. The one for the
 * device-code login is the only one that a proof takes at its word: it is described as reading CAM, and reads of CAM show settings.
 */
const PROMISES: Readonly<Record<string, readonly string[]>> = {
  QcloudCamFullAccess: ["cam:*"],
  [DEVICE_LOGIN_PRESET]: ["cam:Check*", "cam:Describe*", "cam:Get*", "cam:List*"],
  QcloudCLSFullAccess: ["cls:*"],
  QcloudLighthouseFullAccess: ["lighthouse:*"],
  QcloudLighthouseReadOnlyAccess: ["lighthouse:Describe*", "lighthouse:Inquire*"],
  QcloudTATFullAccess: ["tat:*"],
  QcloudTATReadOnlyAccess: ["tat:Describe*"],
};

/** By name: texts that documents print whole, or print a policy as equal in effect to. Tencent Cloud may change them at any time. */
const PUBLISHED: ReadonlyMap<string, PolicyDocument> = new Map(
  texts.map(({ name, statement }) => [name, parsePolicyDocument({ version: "2.0", statement })]),
);

/** What the preset allows, as a document; undefined for one whose text nobody published whole. */
export function presetDocument(preset: string): PolicyDocument | undefined {
  return PUBLISHED.get(preset) ?? (preset === DEVICE_LOGIN_PRESET ? promised(PROMISES[preset] ?? []) : undefined);
}

/** Every action pattern of the preset's allows: what a waiver of it accepts; undefined for one whose text nobody published whole. */
export function presetActions(preset: string): readonly string[] | undefined {
  return presetDocument(preset)?.statement.flatMap(({ effect, action }) => (effect === "allow" ? action : []));
}

/** Whether a permission boundary leaves nothing of the preset, so that attaching it would only look like a grant. */
export function isStoppedByBoundary(preset: string): boolean {
  const actions = presetActions(preset) ?? (Object.hasOwn(PROMISES, preset) ? PROMISES[preset] : undefined);
  return actions !== undefined && !actions.some(passesBoundary);
}

function promised(action: readonly string[]): PolicyDocument {
  return { version: "2.0", statement: [{ effect: "allow", action, resource: ["*"] }] };
}
