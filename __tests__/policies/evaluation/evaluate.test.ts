import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type AccessRequest, evaluate } from "../../../policies/evaluation/evaluate.ts";
import type { PolicyDocument, Statement } from "../../../policies/language/document.ts";

const account = { ownerUin: "100000000001", appId: "1250000000" };
const env = (id: string) => `qcs::tcb:ap-shanghai:uin/100000000001:env/${id}`;
const bucket = (path: string) => `qcs::cos:ap-shanghai:uid/1250000000:${path}`;

function allow(action: string | string[], resource: string | string[], condition?: Statement["condition"]): Statement {
  return { effect: "allow", action: [action].flat(), resource: [resource].flat(), ...(condition && { condition }) };
}

function deny(action: string | string[], resource: string | string[], condition?: Statement["condition"]): Statement {
  return { ...allow(action, resource, condition), effect: "deny" };
}

function document(...statement: Statement[]): PolicyDocument {
  return { version: "2.0", statement };
}

function decide(statements: Statement[], request: Omit<AccessRequest, "resources"> & { resources?: string[] }) {
  return evaluate({ documents: [document(...statements)], request: { resources: ["*"], ...request }, account });
}

describe("a request", () => {
  test("is denied when nothing allows it", () => {
    const evaluation = decide([allow("tcb:*", env("alice-1"))], {
      action: "tcb:DestroyEnv",
      resources: [env("bob-1")],
    });
    expect(evaluation).toEqual({ decision: "deny", reason: `no statement allows tcb:DestroyEnv on ${env("bob-1")}` });
  });

  test("is allowed by one of several policies, and the statement is named", () => {
    const documents = [document(allow("scf:*", "*")), document(allow("tcb:*", env("alice-1")))];
    const request = { action: "tcb:DestroyEnv", resources: [env("alice-1")] };
    expect(evaluate({ documents, request, account })).toMatchObject({
      decision: "allow",
      statement: { document: 1, statement: 0 },
    });
  });

  test("is denied by a deny, whatever allows it", () => {
    const statements = [allow("*", "*"), deny("cam:Update*", "*")];
    expect(decide(statements, { action: "cam:UpdatePolicy" })).toMatchObject({
      decision: "deny",
      reason: "statement[1] of document 0 denies cam:UpdatePolicy on *",
    });
    expect(decide(statements, { action: "cam:GetPolicy" }).decision).toBe("allow");
  });

  test("for several resources needs all of them", () => {
    const command = "qcs::tat:ap-shanghai:uin/100000000001:command/cmd-1";
    const instance = "qcs::lighthouse:ap-shanghai:uin/100000000001:instance/lhins-1";
    const request = { action: "tat:InvokeCommand", resources: [command, instance] };
    expect(decide([allow("tat:*", command)], request).decision).toBe("deny");
    expect(decide([allow("tat:*", [command, instance])], request).decision).toBe("allow");
  });

  test("without a resource asks for all, as operation-level actions do", () => {
    const request = { action: "tcb:DescribeEnvs", resources: [] };
    expect(decide([allow("tcb:*", env("alice-1"))], request).decision).toBe("deny");
    expect(decide([allow("tcb:*", "*")], request).decision).toBe("allow");
  });
});

describe("a permission boundary", () => {
  const documents = [document(allow("*", "*"))];
  const boundary = document(allow(["tcb:*", "cam:Get*"], "*"), deny("tcb:DestroyEnv", "*"));

  test.each([
    ["tcb:DescribeEnvs", "allow"],
    ["cam:UpdatePolicy", "deny"],
    ["tcb:DestroyEnv", "deny"],
  ])("%s: %s", (action, decision) => {
    expect(evaluate({ documents, boundary, request: { action, resources: ["*"] }, account }).decision).toBe(decision);
  });

  test("never grants", () => {
    expect(
      evaluate({ documents: [], boundary, request: { action: "tcb:DescribeEnvs", resources: ["*"] }, account }),
    ).toMatchObject({
      decision: "deny",
      reason: "no statement allows tcb:DescribeEnvs on *",
    });
  });

  test("that denies is named with its statement, also where the policies leave a doubt", () => {
    const request = { action: "tcb:DestroyEnv", resources: ["*"] };
    const reason = "statement[1] of the permission boundary denies tcb:DestroyEnv on *";
    expect(evaluate({ documents, boundary, request, account })).toEqual({
      decision: "deny",
      reason,
      statement: { document: "boundary", statement: 1 },
    });
    const doubtful = [document(allow("*", "*", { bool_equal: { mfa: ["true"] } }))];
    expect(evaluate({ documents: doubtful, boundary, request, account }).reason).toBe(reason);
    expect(evaluate({ documents: [document(deny("*", "*"))], boundary, request, account }).reason).toBe(
      "statement[0] of document 0 denies tcb:DestroyEnv on *",
    );
  });

  test("that says nothing of the action is named as the reason", () => {
    expect(
      evaluate({ documents, boundary, request: { action: "cam:AddUser", resources: ["*"] }, account }).reason,
    ).toBe("the permission boundary does not allow cam:AddUser on *");
  });
});

