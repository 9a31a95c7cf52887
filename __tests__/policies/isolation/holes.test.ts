import { describe, expect, test } from "@jest/globals";
import { type Invariant, type IsolationSubject, proveIsolation } from "../../../policies/isolation/isolation.ts";
import type { Statement } from "../../../policies/language/document.ts";
import {
  ACCOUNT,
  allow,
  confinedSubject,
  deny,
  document,
  environment,
  REGION,
} from "../../support/policies/subjects.ts";

const bob = environment("bob");
const own = `uin/${ACCOUNT.ownerUin}`;
const tcb = (path: string) => `qcs::tcb::${own}:${path}`;
const cos = (path: string) => `qcs::cos:${REGION}:uid/${ACCOUNT.appId}:${path}`;
const scf = (path: string) => `qcs::scf:${REGION}:${own}:${path}`;
const cls = (path: string) => `qcs::cls:${REGION}:${own}:${path}`;
const caller = ["$", "{uin}"].join("");

function prove(alice: IsolationSubject, ...others: IsolationSubject[]) {
  return proveIsolation([alice, confinedSubject("bob"), confinedSubject("carol"), ...others], ACCOUNT);
}

function violations(alice: IsolationSubject): [Invariant, string | undefined, readonly string[] | "every"][] {
  return prove(alice).findings.flatMap(({ subject, invariant, action, others, accepted }) => {
    expect([subject, accepted]).toEqual(["alice", false]);
    return [[invariant, action, others]];
  });
}

test("without a hole nothing is found", () => {
  expect(violations(confinedSubject("alice"))).toEqual([]);
});

