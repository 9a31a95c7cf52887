/** The finished policy or policies that confine one employee to one environment. */

import { fillTemplate } from "./fill.ts";
import type { PolicyDocument } from "./language/document.ts";
import type { EnvironmentValues } from "./placeholders.ts";
import { type FilledPolicy, namedPolicies } from "./policy-names.ts";
import { fromSources } from "./sources.ts";

export type { FilledPolicy } from "./policy-names.ts";

/**
 * @param template A document with placeholders.
 * @param employee Name of the sub-account.
 * @param sourceIps CIDR blocks that calls must come from; absent: from anywhere.
 * @throws FillError with everything that is wrong.
 */
export function environmentPolicies(
  template: PolicyDocument,
  values: EnvironmentValues,
  employee: string,
  sourceIps?: readonly string[],
): FilledPolicy[] {
  const document = fromSources(fillTemplate(template, values), sourceIps);
  return namedPolicies(document, { environmentId: values.environmentId, employee });
}
