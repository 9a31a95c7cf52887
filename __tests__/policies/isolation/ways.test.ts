/** What the proof finds where documents leave open what CAM is asked about, or where a call acts on more than it asks for. */
import { describe, expect, test } from "@jest/globals";
import { type Invariant, type IsolationSubject, proveIsolation } from "../../../policies/isolation/isolation.ts";
import type { Statement } from "../../../policies/language/document.ts";
import { ACCOUNT, allow, confinedSubject, deny, environment, REGION } from "../../support/policies/subjects.ts";

const own = `uin/${ACCOUNT.ownerUin}`;
const cam = (path: string) => `qcs::cam::${own}:${path}`;
const tcb = (name: string) => `qcs::tcb::${own}:env/${environment(name).id}`;
const lighthouse = (path: string) => `qcs::lighthouse:${REGION}:${own}:${path}`;
const tat = (path: string) => `qcs::tat:${REGION}:${own}:${path}`;

function found(...statements: readonly Statement[]): [Invariant, string | undefined][] {
  const subjects = [confinedSubject("alice", ...statements), confinedSubject("bob"), confinedSubject("carol")];
  return proveIsolation(subjects, ACCOUNT).findings.map(({ invariant, action }) => [invariant, action]);
}

describe("an action of which no document says what it asks for may be granted by what names a resource", () => {
  test.each<[string, Statement, Invariant, string]>([
    ["a role that is passed on", allow(["cam:PassRole"], [cam("roleName/AdminRole")]), "I1", "cam:PassRole"],
    ["a role by its id", allow(["cam:PassRole"], [cam("role/4611686018427397919")]), "I1", "cam:PassRole"],
    ["a policy by its id", allow(["cam:UpdatePolicy"], [cam("policyid/1234")]), "I1", "cam:UpdatePolicy"],
    ["a user by name", allow(["cam:UpdateUser"], [cam("uin/100000000012")]), "I1", "cam:UpdateUser"],
    ["collaborators", allow(["cam:AddCollaborator"], ["*"]), "I1", "cam:AddCollaborator"],
    ["documents of bob's database", allow(["tcb:RunCommands"], [tcb("bob")]), "I3", "tcb:RunCommands"],
    ["functions of bob", allow(["tcb:UpdateFunctionCode"], [tcb("bob")]), "I3", "tcb:UpdateFunctionCode"],
  ])("%s", (_, statement, invariant, action) => {
    expect(found(statement)).toContainEqual([invariant, action]);
  });

  test("but her own environment is hers", () => {
    expect(found(allow(["tcb:RunCommands", "tcb:CreateTable"], [tcb("alice")]))).toEqual([]);
  });
});

describe("a deny that names a resource counts only where it surely applies", () => {
  test.each<[string, Statement, Statement, Invariant, string]>([
    [
      "keys of collaborators, which are asked for with *",
      allow(["cam:CreateCollApiKey"], ["*"]),
      deny(["cam:CreateCollApiKey"], [cam("uin/*")]),
      "I1",
      "cam:CreateCollApiKey",
    ],
    [
      "commands, which reach other machines than Lighthouse as well",
      allow(["tat:RunCommand"], ["*"]),
      deny(["tat:RunCommand"], [lighthouse("instance/*"), lighthouse("*")]),
      "I2",
      "tat:RunCommand",
    ],
    [
      "lists, which a deny by id may leave as they are",
      allow(["cls:DescribeTopics"], [`qcs::cls:${REGION}:${own}:topic/*`]),
      deny(["cls:DescribeTopics"], [`qcs::cls:${REGION}:${own}:topic/*`]),
      "I3",
      "cls:DescribeTopics",
    ],
    [
      "actions that nobody knows",
      allow(["tcb:Frobnicate"], [tcb("bob")]),
      deny(["tcb:Frobnicate"], [tcb("bob"), `${tcb("bob")}/*`]),
      "I3",
      "tcb:Frobnicate",
    ],
  ])("%s", (_, open, closed, invariant, action) => {
    expect(found(open, closed)).toContainEqual([invariant, action]);
  });

  test("a deny of everything closes each of them", () => {
    const open = allow(["cam:CreateCollApiKey", "tat:RunCommand", "cls:DescribeTopics"], ["*"]);
    expect(found(open, deny(["cam:*", "tat:*", "cls:*"], ["*"]))).toEqual([]);
  });
});

describe("a server that is named may be a colleague's, since nobody knows its id before it is bought", () => {
  test.each<[string, Statement, string]>([
    [
      "commands",
      allow(["tat:RunCommand"], [lighthouse("instance/lhins-1a2b3c4d"), tat("command/*")]),
      "tat:RunCommand",
    ],
    [
      "a password",
      allow(["lighthouse:ResetInstancesPassword"], [lighthouse("instance/lhins-1a2b3c4d")]),
      "lighthouse:ResetInstancesPassword",
    ],
    [
      "a console",
      allow(["lighthouse:DescribeInstanceVncUrl"], [lighthouse("instance/lhins-1a2b3c4d")]),
      "lighthouse:DescribeInstanceVncUrl",
    ],
    [
      "a firewall",
      allow(["lighthouse:CreateFirewallRules"], [lighthouse("instance/lhins-1a2b3c4d")]),
      "lighthouse:CreateFirewallRules",
    ],
    [
      "an own command that runs anywhere",
      allow(["tat:CreateInvoker"], [tat("command/cmd-1a2b3c4d")]),
      "tat:CreateInvoker",
    ],
    [
      "an own template for anybody's firewall",
      allow(["lighthouse:ApplyFirewallTemplate"], [lighthouse("firewall-template/lhft-1a2b3c4d")]),
      "lighthouse:ApplyFirewallTemplate",
    ],
  ])("%s", (_, statement, action) => {
    expect(found(statement)).toContainEqual(["I2", action]);
  });
});

