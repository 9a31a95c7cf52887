/** Every id that a problem may carry, in words: what it asks for, why, and what to do. */

import { ATTACK_PATHS, DESCRIBED_ASSUMPTIONS, INVARIANTS } from "../policies/isolation/isolation.ts";
import { LINT_RULES } from "../policies/lint/lint.ts";
import type { Explanation } from "../reports/explanation.ts";
import { ROSTER_RULES } from "../roster/rule-ids.ts";

/** Why an invariant is asked for, and what to do where it is broken. */
const INVARIANT_REMEDIES: Readonly<Record<keyof typeof INVARIANTS, string>> = {
  I1: "One such action makes an employee administrator of the root account, from where everything else is in reach. Take the action out of the template, or choose the profile guarded, confined or strict.",
  I2: "CAM cannot confine these actions to a resource, so that they work on everybody's. Take the action out of the template, or choose a profile without it; a waiver beside the template accepts it in writing.",
  I3: "The action can be confined, and its resource is written too widely. Name the employee's own environment, with a placeholder such as ${envId} or ${storageBucket}.",
  I4: "CAM compares names from their beginning, so that env-1/* also matches what env-10 begins with in some services. Use environments with other ids.",
  I5: "An empty or starred account, region or id matches what others have. Write all six segments of the resource, with the placeholders of docs/policies.md.",
};

/** Of problems with files, lookups, plans and commands, which no other list has. */
const OTHERS: Readonly<Record<string, readonly [title: string, remedy: string]>> = {
  account: [
    "the key belongs to the root account that the roster names",
    "Use the key of that account, or correct account.ownerUin. Nothing was read or changed in the other account.",
  ],
  adopted: [
    "somebody is taken over: Terraform imports the sub-account",
    "Read the plan: what the account has and the roster does not say is taken away. Afterwards remove adopt: true.",
  ],
  "attached-by-hand": [
    "somebody who is taken over has nothing but what the roster says",
    "What was attached by hand stays attached: detach it, or grant in the roster what the employee needs.",
  ],
  blueprint: ["the blueprint of a server is one of the region's", "Write the id or the name of one that lookup lists."],
  "bundle-changes": [
    "a server that is taken over keeps its bundle",
    "Write the bundle that the server has, or change it on purpose: the provider then resets the server.",
  ],
  "bundle-unknown": ["the bundle of a server is one of the region's", "Write one that lookup lists."],
  "bundle-without-linux": ["the bundle of a server is for Linux", "Write one that lookup lists for Linux."],
  affected: [
    "there is a commit to compare with",
    "Fetch it, or correct its name; in a pipeline, check out with its history.",
  ],
  audit: [
    "the account has nothing of an employee but what the roster says",
    "Put what is wanted into the roster, and take the rest away in the console of CAM or with the next deployment.",
  ],
  "audit-nobody": [
    "every sub-account is in a roster",
    "Take it over with npx subaccounts adopt, leave it out with --except, or delete it in the console.",
  ],
  "bundle-sold-out": [
    "the bundle of a server can be bought",
    "Choose one that lookup lists as on sale; servers that have the bundle keep it.",
  ],
  "bundles-missing": ["the lookups know size and price of the servers", "Run npx subaccounts lookup."],
  cloud: [
    "the cloud answers",
    "The message has the code and the request id of the answer. Wait and run the command again, or give the key the permission that the message names.",
  ],
  environment: [
    "an environment can be made, renewed or given back",
    "The message says which package, limit or state is in the way.",
  ],
  "environment-not-shared": [
    "two people have one environment only where both entries say so",
    "Write sharedWith in both, or give one of them another environment.",
  ],
  "environment-pending": [
    "the environment of an employee is there",
    "Make it: npx subaccounts environments --create. In a pull request it may be shown as a preview.",
  ],
  "environment-taken": [
    "an environment is the employee's own",
    "Another roster's, or nobody's, resources are in it: name another one.",
  ],
  evidence: [
    "the file is evidence that verify --record wrote",
    "Name that file, or run npx subaccounts verify <employee> --record <file>.",
  ],
  existing: [
    "what is to be taken over is in the account as the roster says",
    "Correct the name, or remove adopt: true so that it is made anew.",
  ],
  "file-is-folder": ["the path names a file", "Name the file itself."],
  "file-locked": [
    "one run at a time works on this file",
    "Wait for the other run. A lock whose process has ended is taken over.",
  ],
  "file-not-regular": ["the path names an ordinary file", "Name an ordinary file: devices and pipes are not read."],
  "file-not-utf8": ["the file is UTF-8 text", "Save it as UTF-8 in your editor."],
  "file-not-written": ["the file can be written", "Free space or permission; what was there before is untouched."],
  "file-outside": [
    "files lie in the folder of the roster, once links are followed",
    "Move the file there; nothing outside of it is read.",
  ],
  "file-there": ["init replaces no file", "Name a new folder, or write --upgrade in a repository that init has made."],
  "lookup-missing": [
    "the lookups know the environment and the server of every employee",
    "Run npx subaccounts lookup and commit the file.",
  ],
  "lookups-account": [
    "roster and lookups are of the same root account",
    "Run npx subaccounts lookup with the key of the account that the roster names.",
  ],
  "lookups-file": ["the lookups are as lookup wrote them", "Do not edit the file: run npx subaccounts lookup again."],
  "lookups-missing": ["a roster has its lookups beside it", "Run npx subaccounts lookup and commit the file."],
  "lookups-stale": ["the lookups say what the cloud says", "Run npx subaccounts lookup and commit the file."],
  mcp: ["the file of an AI tool can be written for the employee", "The message says what is missing."],
  move: [
    "an employee can go to the other roster",
    "Both rosters are of one root account and one region, and the other has no employee of that name.",
  ],
  moved: [
    "somebody comes from another stack: Terraform imports what that one gives up",
    "Deploy both stacks, this one first. Afterwards remove movedFrom.",
  ],
  "no-repository": ["the folder is a repository that init has made", "Run npx subaccounts init <folder> first."],
  "no-such-file": ["the file is there", "Create it, or correct its name."],
  "not-isolated": [
    "employees are isolated as their profiles say",
    "Run npx subaccounts isolation for the whole proof.",
  ],
  onboard: ["the page of a first morning can be written", "The message says what is missing."],
  plan: ["the plan is whole, of one stack, and still fits the state", "Run npx subaccounts review again."],
  policy: [
    "the policies of an employee can be made",
    "The message says which placeholder has no value, or which limit of CAM is passed.",
  ],
  renamed: ["somebody has another name; the sub-account stays", "Deploy, then remove previously."],
  repair: ["a state can be mended", "The message says what Terraform or the cloud answered."],
  revoke: ["keys can be switched off", "Only those of a suspended employee are: run npx subaccounts suspend first."],
  sandbox: ["the sandbox can do what it is asked", "The message says what is in the way."],
  "rule-unknown": ["explain knows the id", "npx subaccounts explain lists all."],
  server: ["an employee has a server", "Deploy first: npx subaccounts deploy."],
  "stack-unknown": ["there is such a stack", "A stack is named like its roster file, without the ending."],
  suspended: [
    "somebody is suspended, by status or by the last day",
    "Nothing is deleted. npx subaccounts resume <employee> ends it; remove the entry to delete.",
  ],
  synth: ["the app of cdktf.json runs", "Its own message follows; run npx cdktf synth to see all of it."],
  terraform: ["Terraform runs and ends well", "The message has Terraform's own words."],
  token: ["a temporary credential can be issued", "The message says what is missing."],
  "token-policy": [
    "the policies fit into a temporary credential",
    "CAM takes 2,048 characters there; choose a shorter profile.",
  ],
  verify: ["the calls of verify can be made", "The message says what the cloud answered."],
  "waiver-unused": ["a waiver is for something that the template allows", "Remove it, or correct the action."],
  "ways-to-root": [
    "a profile leaves no way to the root account open",
    "Choose guarded, confined or strict. docs/policies.md says why documented and reference do not.",
  ],
};

