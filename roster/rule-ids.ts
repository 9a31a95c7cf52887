/** What a roster is checked for: the ids that problems carry, which stay the same over versions, each with what it asks for. */
import type { RuleDescription, Severity } from "../problems/problems.ts";

const ERRORS = {
  "api-key": "an access key says who may read its secret",
  "employee-unknown": "an employee that a command names is in the roster",
  "empty-file": "a roster has employees",
  "empty-value": "a key has a value",
  "environment-nested": "no environment's id is the start of another's",
  "environment-reference": "an environment has an id or an alias",
  "environment-twice": "every employee has an own environment, unless all who have it say so",
  "file-unreadable": "the file is there, and is a readable file of UTF-8 text",
  "firewall-port": "ports are numbers from 1 to 65535, the lower one of a range first",
  "firewall-size": "a server has no more firewall rules than it takes",
  "firewall-twice": "no two firewall rules say the same",
  "grant-kind": "a grant is for one thing",
  "grant-repository": "a repository is in a namespace",
  "grant-twice": "nothing is granted twice",
  "grant-waiver": "a preset policy has a waiver, and nothing else has",
  "key-twice": "no key is written twice in one map",
  "missing-key": "what a roster cannot do without is there",
  "name-twice": "every employee has a name of their own",
  "not-a-choice": "the value is one of those that the key takes",
  "not-json": "the file is JSON",
  "not-roster": "the file is a roster",
  "not-yaml": "the file is YAML",
  origin: "an employee comes from one place, under one name",
  "protected-unknown": "who is protected is in the roster",
  rename: "a name that is given up is taken by nobody else in the same change",
  "roster-list": "cdktf.json lists every roster file once",
  "server-bundle": "a server has a bundle",
  "server-name": "the server's name fits",
  sharing: "who shares an environment says so, and so do the others",
  "stack-name": "the file name can name a stack",
  "stack-twice": "every stack has a name of its own",
  "template-unreadable": "the template file of a policy is there and readable",
  "too-many-employees": "a root account has no more sub-accounts than CAM allows",
  "unseen-character": "every character of a text is seen",
  "unknown-key": "every key is known",
  "waiver-place": "waivers stand beside a template of one's own",
  "wrong-form": "the value has the form that the key takes",
  "wrong-type": "the value is of the kind that the key takes",
  "yaml-slip": "the file says in YAML what it means",
  "yaml-feature": "the file uses only what a reviewer reads as it is meant",
} as const satisfies Readonly<Record<string, string>>;

const WARNINGS = {
  "grant-everything": "no preset policy gives away the account",
  "open-to-everybody": "nothing is open to the whole internet",
  "waiver-terse": "a waiver says why",
} as const satisfies Readonly<Record<string, string>>;

/** Id of a rule of rosters. */
export type RosterRule = keyof typeof ERRORS | keyof typeof WARNINGS;

/** Every rule, for reports that list them; sorted by severity, then id. */
export const ROSTER_RULES: readonly RuleDescription[] = [
  ...described(ERRORS, "error"),
  ...described(WARNINGS, "warning"),
];

/** How bad it is to break a rule. */
export function severityOf(rule: RosterRule): Severity {
  return Object.hasOwn(WARNINGS, rule) ? "warning" : "error";
}

function described(rules: Readonly<Record<string, string>>, severity: Severity): RuleDescription[] {
  return Object.entries(rules).map(([id, message]) => ({ id, severity, message }));
}
