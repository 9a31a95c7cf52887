/** Employees as the proof of isolation takes them: with every policy that the stack gives them. */
import { grantedResources } from "../policies/grants/grants.ts";
import { presetActions, presetDocument } from "../policies/grants/presets.ts";
import type { IsolationSubject } from "../policies/isolation/isolation.ts";
import { PERMISSION_BOUNDARY } from "../policies/permission-boundary.ts";
import { SUSPENSION } from "../policies/suspension.ts";
import { listPolicies, type Workplace } from "./workplace.ts";

/**
 * The subject of one employee. Presets whose text is known count with that text, and their actions as waived: the roster has a reason
 * for each, or asks for the device-code login. The proof says of a preset whose text is not known that it may allow anything.
 */
export function isolationSubject({
  employee,
  environmentId,
  environment,
  policies,
  suspended,
}: Workplace): IsolationSubject {
  const { policy } = employee;
  const { presets, bounded } = policies;
  const { hostingBucket, logs, region, storageBucket } = environment;
  const own = suspended ? [] : listPolicies(policies);
  return {
    name: employee.name,
    documents: [
      ...(suspended ? [SUSPENSION] : []),
      ...own.map(({ document }) => document),
      ...presets.flatMap((preset) => presetDocument(preset) ?? []),
    ],
    boundary: bounded ? PERMISSION_BOUNDARY : undefined,
    environment: { id: environmentId, region, storageBucket, hostingBucket, ...logs, namespace: environmentId },
    profile: "profile" in policy ? policy.profile : policy.template,
    waived: [
      ...employee.waivers.map(({ action }) => action),
      ...presets.flatMap((preset) => presetActions(preset) ?? []),
    ],
    unread: presets.filter((preset) => presetActions(preset) === undefined),
    granted: grantedResources(employee.grants, region),
    // They follow those of the environment.
    grantDocuments: own.flatMap((_, index) => (index < policies.environment.length ? [] : [index])),
    sharedWith: employee.environment.sharedWith,
  };
}
