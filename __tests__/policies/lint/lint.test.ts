import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parsePolicyDocument } from "../../../policies/language/parse.ts";
import { LINT_RULES, type LintOptions, lintPolicy } from "../../../policies/lint/lint.ts";
import type { Fixtures } from "../../support/policies/lint-fixture.ts";
import { CONDITIONS } from "../../support/policies/lint-fixtures/conditions.ts";
import { EFFECTS } from "../../support/policies/lint-fixtures/effects.ts";
import { GRAMMAR } from "../../support/policies/lint-fixtures/grammar.ts";
import { LIMITS } from "../../support/policies/lint-fixtures/limits.ts";
import { PRIVILEGES } from "../../support/policies/lint-fixtures/privileges.ts";
import { RESOURCES } from "../../support/policies/lint-fixtures/resources.ts";
import { TEMPLATES } from "../../support/policies/templates.ts";

const FIXTURES: Fixtures = { ...GRAMMAR, ...RESOURCES, ...LIMITS, ...PRIVILEGES, ...EFFECTS, ...CONDITIONS };

function rulesThatRefuse(policy: unknown, options?: LintOptions): string[] {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  return lintPolicy(text, options).map(({ rule }) => rule);
}

test("every rule has its fixtures, and every fixture its rule", () => {
  expect(Object.keys(FIXTURES).sort()).toEqual(LINT_RULES.map(({ id }) => id).sort());
});

describe.each(LINT_RULES.map(({ id, message }) => [id, message] as const))("%s: %s", (id) => {
  const { refused, accepted, options } = FIXTURES[id] ?? { refused: "", accepted: "" };

  test("refused", () => {
    expect(rulesThatRefuse(refused, options?.refused)).toContain(id);
  });

  test("accepted", () => {
    expect(rulesThatRefuse(accepted, options?.accepted)).not.toContain(id);
  });
});

describe("a finding", () => {
  test("has rule, severity, path, line and column", () => {
    const text =
      '{\n  "version": "2.0",\n  "statement": [\n    { "effect": "allow", "action": ["cam:UpdatePolicy"],\n      "resource": ["*"] }\n  ]\n}';
    expect(lintPolicy(text)).toEqual([
      {
        rule: "takeover",
        severity: "error",
        path: "statement[0].action[0]",
        message: "cam:UpdatePolicy: a step towards the root account; remove it",
        place: { line: 4, column: 37 },
      },
    ]);
  });

  test("of a document without text has no line", () => {
    const document = parsePolicyDocument({
      version: "2.0",
      statement: { effect: "allow", action: "*", resource: "*" },
    });
    expect(lintPolicy(document)).toEqual([expect.not.objectContaining({ place: expect.anything() })]);
  });

  test("for a wildcard names what it stands for", () => {
    const text = '{"version":"2.0","statement":[{"effect":"allow","action":"cam:Attach*","resource":["*"]}]}';
    expect(lintPolicy(text)[0]?.message).toBe(
      "cam:AttachUserPolicy, cam:AttachGroupPolicy, cam:AttachRolePolicy and 6 more: a step towards the root account; remove it",
    );
  });
});

describe("the template of the CloudBase documents", () => {
  const errors = lintPolicy(parsePolicyDocument(TEMPLATES.documented)).filter(({ severity }) => severity === "error");

  test("gives away the account", () => {
    const takeover = errors
      .filter(({ rule }) => rule === "takeover")
      .map(({ message }) => message.split(":").slice(0, 2).join(":"));
    expect(takeover).toEqual([
      "cam:CreateRole",
      "cam:AttachRolePolicy",
      "cam:UpdatePolicy",
      "cam:CreateServiceLinkedRole",
    ]);
  });

  test("lets everybody write to everybody's database and functions", () => {
    const writes = errors
      .filter(({ rule }) => rule === "operation-write-on-all")
      .map(({ message }) => message.split(" ")[0]);
    expect(writes).toEqual(
      expect.arrayContaining(["tcb:DeleteTable", "tcb:RunCommands", "tcb:UpdateFunctionCode", "cdn:PurgeUrlsCache"]),
    );
  });
});

