/** Who gets the permission boundary. Apart from the construct, so that commands need not load CDKTF to know. */
import { PROFILES } from "../policies/profiles/profiles.ts";
import type { PolicyChoice } from "../roster/roster.ts";

/** Whether the boundary is for an employee with this policy. A template of one's own may need any service, so it gets none. */
export function isBounded(policy: PolicyChoice): boolean {
  return "profile" in policy && PROFILES[policy.profile].bounded;
}