describe("a resource of a policy", () => {
  const named = [allow("tcb:*", env("alice-1"))];

  test.each([
    ["the same", env("alice-1"), "allow"],
    ["another's", env("alice-2"), "deny"],
    ["a longer id", env("alice-12"), "deny"],
    ["an id with other case", env("Alice-1"), "deny"],
    ["the short region", "qcs::tcb:sh:uin/100000000001:env/alice-1", "allow"],
    ["another region", "qcs::tcb:bj:uin/100000000001:env/alice-1", "deny"],
    ["no region", "qcs::tcb::uin/:env/alice-1", "allow"],
    ["no account", "qcs::tcb:ap-shanghai::env/alice-1", "allow"],
    ["the app id", "qcs::tcb:ap-shanghai:uid/1250000000:env/alice-1", "allow"],
    ["another account", "qcs::tcb:ap-shanghai:uin/100000000002:env/alice-1", "deny"],
    ["a literal star, which listing sends", env("*"), "deny"],
    ["everything, which operation-level actions send", "*", "deny"],
  ])("with a name, against %s", (_, resource, decision) => {
    expect(decide(named, { action: "tcb:DescribeEnvs", resources: [resource] }).decision).toBe(decision);
  });

  test("an empty account is the account's own", () => {
    const statements = [allow("tcr:*", "qcs::tcr:::instance/tcr-1")];
    const ask = (owner: string) =>
      decide(statements, { action: "tcr:X", resources: [`qcs::tcr:gz:uin/${owner}:instance/tcr-1`] }).decision;
    expect([ask("100000000001"), ask("100000000002")]).toEqual(["allow", "deny"]);
  });

  test("env/* matches the env/* of a request for all environments", () => {
    expect(decide([allow("tcb:*", env("*"))], { action: "tcb:DescribeEnvs", resources: [env("*")] }).decision).toBe(
      "allow",
    );
  });

  test("a wildcard stands for nothing too and crosses slashes", () => {
    const statements = [allow("cos:*", bucket("b-1250000000/*"))];
    const ask = (path: string) => decide(statements, { action: "cos:GetObject", resources: [bucket(path)] }).decision;
    expect(["b-1250000000/", "b-1250000000/a/b", "b-1250000000", "c-1250000000/a"].map(ask)).toEqual([
      "allow",
      "allow",
      "deny",
      "deny",
    ]);
  });

  test("the old form of a bucket is the new one", () => {
    const statements = [allow("cos:*", "qcs::cos:sh:uid/1250000000:prefix//1250000000/b/*")];
    expect(decide(statements, { action: "cos:GetObject", resources: [bucket("b-1250000000/a")] }).decision).toBe(
      "allow",
    );
  });

  test("${" + "uin} is the caller, not the root account", () => {
    const statements = [allow("cam:*AccessKey", "qcs::cam::uin/100000000001:uin/${" + "uin}")];
    const request = { action: "cam:CreateAccessKey", resources: ["qcs::cam::uin/100000000001:uin/100000000011"] };
    expect(decide(statements, { ...request, callerUin: "100000000011" }).decision).toBe("allow");
    expect(decide(statements, { ...request, callerUin: "100000000012" }).decision).toBe("deny");
    expect(decide(statements, request)).toMatchObject({ decision: "unknown", missing: ["${" + "uin}"] });
  });

  test("a variable that nobody knows leaves a doubt only where the rest of the path fits", () => {
    const statements = [allow("tcb:*", env("$" + "{qcs:user}-1"))];
    const ask = (id: string) => decide(statements, { action: "tcb:DestroyEnv", resources: [env(id)] });
    expect(ask("alice-1")).toEqual({
      decision: "unknown",
      reason:
        `whether tcb:DestroyEnv on ${env("alice-1")} is allowed is open: the value of $` +
        "{qcs:user} is not known (statement[0] of document 0)",
      statement: { document: 0, statement: 0 },
      missing: ["$" + "{qcs:user}"],
    });
    expect(ask("alice-2").decision).toBe("deny");
  });

  test("that is not six segments is refused", () => {
    expect(() => decide([allow("tcb:*", "env/alice-1")], { action: "tcb:X" })).toThrow(RangeError);
    expect(() => decide(named, { action: "tcb:X", resources: ["env/alice-1"] })).toThrow(/has 1 of the six segments/);
  });
});

