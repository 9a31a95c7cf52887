/** Actions that let a sub-account take over the root account, by themselves or one step later. */
import { parsePattern, patternMatches, patternsOverlap } from "../language/pattern.ts";

/**
 * Actions by pattern, so that later actions of the same kind count too. Whoever may rewrite, make or attach policies, make users or
 * keys, or make or assume roles can give themselves every permission. Names from the SDK of
 * CAM, STS and Organization, and from https://www.tencentcloud.com/document/product/598/57054.
 */
export const TAKEOVER_PATTERNS: readonly string[] = [
  "cam:CreatePolicy",
  "cam:UpdatePolicy",
  "cam:DeletePolicy",
  "cam:CreatePolicyVersion",
  "cam:SetDefaultPolicyVersion",
  "cam:DeletePolicyVersion",
  "cam:AttachUser*Polic*",
  "cam:AttachGroup*Polic*",
  "cam:AttachRole*Polic*",
  "cam:DetachUser*Polic*",
  "cam:DetachGroup*Polic*",
  "cam:DetachRole*Polic*",
  "cam:AddUser*",
  "cam:AddSubAccount*",
  "cam:UpdateUser",
  "cam:CreateAccessKey",
  "cam:CreateApiKey",
  "cam:CreateCollApiKey",
  "cam:UpdateAccessKey",
  "cam:DeleteAccessKey",
  "cam:CreateRole*",
  "cam:UpdateAssumeRolePolicy",
  "cam:UpdateRoleConsoleLogin",
  "cam:PutUserPermissionsBoundary",
  "cam:DeleteUserPermissionsBoundary",
  "cam:PutRolePermissionsBoundary",
  "cam:DeleteRolePermissionsBoundary",
  "cam:CreateSAML*",
  "cam:UpdateSAML*",
  "cam:CreateOIDC*",
  "cam:UpdateOIDC*",
  "cam:CreateUserSAML*",
  "cam:UpdateUserSAML*",
  "cam:CreateUserOIDC*",
  "cam:UpdateUserOIDC*",
  "cam:SetMfaFlag",
  "cam:UpdatePasswordRules",
  "cam:BatchOperateCamStrategy",
  "cam:CreateServiceLinkedRole",
  "cam:PassRole",
  "sts:AssumeRole",
  "sts:GetFederationToken",
  "organization:Add*",
  "organization:Attach*",
  "organization:Bind*",
  "organization:Create*",
  "organization:Delete*",
  "organization:Detach*",
  "organization:Move*",
  "organization:Quit*",
  "organization:Update*",
];

/**
 * Those of them that CAM checks against one sub-account (https://www.tencentcloud.com/document/product/598/57054): harmless where the
 * policy variable confines them to the caller's own keys.
 */
const OWN_KEY_ACTIONS: readonly string[] = [
  "cam:CreateAccessKey",
  "cam:CreateApiKey",
  "cam:UpdateAccessKey",
  "cam:DeleteAccessKey",
];

const PATTERNS = TAKEOVER_PATTERNS.map((text) => parsePattern(text.toLowerCase()));

/** Whether the action, in any case, is one of them. */
export function isTakeover(action: string): boolean {
  const name = action.toLowerCase();
  return PATTERNS.some((pattern) => patternMatches(pattern, name));
}

/** Whether an action pattern of a policy (`cam:*`) stands for any of them. */
export function reachesTakeover(pattern: string): boolean {
  const parsed = parsePattern(pattern.toLowerCase());
  return PATTERNS.some((each) => patternsOverlap(each, parsed));
}

/** Whether a resource confines the action to the caller's own keys. */
export function isOwnKey(action: string, resourcePath: string): boolean {
  return namesCaller(resourcePath) && OWN_KEY_ACTIONS.some((each) => each.toLowerCase() === action.toLowerCase());
}

/** Whether a path is `uin/` and CAM's variable for the caller, which is not to be taken for a placeholder of a template. */
export function namesCaller(resourcePath: string): boolean {
  return /^uin\/\$\{uin\}$/.test(resourcePath);
}