test("a policy in title case, as COS documents print them, is read to its end and nothing is said of it that is not so", () => {
  const text = '{"Version":"2.0","Statement":[{"Effect":"Allow","Action":["cos:*"],"Resource":["*"]}]}';
  const found = lintPolicy(text).map(({ rule, path }) => `${rule} ${path}`);
  expect(found.sort()).toEqual([
    "bucket-permissions Statement[0].Action[0]",
    "effect Statement[0].Effect",
    "member-case Statement",
    "member-case Statement[0].Action",
    "member-case Statement[0].Effect",
    "member-case Statement[0].Resource",
    "member-case Version",
    "operation-write-on-all Statement[0].Action[0]",
    "resource-action-on-all Statement[0].Action[0]",
  ]);
});

test("linting ends well on any JSON and on any text", () => {
  const statement = fc.record(
    {
      effect: fc.constantFrom("allow", "deny", 1),
      action: fc.array(fc.string()),
      resource: fc.anything(),
      condition: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(fc.json(), (text) => lintPolicy(text).length > 0));
  fc.assert(
    fc.property(fc.array(statement), (statement) =>
      Array.isArray(lintPolicy(JSON.stringify({ version: "2.0", statement }))),
    ),
  );
});

describe("published policies get no wrong complaints", () => {
  /** Rules that say that something does not exist or cannot be. */
  const RULES = [
    "account-form",
    "condition-key-unknown",
    "operator-unknown",
    "placeholder",
    "region-unknown",
    "region-wildcard",
    "resource-segments",
    "resource-unmatchable",
    "service-unknown",
    "tag-qualifier",
  ];
  const complaints = (policy: unknown) => rulesThatRefuse(policy).filter((rule) => RULES.includes(rule));
  const presets = JSON.parse(readFileSync("policies/grants/preset-texts.json", "utf8"));

  test.each(presets.map(({ name, statement }: { name: string; statement: unknown }) => [name, statement]))(
    "%s",
    (_, statement) => {
      expect(complaints({ version: "2.0", statement })).toEqual([]);
    },
  );

  test.each([
    [
      "a condition on the access list of an upload",
      "cos:PutObject",
      "qcs::cos::uid/1250000000:a-1250000000/*",
      { string_equal: { "cos:x-cos-acl": ["private"] } },
    ],
    [
      "a condition on the kind of an upload",
      "cos:PutObject",
      "qcs::cos::uid/1250000000:a-1250000000/*",
      { string_equal: { "cos:content-type": ["image/png"] } },
    ],
    [
      "tags that a request may have",
      "cvm:*",
      "*",
      { "for_all_value:string_equal": { "qcs:request_tag": ["team&data"] } },
    ],
    ["tags as some services name them", "clb:*", "*", { "for_any_value:string_equal": { "qcs:tag": ["team&data"] } }],
    ["a service of the billing console", "finance:*", "*", undefined],
    ["the Personal edition of the registry", "ccr:*", "*", undefined],
    ["its resources, whose account is *", "tcr:PullRepository", "qcs::tcr:ap-guangzhou:*:repo/team-01/*", undefined],
    ["the caller at the end of a resource", "cmqqueue:*", "qcs::cmqqueue:::queueName/uin/${uin}/*", undefined],
    ["the caller in a condition", "cvm:*", "*", { string_equal: { "qcs:create_uin": ["${uin}"] } }],
  ])("%s", (_, action, resource, condition) => {
    const statement = { effect: "allow", action: [action], resource: [resource], ...(condition && { condition }) };
    expect(complaints({ version: "2.0", statement: [statement] })).toEqual([]);
  });

  test("but the caller where the root account should stand is a mistake, as is one in a path of object storage", () => {
    const on = (resource: string) =>
      complaints({ version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"], resource: [resource] }] });
    expect(on("qcs::tcb::uin/${uin}:env/x")).toContain("placeholder");
    expect(on("qcs::cos::uid/1250000000:a-1250000000/${uin}/*")).toContain("placeholder");
  });
});