describe("an action of a policy", () => {
  test.each([
    ["tcb:DescribeEnvs", true],
    ["name/tcb:DescribeEnvs", true],
    ["tcb:Describe*", true],
    ["*:*", true],
    ["*", true],
    ["tcb:*Env*", true],
    ["tcb:describeenvs", false],
    ["tcbr:*", false],
  ])("%s against tcb:DescribeEnvs", (action, matches) => {
    expect(decide([allow(action, "*")], { action: "tcb:DescribeEnvs" }).decision).toBe(matches ? "allow" : "deny");
  });
});

describe("conditions", () => {
  const fromOffice = { ip_equal: { "qcs:ip": ["203.0.113.0/24", "198.51.100.7"] } };
  const ask = (statements: Statement[], conditions?: AccessRequest["conditions"]) =>
    decide(statements, { action: "tcb:DescribeEnvs", ...(conditions && { conditions }) });

  test("hold, fail, or leave the answer open with the missing key named", () => {
    expect(ask([allow("*", "*", fromOffice)], { "qcs:ip": "203.0.113.9" }).decision).toBe("allow");
    expect(ask([allow("*", "*", fromOffice)], { "qcs:ip": "203.0.114.9" }).decision).toBe("deny");
    expect(ask([allow("*", "*", fromOffice)])).toEqual({
      decision: "unknown",
      reason:
        "whether tcb:DescribeEnvs on * is allowed is open: the request does not say qcs:ip (statement[0] of document 0)",
      statement: { document: 0, statement: 0 },
      missing: ["qcs:ip"],
    });
  });

  test("of a deny that may hold leave an allow open, and nothing else", () => {
    expect(ask([allow("*", "*"), deny("*", "*", fromOffice)]).decision).toBe("unknown");
    expect(ask([deny("*", "*", fromOffice)]).decision).toBe("deny");
    expect(ask([allow("*", "*"), allow("*", "*", fromOffice)]).decision).toBe("allow");
  });

  test("of an allow and of a deny are both named where both are open", () => {
    const mfa = { bool_equal: { mfa: ["true"] } };
    expect(ask([deny("*", "*", fromOffice), allow("*", "*", mfa)])).toMatchObject({
      decision: "unknown",
      missing: ["qcs:ip", "mfa"],
      statement: { document: 0, statement: 0 },
    });
    // With a sure allow only the deny is in doubt.
    expect(ask([allow("*", "*", mfa), deny("*", "*", fromOffice), allow("*", "*")]).missing).toEqual(["qcs:ip"]);
  });

  test("of one resource of several leave the whole open, with those that are sure left out of the reason", () => {
    const own = env("alice-1");
    const other = env("alice-2");
    const statements = [allow("*", own), allow("*", other, fromOffice)];
    const answer = decide(statements, { action: "tcb:DestroyEnv", resources: [own, other] });
    expect(answer).toMatchObject({ decision: "unknown", missing: ["qcs:ip"] });
    expect(answer.reason).not.toContain("alice-1");
    expect(answer.reason).not.toContain("allows");
  });

  test("in the boundary and in the policy are missing together", () => {
    const documents = [document(allow("*", "*", fromOffice))];
    const boundary = document(allow("*", "*", { bool_equal: { mfa: ["true"] } }));
    const request = { action: "tcb:DescribeEnvs", resources: ["*"] };
    expect(evaluate({ documents, boundary, request, account }).missing).toEqual(["qcs:ip", "mfa"]);
  });
});

test("the answer is that of the definition: a deny that matches, else an allow that matches, else no", () => {
  // Actions and resources small enough that the definition can be written down with plain comparisons.
  const name = fc.constantFrom("A", "B");
  const statement = fc.record({
    effect: fc.constantFrom("allow" as const, "deny" as const),
    action: fc.array(name),
    id: fc.array(name),
  });
  fc.assert(
    fc.property(fc.array(statement), name, name, (statements, action, id) => {
      const documents = [
        document(
          ...statements.map((each) => ({
            effect: each.effect,
            action: each.action.map((name) => `tcb:${name}`),
            resource: each.id.map(env),
          })),
        ),
      ];
      const matching = statements.filter((each) => each.action.includes(action) && each.id.includes(id));
      const expected = matching.length > 0 && matching.every(({ effect }) => effect === "allow") ? "allow" : "deny";
      expect(
        evaluate({ documents, request: { action: `tcb:${action}`, resources: [env(id)] }, account }).decision,
      ).toBe(expected);
    }),
  );
});
