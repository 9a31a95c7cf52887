/** Cloud Access Management: users, policies, attachments, groups, access keys, boundaries and roles. */
import type { Action } from "../../action.ts";
import { accessKeyActions } from "./access-keys.ts";
import { attachmentActions } from "./attachments.ts";
import { boundaryActions } from "./boundaries.ts";
import { groupActions } from "./groups.ts";
import { membershipActions } from "./memberships.ts";
import { mfaActions } from "./mfa.ts";
import { policyActions } from "./policies.ts";
import { policyListActions } from "./policy-lists.ts";
import { policyVersionActions } from "./policy-versions.ts";
import { roleActions } from "./roles.ts";
import { userActions } from "./users.ts";

export const camActions: readonly Action[] = [
  ...userActions,
  ...accessKeyActions,
  ...mfaActions,
  ...policyActions,
  ...policyVersionActions,
  ...policyListActions,
  ...attachmentActions,
  ...boundaryActions,
  ...groupActions,
  ...membershipActions,
  ...roleActions,
];
