/** The finished policy or policies that confine one employee to one environment. */
import type { PolicyDocument } from "./document.ts";
import { fillTemplate } from "./fill.ts";
import type { EnvironmentValues } from "./placeholders.ts";
import { type FilledPolicy, namedPolicies, type PolicyOwner } from "./policy-names.ts";
import { fromSources } from "./sources.ts";

export type { FilledPolicy } from "./policy-names.ts";

export interface EnvironmentPolicyOptions extends Pick<PolicyOwner, "sharer"> {
  /** CIDR blocks that calls must come from; absent: from anywhere. */
  readonly sourceIps?: readonly string[] | undefined;
}

/**
 * @param template A document with placeholders.
 * @throws FillError with everything that is wrong.
 */
export function environmentPolicies(
  template: PolicyDocument,
  values: EnvironmentValues,
  { sourceIps, sharer }: EnvironmentPolicyOptions = {},
): FilledPolicy[] {
  const document = fromSources(fillTemplate(template, values), sourceIps);
  return namedPolicies(document, { environmentId: values.environmentId, sharer });
}
