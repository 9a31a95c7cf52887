/** What the proof of isolation takes for granted, since no policy document can show it. */
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { ableTo, type PreparedSubject } from "./path-findings.ts";
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

/** An assumption, and what makes it untrue when an employee does it. */
interface Described extends Omit<Assumption, "breakableBy"> {
  readonly brokenBy?: Step;
}

/** Before anybody's policies are known. */
export const DESCRIBED_ASSUMPTIONS: readonly Described[] = [
  {
    id: "service-role",
    text:
      "Functions run as the role TCB_QcsRole, which all environments share. It may do everything in CloudBase (tcb:*), read and write " +
      "object storage, functions, logs, monitoring and networks of the whole account, and read certificates with their private keys " +
      "(https://cloud.tencent.com/document/product/876/47056 and https://github.com/TencentCloudBase/CloudBase-AI-Toolkit). The proof is " +
      "about the keys of sub-accounts; code that runs as this role, or as any other that functions may take (F1), is outside of it.",
    check: "Give functions a role of their own (Role), or deploy one and try its keys on another environment's bucket.",
  },
  {
    id: "bucket-policies",
    text:
      "No bucket policy and no access list grants anything to other employees: COS allows what a policy of the user or one of the bucket " +
      "allows (COS documents, evaluation of access policies).",
    check: "cos:GetBucketPolicy and cos:GetBucketACL of every bucket; deny employees to write them.",
    brokenBy: { anyOf: ["cos:PutBucketPolicy", "cos:PutBucketACL", "cos:PutObjectACL"], on: "own" },
  },
  {
    id: "object-headers",
    text:
      "No object is opened to others by the headers of its upload (x-cos-acl, x-cos-grant-read): by the documents the permission to " +
      "upload is enough for it (https://cloud.tencent.com/document/product/436/46205 and 46206).",
    check: "cos:GetObjectACL of objects that matter; block public access in the settings of the bucket.",
    brokenBy: { anyOf: ["cos:PutObject", "cos:PostObject", "cos:InitiateMultipartUpload"], on: "own" },
  },
  {
    id: "directory",
    text:
      "Nobody sees the names, telephone numbers and e-mail addresses of colleagues or the texts of policies. The preset " +
      "QcloudCamReadOnlyAccess shows them; the sign-in with a device code needs it " +
      "(https://docs.cloudbase.net/cli-v1/login), so that profiles with that sign-in have it by default.",
    check: "Set the device-code sign-in off for those who must not see it.",
    brokenBy: { anyOf: ["cam:ListUsers", "cam:GetUser", "cam:GetPolicy", "cam:ListPolicies"], on: "account" },
  },
  {
    id: "networks",
    text:
      "Networks are outside: what servers, functions and databases that share a network can reach of each other, which ports a server " +
      "opens, and what a program sends on purpose.",
    check: "The firewall of every server, and the networks that environments are in.",
  },
  {
    id: "named-elsewhere",
    text:
      "What a policy names by a whole id and the roster does not (a secret, a database, a key) is the employee's own. Only wildcards, " +
      "servers and what the roster names are compared.",
    check: "Who else has the ids that stand in templates of one's own.",
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
      "CAM asks for each action in one of the ways of the catalogue. Where documents differ or none says it " +
      `(${CATALOGUE.filter(({ basis }) => basis !== "sourced").length} of its ${CATALOGUE.length} actions), every way counts against isolation.`,
    check: "Call the action with an employee's key on another environment; it must be refused.",
  },
];

/** What the proof rests on, with the employees who can make it untrue. */
export function assumptionsFor(subjects: readonly PreparedSubject[]): readonly Assumption[] {
  return DESCRIBED_ASSUMPTIONS.map(({ brokenBy, ...assumption }) =>
    brokenBy === undefined ? assumption : { ...assumption, breakableBy: ableTo(brokenBy, subjects) },
  );
}