describe("a hole that is made in alice's policies is found", () => {
  test.each<[string, Statement, Invariant, string, readonly string[] | "every"]>([
    ["a step to the root account", allow(["cam:UpdatePolicy"], ["*"]), "I1", "cam:UpdatePolicy", "every"],
    ["in the wrong case", allow(["cam:updatepolicy"], ["*"]), "I1", "cam:UpdatePolicy", "every"],
    ["behind a wildcard", allow(["cam:Attach*"], ["*"]), "I1", "cam:AttachUserPolicy", "every"],
    [
      "with a name that came later",
      allow(["cam:AddUserToEverything"], ["*"]),
      "I1",
      "cam:AddUserToEverything",
      "every",
    ],
    [
      "under a condition",
      allow(["cam:AddUser"], ["*"], { ip_equal: { "qcs:ip": ["10.0.0.0/8"] } }),
      "I1",
      "cam:AddUser",
      "every",
    ],
    ["with all resources of the service", allow(["cam:AddUser"], ["qcs::cam:::*"]), "I1", "cam:AddUser", "every"],
    [
      "keys of a colleague",
      allow(["cam:CreateAccessKey"], [`qcs::cam::${own}:uin/100000000012`]),
      "I1",
      "cam:CreateAccessKey",
      "every",
    ],
    ["a role by name", allow(["sts:AssumeRole"], [`qcs::cam::${own}:roleName/admin`]), "I1", "sts:AssumeRole", "every"],
    ["a write that cannot be confined", allow(["tcb:DeleteTable"], ["*"]), "I2", "tcb:DeleteTable", "every"],
    ["contents of everybody", allow(["tcb:QueryRecords"], ["*"]), "I2", "tcb:QueryRecords", "every"],
    ["a secret", allow(["ssl:DescribeCertificateDetail"], ["*"]), "I2", "ssl:DescribeCertificateDetail", "every"],
    ["commands on every server", allow(["tat:RunCommand"], ["*"]), "I2", "tat:RunCommand", "every"],
    ["an action that nobody knows", allow(["tcb:Frobnicate"], ["*"]), "I2", "tcb:Frobnicate", "every"],
    ["bob's environment", allow(["tcb:ModifyEnv"], [tcb(`env/${bob.id}`)]), "I3", "tcb:ModifyEnv", ["bob"]],
    [
      "bob's environment in other letters",
      allow(["tcb:ModifyEnv"], [tcb(`env/${bob.id.toUpperCase()}`)]),
      "I3",
      "tcb:ModifyEnv",
      ["bob"],
    ],
    ["environments by their start", allow(["tcb:ModifyEnv"], [tcb("env/bo*")]), "I3", "tcb:ModifyEnv", ["bob"]],
    [
      "environments by their end",
      allow(["tcb:ModifyEnv"], [tcb("env/*-8grqda2hfc2f62bb")]),
      "I3",
      "tcb:ModifyEnv",
      "every",
    ],
    ["all environments", allow(["tcb:DescribeEnvInfo"], ["*"]), "I3", "tcb:DescribeEnvInfo", "every"],
    ["bob's function", allow(["scf:Invoke"], [scf(`namespace/${bob.id}/function/pay`)]), "I3", "scf:Invoke", ["bob"]],
    ["bob's logs", allow(["cls:SearchLog"], [cls(`topic/${bob.topicId}`)]), "I3", "cls:SearchLog", ["bob"]],
    ["bob's bucket", allow(["cos:GetObject"], [cos(`${bob.storageBucket}/*`)]), "I3", "cos:GetObject", ["bob"]],
    [
      "one folder of bob's bucket",
      allow(["cos:GetObject"], [cos(`${bob.hostingBucket}/a/*`)]),
      "I3",
      "cos:GetObject",
      ["bob"],
    ],
    [
      "bob's bucket in the old form",
      allow(["cos:GetObject"], [cos(`prefix//${ACCOUNT.appId}/6465-${bob.id}/*`)]),
      "I3",
      "cos:GetObject",
      ["bob"],
    ],
    [
      "bob's bucket in Cloud Infinite",
      allow(["ci:CreateMediaJobs"], [`qcs::ci:${REGION}:uid/${ACCOUNT.appId}:bucket/${bob.storageBucket}/*`]),
      "I3",
      "ci:CreateMediaJobs",
      ["bob"],
    ],
    [
      "an action of another service on bob's logs",
      allow(["scf:*"], [cls(`topic/${bob.topicId}`)]),
      "I3",
      "scf:*",
      ["bob"],
    ],
    [
      "no service",
      allow(["tcb:ModifyEnv"], [`qcs:::${REGION}:${own}:env/${environment("alice").id}`]),
      "I5",
      "tcb:ModifyEnv",
      "every",
    ],
    ["no account", allow(["tcb:ModifyEnv"], ["qcs::tcb:::env/shared"]), "I5", "tcb:ModifyEnv", "every"],
    [
      "another account",
      allow(["tcb:ModifyEnv"], ["qcs::tcb::uin/100000000009:env/shared"]),
      "I5",
      "tcb:ModifyEnv",
      "every",
    ],
    ["no region", allow(["cls:SearchLog"], [`qcs::cls::${own}:topic/shared`]), "I5", "cls:SearchLog", "every"],
    ["no id", allow(["cls:SearchLog"], [cls("topic/")]), "I5", "cls:SearchLog", "every"],
    ["a wildcard on everything", allow(["dts:*"], ["*"]), "I5", "dts:*", "every"],
  ])("%s", (_, statement, invariant, action, others) => {
    expect(violations(confinedSubject("alice", statement))).toContainEqual([invariant, action, others]);
  });

  test("and named: whom it reaches, by which statement, and on which way", () => {
    const { verdict, findings } = prove(confinedSubject("alice", allow(["cam:UpdatePolicy"], ["*"])));
    expect(verdict).toBe("violated");
    expect(findings[0]).toMatchObject({
      subject: "alice",
      statement: { document: 0, statement: 5 },
      path: "P1",
      conditional: false,
      message: "cam:UpdatePolicy is a step towards the root account",
    });
  });

  test("a hole under a condition is told from one that is always open", () => {
    const office = { ip_equal: { "qcs:ip": ["10.0.0.0/8"] } };
    const hole = allow(["tcb:ModifyEnv"], [tcb(`env/${bob.id}`)], office);
    expect(prove(confinedSubject("alice", hole)).findings[0]).toMatchObject({ invariant: "I3", conditional: true });
  });
});

