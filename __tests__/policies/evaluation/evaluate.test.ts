import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type AccessRequest, compilePolicies, evaluate } from "../../../policies/evaluation/evaluate.ts";
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

  test("in the boundary and in the policy are missing together", () => {
    const documents = [document(allow("*", "*", fromOffice))];
    const boundary = document(allow("*", "*", { bool_equal: { mfa: ["true"] } }));
    const request = { action: "tcb:DescribeEnvs", resources: ["*"] };
    expect(evaluate({ documents, boundary, request, account }).missing).toEqual(["qcs:ip", "mfa"]);
  });
});

describe("the cautious mode of a proof", () => {
  const ask = (statements: Statement[], request: AccessRequest) =>
    evaluate({ documents: [document(...statements)], request, account, mode: "cautious" }).decision;

  test("allows in any case of letters, denies only in the right one", () => {
    const request = { action: "tcb:DeleteTable", resources: ["*"] };
    expect(ask([allow("tcb:deletetable", "*")], request)).toBe("allow");
    expect(ask([allow("*", "*"), deny("tcb:deletetable", "*")], request)).toBe("allow");
    expect(ask([allow("*", "*"), deny("tcb:DeleteTable", "*")], request)).toBe("deny");
  });

  test("takes wildcards within region and account for an allow, not for a deny", () => {
    const request = { action: "tcb:X", resources: [env("alice-1")] };
    const wild = "qcs::tcb:ap-*:uin/*:env/alice-1";
    expect(ask([allow("*", wild)], request)).toBe("allow");
    expect(ask([allow("*", "*"), deny("*", wild)], request)).toBe("allow");
  });

  test("takes all resources of a service for everything, in an allow", () => {
    const request = { action: "tcb:CreateEnv", resources: ["*"] };
    expect(ask([allow("tcb:*", "qcs::tcb:::*")], request)).toBe("allow");
    expect(ask([allow("tcb:*", "qcs::scf:::*")], request)).toBe("deny");
    expect(ask([allow("*", "*"), deny("tcb:*", "qcs::tcb:::*")], request)).toBe("allow");
  });

  test("never denies what the exact mode allows", () => {
    const action = fc.constantFrom("*", "tcb:*", "tcb:A", "tcb:a", "scf:*", "*:A");
    const resource = fc.constantFrom(
      "*",
      "qcs::tcb:::*",
      env("a"),
      env("a*"),
      env("*"),
      "qcs::tcb:sh::env/a",
      "qcs::::uin/1:env/a",
      "qcs::tcb:*::env/a",
    );
    const condition = fc.constantFrom<Statement["condition"]>(undefined, { ip_equal: { "qcs:ip": ["10.0.0.0/8"] } });
    const statement = fc
      .tuple(fc.boolean(), action, resource, condition)
      .map(([allows, action, resource, condition]) => (allows ? allow : deny)(action, resource, condition));
    const requests = fc.record({
      action: fc.constantFrom("tcb:A", "scf:A"),
      resources: fc.array(fc.constantFrom("*", env("a"), env("ab"), env("*"), "qcs::tcb:::env/a"), {
        minLength: 1,
        maxLength: 2,
      }),
      conditions: fc.constantFrom<AccessRequest["conditions"]>({}, { "qcs:ip": "10.1.2.3" }, { "qcs:ip": "11.1.2.3" }),
    });
    const rank = { deny: 0, unknown: 1, allow: 2 };
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 4 }),
        fc.option(statement),
        requests,
        (statements, bound, request) => {
          const boundary = bound === null ? undefined : document(bound);
          const permissions = { documents: statements.map((each) => document(each)), boundary, account };
          const exact = compilePolicies(permissions)(request);
          const cautious = compilePolicies({ ...permissions, mode: "cautious" })(request);
          expect(rank[cautious.decision]).toBeGreaterThanOrEqual(rank[exact.decision]);
        },
      ),
      { numRuns: 2_000 },
    );
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
