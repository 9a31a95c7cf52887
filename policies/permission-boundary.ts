/** The permission boundary of a stack's sub-accounts: what nobody gets, whatever is attached to them later. */
import { GRANT_KINDS } from "./grants/grants.ts";
import type { PolicyDocument } from "./language/document.ts";
import { parsePattern, patternContains, patternsOverlap } from "./language/pattern.ts";

/**
 * What profiles need, as service families. What is not here is out of reach: every write of CAM, `sts`, every write of
 * `organization`, and the private keys of certificates (`ssl:DescribeCertificateDetail`),
 * and what a kind of grant does not name as its own.
 */
const OF_PROFILES: readonly string[] = [
  "tcb:*",
  "tcbr:*",
  "lowcode:*",
  "scf:*",
  "cls:*",
  "cos:*",
  // Reads alone, which the device-code login takes (QcloudCamReadOnlyAccess); no API of these verbs changes anything.
  "cam:Check*",
  "cam:Describe*",
  "cam:Get*",
  "cam:List*",
  "organization:Describe*",
  "vpc:Describe*",
  "cdn:PurgeUrlsCache",
  "cdn:TcbCheckResource",
  "ssl:DescribeCertificate",
  "ssl:DescribeCertificates",
];

/** With what each kind of grant needs. */
const FAMILIES: readonly string[] = [
  ...new Set([...OF_PROFILES, ...Object.values(GRANT_KINDS).flatMap(({ families }) => families)]),
];

/** Keys of environments that belong to other accounts of a platform, and keys by name among the reads of CAM; no profile has them. */
const NEVER: readonly string[] = ["cam:Get*ApiKey*", "tcb:AssumeRoleForAllocatedEnv"];

/**
 * Effective is what both the policies and the boundary allow; it never grants anything
 * (https://www.tencentcloud.com/document/product/598/39425). One document for all, at most 4,096 characters.
 */
export const PERMISSION_BOUNDARY: PolicyDocument = {
  version: "2.0",
  statement: [
    { effect: "allow", action: FAMILIES, resource: ["*"] },
    { effect: "deny", action: NEVER, resource: ["*"] },
  ],
};

/** Whether the boundary lets anything of an action pattern (`ci:*`) through. */
export function passesBoundary(action: string): boolean {
  const asked = parsePattern(action.toLowerCase());
  if (NEVER.some((never) => patternContains(parsePattern(never.toLowerCase()), asked))) return false;
  return FAMILIES.some((family) => patternsOverlap(parsePattern(family.toLowerCase()), asked));
}