describe("what closes a hole", () => {
  const hole = allow(["tcb:ModifyEnv", "cam:UpdatePolicy"], ["*", tcb(`env/${bob.id}`)]);

  test("a deny of the same", () => {
    const closed = deny(["cam:Update*", "tcb:ModifyEnv"], ["*"]);
    expect(violations(confinedSubject("alice", hole, closed))).toEqual([]);
  });

  test("not a deny under a condition, in the wrong case, or of a resource that operation-level actions do not ask for", () => {
    for (const open of [
      deny(["cam:*"], ["*"], { bool_equal: { mfa: ["false"] } }),
      deny(["cam:updatepolicy"], ["*"]),
      deny(["cam:UpdatePolicy"], [`qcs::cam::${own}:policyid/1`]),
    ]) {
      expect(violations(confinedSubject("alice", hole, open))).toContainEqual(["I1", "cam:UpdatePolicy", "every"]);
    }
  });

  test("a boundary that does not allow it", () => {
    const boundary = document(allow(["tcb:*"], [tcb(`env/${environment("alice").id}`)]));
    expect(violations({ ...confinedSubject("alice", hole), boundary })).toEqual([]);
  });

  test("not a boundary that allows a part of it", () => {
    const boundary = document(allow(["tcb:Modify*", "cam:Get*"], [tcb("env/*")]));
    expect(violations({ ...confinedSubject("alice", hole), boundary })).toEqual([
      ["I3", "tcb:ModifyEnv", "every"],
      ["I3", "tcb:ModifyEnv", ["bob"]],
    ]);
  });

  test("a deny for bob alone leaves carol open", () => {
    const closed = deny(["tcb:ModifyEnv"], [tcb(`env/${bob.id}`), tcb(`env/${bob.id}/*`)]);
    expect(violations(confinedSubject("alice", allow(["tcb:ModifyEnv"], [tcb("env/*")]), closed))).toContainEqual([
      "I3",
      "tcb:ModifyEnv",
      ["carol"],
    ]);
  });

  test("not a deny of another region or another account", () => {
    const bobs = (region: string, owner: string) => `qcs::tcb:${region}:uin/${owner}:env/${bob.id}`;
    const open = allow(["tcb:DestroyEnv"], [bobs(REGION, ACCOUNT.ownerUin)]);
    for (const other of [bobs("ap-beijing", ACCOUNT.ownerUin), bobs(REGION, "100000000009")]) {
      expect(violations(confinedSubject("alice", open, deny(["tcb:DestroyEnv"], [other])))).toEqual([
        ["I3", "tcb:DestroyEnv", ["bob"]],
      ]);
    }
    expect(
      violations(confinedSubject("alice", open, deny(["tcb:DestroyEnv"], [bobs("sh", ACCOUNT.ownerUin)]))),
    ).toEqual([]);
  });

  test("being of another region, where the action names one", () => {
    const elsewhere = `qcs::tcb:ap-beijing:${own}:env/${bob.id}`;
    expect(violations(confinedSubject("alice", allow(["tcb:DestroyEnv"], [elsewhere])))).toEqual([]);
    expect(violations(confinedSubject("alice", allow(["tcb:CreateUser"], [elsewhere])))).toEqual([
      ["I3", "tcb:CreateUser", ["bob"]],
    ]);
  });

  test("keys that CAM checks against the sub-account are no hole where the caller's own are named", () => {
    const ownKeys = allow(["cam:CreateApiKey"], [`qcs::cam::${own}:uin/${caller}`]);
    expect(violations(confinedSubject("alice", ownKeys)).filter(([invariant]) => invariant === "I1")).toEqual([]);
  });

  test("but keys of which no document says so may be anybody's", () => {
    const ownKeys = allow(["cam:CreateAccessKey", "cam:DeleteAccessKey"], [`qcs::cam::${own}:uin/${caller}`]);
    expect(violations(confinedSubject("alice", ownKeys)).map(([invariant, action]) => [invariant, action])).toEqual([
      ["I1", "cam:CreateAccessKey"],
      ["I1", "cam:DeleteAccessKey"],
    ]);
  });
});

