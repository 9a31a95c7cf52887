/** What the proof of isolation takes for granted, since no policy document can show it. */
import { CATALOGUE } from "../catalogue/catalogue.ts";
import type { Step } from "./paths.ts";

export interface Assumption {
  readonly id: string;
  /** What must be true outside of the policies, in one or two sentences. */
  readonly text: string;
  /** How to see whether it is. */
  readonly check: string;
  /** Names of the employees whose own policies let them make it untrue; absent where policies do not say. */
  readonly breakableBy?: readonly string[];
}

/** What makes the assumption on bucket policies untrue, when an employee does it to the own bucket. */
export const OPENS_OWN_BUCKET: Step = {
  anyOf: ["cos:PutBucketPolicy", "cos:PutBucketACL", "cos:PutObjectACL"],
  on: "own",
};

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: "service-role",
    text:
      "Functions run as the role TCB_QcsRole, which all environments share and which may read and write object storage, functions and " +
      "logs of the whole account (https://cloud.tencent.com/document/product/876/47056). The proof is about the keys of sub-accounts; " +
      "code that runs as this role is outside of it.",
    check: "Give functions a role of their own (Role), or deploy one and try its keys on another environment's bucket.",
  },
  {
    id: "bucket-policies",
    text:
      "No bucket policy and no access list grants anything to other employees: COS allows what a policy of the user or one of the bucket " +
      "allows (COS documents, evaluation of access policies).",
    check: "cos:GetBucketPolicy and cos:GetBucketACL of every bucket; deny employees to write them.",
  },
  {
    id: "other-policies",
    text: "The sub-accounts have the policies of this roster and no others, neither by hand nor from groups.",
    check: "cam:ListAttachedUserAllPolicies of every sub-account; nothing but what the stack attaches.",
  },
  {
    id: "boundary-attached",
    text: "A permission boundary that the proof counts on is attached, and no employee can change it.",
    check: "cam:GetUserPermissionBoundary of every sub-account.",
  },
  {
    id: "presets",
    text: "Preset policies say what their names say: the texts of most are not published, and Tencent Cloud may change them at any time.",
    check: "cam:GetPolicy of every preset policy that is attached.",
  },
  {
    id: "settings",
    text:
      "Actions that read settings and states of the whole account (names of functions, statistics, bills) are no breach: they show what " +
      "others have, and neither what is in it nor a way in.",
    check: "List them with their access level in the catalogue; take out of the template what must not be seen.",
  },
  {
    id: "granularity",
    text:
      `Which resources an action is checked against is as in the catalogue. For ${CATALOGUE.filter(({ basis }) => basis === "inferred").length} ` +
      `of its ${CATALOGUE.length} actions that is inferred, since no document says it.`,
    check: "Call the action with an employee's key on another environment; it must be refused.",
  },
];