describe("what the roster grants to bob alone", () => {
  const tcr = (path: string) => `qcs::tcr:${REGION}:${own}:${path}`;
  const granted: IsolationSubject["granted"] = [
    { service: "tcr", region: REGION, path: "instance/tcr-1a2b3c4d" },
    { service: "tcr", region: REGION, path: "repository/tcr-1a2b3c4d/data" },
    { service: "ci", region: REGION, path: "bucket/pictures-1250000000" },
    { service: "cos", region: REGION, path: "pictures-1250000000" },
  ];
  const reached = (statement: Statement, alices: IsolationSubject["granted"] = []) =>
    proveIsolation(
      [
        { ...confinedSubject("alice", statement), granted: alices },
        { ...confinedSubject("bob"), granted },
      ],
      ACCOUNT,
    ).findings.map(({ invariant, action, others }) => [invariant, action, others]);

  test.each<[string, Statement, string]>([
    [
      "a registry",
      allow(["tcr:PushRepository"], [tcr("repository/tcr-1a2b3c4d/data/notebooks")]),
      "tcr:PushRepository",
    ],
    ["its instance", allow(["tcr:DeleteInstance"], [tcr("instance/tcr-1a2b3c4d")]), "tcr:DeleteInstance"],
    [
      "a bucket",
      allow(["cos:GetObject"], [`qcs::cos:${REGION}:uid/${ACCOUNT.appId}:pictures-1250000000/a/*`]),
      "cos:GetObject",
    ],
    [
      "a bucket in Cloud Infinite",
      allow(["ci:CreateMediaJobs"], [`qcs::ci:${REGION}:uid/${ACCOUNT.appId}:bucket/pictures-1250000000/*`]),
      "ci:CreateMediaJobs",
    ],
  ])("%s is his, unless it is granted to alice as well", (_, statement, action) => {
    expect(reached(statement)).toEqual([["I3", action, ["bob"]]]);
    expect(reached(statement, granted)).toEqual([]);
    expect(reached(statement, [{ service: "tcr", region: REGION, path: "repository/tcr-9z" }])).toHaveLength(1);
  });
});

describe("a wildcard of a service that the catalogue does not know", () => {
  const at = (service: string, path: string) => `qcs::${service}:${REGION}:${own}:${path}`;

  test.each<[string, Statement, string]>([
    ["secrets", allow(["ssm:GetSecretValue"], [at("ssm", "secret/creatorUin/*")]), "ssm:GetSecretValue"],
    ["keys", allow(["kms:Decrypt"], [at("kms", "key/*")]), "kms:Decrypt"],
    ["databases by their start", allow(["mysql:*"], [at("cdb", "instanceId/cdb-*")]), "mysql:*"],
    ["a new kind of the environment's service", allow(["tcb:Frobnicate"], [at("tcb", "frob/*")]), "tcb:Frobnicate"],
  ])("may be anybody's: %s", (_, statement, action) => {
    expect(found(statement)).toContainEqual(["I2", action]);
  });

  test("is the caller's where it lies in the own environment", () => {
    expect(found(allow(["tcb:Frobnicate"], [`${tcb("alice")}/*`]))).toEqual([]);
  });
});

test("a control character in a policy is an error, since the proof has its own use for them", () => {
  expect(() => found(deny(["cos:*"], [`qcs::cos:${REGION}:uid/1:a\u0001b/*`]))).toThrow(/has a control character/);
  expect(() => found(allow(["cos:Get\u0002*"], ["*"]))).toThrow(/has a control character/);
});

test("what is allowed below a resource reaches the resource itself, and a deny below it does not close it", () => {
  expect(found(allow(["tcb:ModifyEnv"], [`${tcb("bob")}/*`]))).toContainEqual(["I3", "tcb:ModifyEnv"]);
  expect(found(allow(["tcb:ModifyEnv"], [tcb("bob")]), deny(["tcb:ModifyEnv"], [`${tcb("bob")}/*`]))).toContainEqual([
    "I3",
    "tcb:ModifyEnv",
  ]);
});

test("a boundary that allows what is below a resource lets the resource itself through as well", () => {
  const alice = confinedSubject("alice", allow(["tcb:Frobnicate"], [tcb("bob")]));
  const boundary = { version: "2.0" as const, statement: [allow(["*"], [`${tcb("bob")}/*`])] };
  const { findings } = proveIsolation([{ ...alice, boundary }, confinedSubject("bob")], ACCOUNT);
  expect(findings.map(({ invariant, action }) => [invariant, action])).toContainEqual(["I3", "tcb:Frobnicate"]);
});