describe("names of environments", () => {
  const alice = confinedSubject("alice");
  const named = (change: Partial<IsolationSubject["environment"]>) =>
    prove(alice, { ...confinedSubject("dave"), environment: { ...environment("dave"), ...change } }).findings.map(
      ({ invariant, subject, others, message }) => [invariant, subject, others, message],
    );

  test("the same bucket twice", () => {
    const { storageBucket } = environment("bob");
    expect(named({ storageBucket })).toContainEqual([
      "I4",
      "bob",
      ["dave"],
      `the bucket ${storageBucket} belongs to dave as well`,
    ]);
  });

  test("an id that begins with another's", () => {
    const { id } = environment("bob");
    expect(named({ id: `${id}2` })).toContainEqual([
      "I4",
      "bob",
      ["dave"],
      `the environment ${id}2 of dave begins with the name of this one, ${id}`,
    ]);
  });

  test("the same topic and the same namespace", () => {
    const { topicId, namespace } = environment("bob");
    expect(named({ topicId, namespace }).filter(([invariant]) => invariant === "I4")).toHaveLength(2);
  });

  test("a shared environment is no breach when both declare it, and one when only one does", () => {
    const pair = (sharing: boolean) => [
      { ...confinedSubject("alice"), sharedWith: ["bob"] },
      { ...confinedSubject("alice"), name: "bob", ...(sharing ? { sharedWith: ["alice"] } : {}) },
    ];
    expect(proveIsolation(pair(true), ACCOUNT).findings).toEqual([]);
    const invariants = proveIsolation(pair(false), ACCOUNT).findings.map(({ invariant }) => invariant);
    expect(new Set(invariants)).toEqual(new Set(["I3", "I4"]));
  });

  test("two subjects of one name are refused", () => {
    expect(() => proveIsolation([alice, alice], ACCOUNT)).toThrow("two subjects are named alice");
  });
});

test("the verdict is the worst of those on each employee", () => {
  const waived = { ...confinedSubject("alice", allow(["ci:*"], ["*"])), waived: ["ci:*"] };
  const open = confinedSubject("erin", allow(["tcb:DestroyEnv"], ["*"]));
  const { verdict, verdicts } = prove(waived, open);
  expect(verdict).toBe("violated");
  expect(verdicts).toEqual([
    { subject: "alice", profile: "strict", verdict: "excepted" },
    { subject: "bob", profile: "strict", verdict: "isolated" },
    { subject: "carol", profile: "strict", verdict: "isolated" },
    { subject: "erin", profile: "strict", verdict: "violated" },
  ]);
});

describe("a waiver", () => {
  test("accepts what it names and stays in the report", () => {
    const preset = allow(["ci:*"], ["*"]);
    const { verdict, verdicts, findings } = prove({ ...confinedSubject("alice", preset), waived: ["ci:*"] });
    expect(verdict).toBe("excepted");
    expect(verdicts.map((each) => each.verdict)).toEqual(["excepted", "isolated", "isolated"]);
    expect(findings.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining(["I3", "I5"]));
  });

  test("hides nothing else in the same statement", () => {
    const hole = allow(["tcb:DestroyEnv", "tcb:DescribeEnvInfo"], ["*"]);
    const { findings } = prove({ ...confinedSubject("alice", hole), waived: ["tcb:DestroyEnv"] });
    expect(findings.filter(({ accepted }) => !accepted)).toMatchObject([
      { invariant: "I3", action: "tcb:DescribeEnvInfo" },
    ]);
  });
});
