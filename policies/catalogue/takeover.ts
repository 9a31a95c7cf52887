/** Actions that let a sub-account take over the root account, by themselves or one step later. */
import { parsePattern, patternMatches, patternsOverlap } from "../language/pattern.ts";

/**
 * Actions by pattern, so that later actions of the same kind count too. Whoever may rewrite, make or attach policies, make users or
 * keys, let somebody else sign in, or make or assume roles can give themselves every permission. Names from the SDK of CAM, STS and
 * Organization, from https://www.tencentcloud.com/document/product/598/57054, and from the list of audited actions of CAM.
 */
export const TAKEOVER_PATTERNS: readonly string[] = [
  "cam:Add*",
  "cam:Attach*",
  "cam:BatchOperateCamStrategy",
  "cam:Bind*",
  "cam:BuildDataFlowAuthToken",
  "cam:Create*Key*",
  "cam:Create*OIDC*",
  "cam:Create*Polic*",
  "cam:Create*SAML*",
  "cam:CreateAssistApprover",
  "cam:CreateRole*",
  "cam:CreateServiceLinkedRole",
  "cam:CreateSubAccount*",
  "cam:CreateUser*",
  "cam:Delete*Key*",
  "cam:Delete*PermissionsBoundary",
  "cam:DeletePolic*",
  "cam:Detach*",
  "cam:Enable*Key*",
  "cam:GenerateOIDC*",
  "cam:Get*ApiKey*",
  "cam:PassRole",
  "cam:Put*PermissionsBoundary",
  "cam:Query*Key*",
  "cam:SetDefaultPolicyVersion",
  "cam:SetMfaFlag",
  "cam:SetSafeAuthFlag*",
  "cam:Unbind*",
  "cam:Update*Key*",
  "cam:Update*OIDC*",
  "cam:Update*SAML*",
  "cam:UpdateAssumeRolePolicy",
  "cam:UpdateCamStrategy*",
  "cam:UpdatePasswordRules",
  "cam:UpdatePolic*",
  "cam:UpdateRoleConsoleLogin",
  "cam:UpdateSubAccount*",
  "cam:UpdateUser*",
  "sts:AssumeRole",
  "sts:GetFederationToken",
  "organization:Accept*",
  "organization:Add*",
  "organization:Attach*",
  "organization:Batch*",
  "organization:Bind*",
  "organization:Create*",
  "organization:Delete*",
  "organization:Detach*",
  "organization:Move*",
  "organization:Quit*",
  "organization:Update*",
];

/**
 * Those of them that CAM checks against the sub-account whose key it is: harmless where the policy variable confines them to the
 * caller's own. The row of cam:CreateApiKey says so (https://www.tencentcloud.com/document/product/598/57054). That of
 * cam:CreateAccessKey prints the same placeholder for owner and sub-account, so that it may mean the caller, who could then make keys
 * for anybody; rows of the actions that change and delete keys are not published.
 */
const OWN_KEY_ACTIONS: readonly string[] = ["cam:CreateApiKey"];

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
  return namesCaller(resourcePath) && isConfinedToOwnKeys(action);
}

/** Whether CAM checks the action, in any case, against the sub-account whose key it is. */
export function isConfinedToOwnKeys(action: string): boolean {
  return OWN_KEY_ACTIONS.some((each) => each.toLowerCase() === action.toLowerCase());
}

/** Whether a path is `uin/` and CAM's variable for the caller, which is not to be taken for a placeholder of a template. */
export function namesCaller(resourcePath: string): boolean {
  return /^uin\/\$\{uin\}$/.test(resourcePath);
}
