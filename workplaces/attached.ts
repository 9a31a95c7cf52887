/** What hangs on a sub-account once a roster is deployed. Pure. */

import type { PolicyDocument } from "../policies/language/document.ts";
import { PERMISSION_BOUNDARY } from "../policies/permission-boundary.ts";
import { SUSPENSION } from "../policies/suspension.ts";
import { stackPolicyName } from "../terraform/names.ts";
import { listPolicies, type Stack, type Workplace } from "./workplace.ts";

/** What the roster says must hang on a sub-account, and nothing else. */
export interface RosterSays {
  /** With their documents; presets, whose texts are Tencent Cloud's, without. */
  readonly policies: readonly { readonly name: string; readonly document?: PolicyDocument | undefined }[];
  /** Undefined: none. */
  readonly boundary: { readonly name: string; readonly document: PolicyDocument } | undefined;
}

export function rosterSays({ roster }: Stack, { policies, suspended }: Workplace): RosterSays {
  const own = suspended
    ? [{ name: stackPolicyName(roster.stack, "suspended"), document: SUSPENSION }]
    : listPolicies(policies).map(({ name, document }) => ({ name, document }));
  const presets = [...new Set(policies.presets)].map((name) => ({ name }));
  return {
    policies: [...own, ...presets],
    boundary: policies.bounded
      ? { name: stackPolicyName(roster.stack, "boundary"), document: PERMISSION_BOUNDARY }
      : undefined,
  };
}
