import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PolicyDocument, printPolicyDocument } from "../../../policies/language/document.ts";
import { parsePolicyDocument, parsePolicyText } from "../../../policies/language/parse.ts";
import { PolicyError } from "../../../policies/language/problem.ts";

const own = "qcs::tcb:ap-shanghai:uin/100000000001:env/alice-1";

function problemsOf(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error.message.split("\n");
    throw error;
  }
  return [];
}

function problems(json: unknown): string[] {
  return problemsOf(() => parsePolicyDocument(json));
}

function withStatement(statement: unknown): unknown {
  return { version: "2.0", statement: [statement] };
}

describe("a policy document in any legal form becomes one form", () => {
  test("name/ goes, and single values become lists", () => {
    const json = { version: "2.0", statement: { effect: "allow", action: "name/cos:GetService", resource: "*" } };
    expect(parsePolicyDocument(json)).toEqual({
      version: "2.0",
      statement: [{ effect: "allow", action: ["cos:GetService"], resource: ["*"] }],
    });
  });

  test("the old name/*:* and wildcards within a name are actions", () => {
    const action = ["name/*:*", "cos:*Bucket*", "*"];
    expect(
      parsePolicyDocument(withStatement({ effect: "allow", action, resource: ["*"] })).statement[0]?.action,
    ).toEqual(["*:*", "cos:*Bucket*", "*"]);
  });

  test("the value of a condition becomes a list", () => {
    const statement = {
      effect: "allow",
      action: "tcb:*",
      resource: own,
      condition: { ip_equal: { "qcs:ip": "10.0.0.0/8" } },
    };
    expect(parsePolicyDocument(withStatement(statement)).statement[0]?.condition).toEqual({
      ip_equal: { "qcs:ip": ["10.0.0.0/8"] },
    });
  });

  test("an unfilled template is a policy document too", () => {
    const resource = "qcs::cos:${" + "region}:uid/${" + "appId}:${" + "cosBucketId}/*";
    expect(parsePolicyDocument(withStatement({ effect: "allow", action: ["cos:*"], resource }))).toBeDefined();
  });
});

describe("a mistake is named with its place and what to write", () => {
  const right = { effect: "allow", action: ["tcb:*"], resource: [own] };

  test.each([
    [[], "a policy document is an object"],
    [{ version: "1.0", statement: [right] }, 'version: write "2.0"'],
    [{ statement: [right] }, 'has no "version"'],
    [{ version: "2.0", statement: [] }, "statement: has no statement"],
    [{ version: "2.0", Statement: [right] }, 'Statement: elements are lower-case; write "statement"'],
    [withStatement({ ...right, sid: "1" }), "statement[0].sid: is not an element"],
    [withStatement({ ...right, principal: { qcs: [] } }), "statement[0].principal: a policy of a user"],
    [withStatement({ ...right, effect: "Allow" }), 'statement[0].effect: write "allow" or "deny"'],
    [withStatement({ ...right, action: [] }), "statement[0].action: is empty"],
    [
      withStatement({ ...right, action: ["tcb:*", "permid/280649"] }),
      'statement[0].action[1]: "permid/280649" is a set',
    ],
    [withStatement({ ...right, action: "DescribeEnvs" }), 'statement[0].action: "DescribeEnvs" is not an action'],
    [withStatement({ ...right, action: [1] }), "statement[0].action[0]: is a text, not the number 1"],
    [
      withStatement({ ...right, resource: ["qcs::tcb:env/alice-1"] }),
      'statement[0].resource[0]: "qcs::tcb:env/alice-1" has 4 of the six',
    ],
    [withStatement({ ...right, resource: ["acs::tcb:::env/a"] }), 'starts with "acs"'],
    [withStatement({ ...right, resource: ["qcs:1:tcb:::env/a"] }), "the second segment is always empty"],
    [withStatement({ ...right, condition: [] }), "statement[0].condition: a condition is an object of operators"],
    [
      withStatement({ ...right, condition: { bool_equal: { mfa: true } } }),
      'statement[0].condition.bool_equal.mfa: a value is a text or a number, not the boolean true; write "true"',
    ],
    [{ version: "2.0", statement: ["x"] }, "statement[0]: a statement is an object"],
  ])("%j", (json, message) => {
    expect(problems(json)).toEqual([expect.stringContaining(message)]);
  });

  test("all mistakes come at once", () => {
    const json = { version: "3", statement: [{ effect: "maybe", action: "x", resource: [] }] };
    expect(problems(json)).toHaveLength(4);
  });
});

describe("a policy document as text", () => {
  test("a mistake comes with line and column", () => {
    const text =
      '{\n  "version": "2.0",\n  "statement": [\n    { "effect": "Allow", "action": "tcb:*", "resource": "*" }\n  ]\n}';
    expect(problemsOf(() => parsePolicyText(text))).toEqual([
      '4:17: statement[0].effect: write "allow" or "deny", not "Allow"',
    ]);
  });

  test("a key that is written twice is found, since JSON.parse would keep the last one silently", () => {
    const text = '{"version":"2.0","statement":[{"effect":"deny","effect":"allow","action":"*","resource":"*"}]}';
    expect(problemsOf(() => parsePolicyText(text))).toEqual([
      expect.stringContaining("1:48: statement[0].effect: is written twice"),
    ]);
  });

  test.each([
    ["// policy\n{}", "1:1: is not JSON: JSON has no comments"],
    ['{"version": "2.0",}', "1:19: is not JSON: a comma before } is one too many"],
    ["[1 2]", "1:4: is not JSON: expected a comma or ]"],
    ['{"version: 2.0}', "1:2: is not JSON: a text in double quotes does not end on its line"],
    ["", "1:1: is not JSON: the text ends"],
    ["[".repeat(100_000), "1:66: is not JSON: nested more than 64 levels deep"],
  ])("broken JSON %#", (text, message) => {
    expect(problemsOf(() => parsePolicyText(text))).toEqual([expect.stringContaining(message)]);
  });

  test("any JSON is read as JSON.parse reads it, or refused with problems and never with another error", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const problem of problemsOf(() => parsePolicyText(text))) expect(problem).not.toContain("is not JSON");
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => problemsOf(() => parsePolicyText(text)).length >= 0));
  });

  test("what is printed parses to the same document, and prints the same again", () => {
    const action = fc.constantFrom("tcb:*", "tcb:DescribeEnvs", "cos:*Bucket*", "scf:Invoke");
    const statement = fc.record({
      effect: fc.constantFrom("allow" as const, "deny" as const),
      action: fc.array(action, { minLength: 1 }),
      resource: fc.array(fc.constantFrom("*", own, "qcs::cos:sh:uid/1250000000:b-1250000000/*"), { minLength: 1 }),
    });
    const document: fc.Arbitrary<PolicyDocument> = fc.record({
      version: fc.constant("2.0" as const),
      statement: fc.array(statement, { minLength: 1 }),
    });
    fc.assert(
      fc.property(document, (document) => {
        const printed = printPolicyDocument(document);
        expect(printPolicyDocument(parsePolicyText(printed))).toBe(printed);
      }),
    );
  });
});