/** All, by id: invariants and ways first, then the rest in the order of the alphabet. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...Object.entries(INVARIANTS).map(([id, title]) => {
    const remedy = INVARIANT_REMEDIES[id === "I1" || id === "I2" || id === "I3" || id === "I4" ? id : "I5"];
    return { id, kind: "an invariant of the proof of isolation", title, remedy, source: "docs/policies.md" };
  }),
  ...ATTACK_PATHS.map(({ id, title, steps, unless, source }) => ({
    ...{ id, kind: "a known way out of isolation", title, source },
    ...(unless === undefined ? {} : { unless }),
    takes: steps.map(
      ({ anyOf, on }) => `${anyOf.join(" or ")} ${on === "own" ? "on the own environment" : "for the whole account"}`,
    ),
    remedy: "npx subaccounts isolation says for whom it is open, and docs/policies.md which profile closes it.",
  })),
  ...[
    ...DESCRIBED_ASSUMPTIONS.map(({ id, text, check }) => ({
      id,
      kind: "what the proof rests on",
      title: text,
      remedy: check,
    })),
    ...ROSTER_RULES.map(({ id, message }) => ({
      id,
      kind: "a rule of rosters",
      title: message,
      source: "docs/roster.md",
    })),
    ...LINT_RULES.map(({ id, severity, message }) => ({
      id,
      kind: `a rule of policies (${severity})`,
      title: message,
      source: "docs/policies.md",
    })),
    ...Object.entries(OTHERS).map(([id, [title, remedy]]) => ({
      id,
      kind: "of files, lookups and commands",
      title,
      remedy,
    })),
  ].sort((a, b) => (a.id < b.id ? -1 : 1)),
];
