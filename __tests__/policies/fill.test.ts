import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { actionsMatching } from "../../policies/catalogue/catalogue.ts";
import { environmentPolicies } from "../../policies/environment-policies.ts";
import { FillError, fillTemplate } from "../../policies/fill.ts";
import { proveIsolation } from "../../policies/isolation/isolation.ts";
import { type PolicyDocument, printPolicyDocument } from "../../policies/language/document.ts";
import { parsePolicyDocument } from "../../policies/language/parse.ts";
import type { EnvironmentValues } from "../../policies/placeholders.ts";
import { PROFILES } from "../../policies/profiles/profiles.ts";
import { readTemplate } from "../../policies/template.ts";
import { ACCOUNT, templateSubject } from "../support/policies/subjects.ts";
import { TEMPLATES } from "../support/policies/templates.ts";

const bob: EnvironmentValues = {
  region: "ap-shanghai",
  ownerUin: "100000000001",
  appId: "1250000000",
  environmentId: "bob-8grqda2hfc2f62bb",
  storageBucket: "626f-bob-8grqda2hfc2f62bb-1250000000",
  hosting: { bucket: "7374-bob-8grqda2hfc2f62bb-1250000000" },
  logs: { logsetId: "3a6c1d90-0a51-4d4c-9d3c-1f4f8c9a7b02", topicId: "7d1f02b6-95f4-4a0e-8f0b-5a2c4e6d8b02" },
};

const allow = (resource: string[], more = {}) => ({
  version: "2.0",
  statement: [{ effect: "allow", action: ["tcb:*"], resource, ...more }],
});

/** What JSON makes of a template becomes for bob. */
const fill = (json: unknown) => fillTemplate(parsePolicyDocument(json), bob);

/** Order and doubles mean nothing in a policy. */
const meaning = (document: PolicyDocument) =>
  document.statement
    .map(({ effect, action, resource }) => ({
      effect,
      action: [...new Set(action)].sort(),
      resource: [...new Set(resource)].sort(),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("the profiles", () => {
  test("documented, filled for bob, is what the CloudBase page prints with bob's values put in", () => {
    const page = JSON.parse(readFileSync("__tests__/policies/fixtures/documented-for-bob.json", "utf8"));
    expect(meaning(fillTemplate(TEMPLATES.documented, bob))).toEqual(meaning(page));
  });

  test("guarded is documented less the five actions whose reasons docs/policies.md gives", () => {
    const actions = (template: PolicyDocument) => template.statement.flatMap(({ action }) => action);
    const removed = actions(TEMPLATES.documented).filter((action) => !actions(TEMPLATES.guarded).includes(action));
    expect(removed.sort()).toEqual([
      "cam:AttachRolePolicy",
      "cam:CreateRole",
      "cam:CreateServiceLinkedRole",
      "cam:UpdatePolicy",
      "ssl:DescribeCertificateDetail",
    ]);
    const docs = readFileSync("docs/policies.md", "utf8");
    for (const action of removed) expect(docs).toContain(`\`${action}\``);
    expect(actions(TEMPLATES.guarded).filter((action) => !actions(TEMPLATES.documented).includes(action))).toEqual([]);
  });

  test("strict is what of documented names a resource, with the COS actions named that open a bucket to nobody else", () => {
    const { statement } = TEMPLATES.strict;
    const scoped = TEMPLATES.documented.statement.flatMap(({ resource }) => resource);
    expect(
      statement.flatMap(({ resource }) => resource).filter((each) => !scoped.includes(each) || each === "*"),
    ).toEqual([]);
    const ofBuckets = statement.flatMap(({ action }) => action).filter((action) => action.startsWith("cos:"));
    const permissions = ofBuckets.flatMap(actionsMatching).map(({ access }) => access);
    expect(permissions).toHaveLength(ofBuckets.length);
    expect(permissions).not.toContain("permission management");
  });

  test.each(["confined", "strict"])(
    "%s leaves the proof nothing to find, and no known way out but the roles of functions",
    (profile) => {
      const proof = proveIsolation([templateSubject("alice", profile), templateSubject("bob", profile)], ACCOUNT);
      expect(proof.findings).toEqual([]);
      expect(proof.paths.filter(({ status }) => status !== "closed").map(({ id }) => id)).toEqual(["F1"]);
    },
  );

  test("confined is guarded less what is open to all by D1 to D5, K2 and N1, which the own environment still has by tcb:*", () => {
    const accountWide = (template: PolicyDocument) =>
      template.statement.filter(({ resource }) => resource.includes("*")).flatMap(({ action }) => action);
    const kept = accountWide(TEMPLATES.confined);
    const removed = accountWide(TEMPLATES.guarded).filter((action) => !kept.includes(action));
    expect(removed.sort()).toEqual([...PROFILES.guarded.declared.actions].sort());
    expect(kept.filter((action) => !accountWide(TEMPLATES.guarded).includes(action))).toEqual([]);
    const scoped = (template: PolicyDocument) => template.statement.filter(({ resource }) => !resource.includes("*"));
    expect(scoped(TEMPLATES.confined)).toEqual(scoped(TEMPLATES.guarded));
  });

  test.each(Object.entries(PROFILES))(
    "docs/policies.md says of %s what one gets, loses and does not know",
    (name, { choice }) => {
      const row = `| \`${name}\` | ${choice.get} | ${choice.lose} | ${choice.unknown} |`;
      expect(readFileSync("docs/policies.md", "utf8")).toContain(row);
    },
  );

  test.each(["documented", "reference", "guarded", "confined", "strict"] as const)(
    "the table of ways out in docs/policies.md says of %s what the proof says",
    (profile) => {
      const [header = [], , ...rows] = readFileSync("docs/policies.md", "utf8")
        .split("\n")
        .filter((line) => /^\| (?:way|---|[PDFKNS]\d) \|.*\|.*\|.*\|.*\|.*\|.*\|/.test(line))
        .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| /, "")));
      const column = header.indexOf(profile);
      const { paths } = proveIsolation([templateSubject("alice", profile), templateSubject("bob", profile)], ACCOUNT);
      const said = rows.filter(([way]) => way !== "---").map((cells) => [cells[0], cells[column]]);
      expect(said).toEqual(paths.map(({ id, status }) => [id, status]));
    },
  );

  test.each(Object.entries(TEMPLATES))("%s fits one policy with realistic values", (_profile, template) => {
    const [policy, ...others] = environmentPolicies(template, bob, "bob");
    expect(others).toEqual([]);
    expect(policy?.name).toBe("cloudbase-env-bob-8grqda2hfc2f62bb@bob");
    expect(policy?.text.length).toBeLessThanOrEqual(4096);
    expect(policy?.text).not.toMatch(/\$\{|\/\/|\n|": /);
  });

  test("resources of a log service and a hosting that the environment does not have are left out, with statements that only name them", () => {
    const document = fillTemplate(TEMPLATES.documented, { ...bob, logs: "none", hosting: "none" });
    const resources = document.statement.flatMap(({ resource }) => resource);
    expect(resources.filter((resource) => /:cls:|7374-/.test(resource))).toEqual([]);
    expect(document.statement.some(({ action }) => action.includes("cls:*"))).toBe(false);
    expect(resources).toContain("qcs::cos:ap-shanghai:uid/1250000000:626f-bob-8grqda2hfc2f62bb-1250000000/*");
    expect(resources).toContain("qcs::scf:ap-shanghai:uin/100000000001:namespace/bob-8grqda2hfc2f62bb");
  });
});

describe("filling", () => {
  test("knows both spellings of the documents", () => {
    const resources = [
      "qcs::cos:${region}:uid/${app-id}:${cosBucketId}/*",
      "qcs::cos:${region}:uid/${appId}:${static-bucketId}/*",
    ];
    expect(fill(allow(resources)).statement[0]?.resource).toEqual([
      "qcs::cos:ap-shanghai:uid/1250000000:626f-bob-8grqda2hfc2f62bb-1250000000/*",
      "qcs::cos:ap-shanghai:uid/1250000000:7374-bob-8grqda2hfc2f62bb-1250000000/*",
    ]);
  });

  test("fills condition values", () => {
    const condition = { "for_any_value:string_equal": { "qcs:resource_tag": ["env&${envId}"] } };
    expect(fill(allow(["*"], { condition })).statement[0]?.condition).toEqual({
      "for_any_value:string_equal": { "qcs:resource_tag": ["env&bob-8grqda2hfc2f62bb"] },
    });
  });

  test.each([
    [
      "an unknown placeholder",
      ["qcs::tcb:${region}:uin/${uin}:env/${envid}"],
      /placeholder \$\{envid\} is unknown; known are region/,
    ],
    ["CAM's own policy variable", ["qcs::cam::uin/${uin}:uin/${owner_uin}"], /placeholder \$\{owner_uin\} is unknown/],
    ["a name that every object has", ["qcs::tcb:::env/${constructor}"], /placeholder \$\{constructor\} is unknown/],
    ["an unclosed placeholder", ["qcs::tcb:${region}:uin/1:env/${envId"], /`\$\{` left over/],
    ["a nested placeholder", ["qcs::tcb:${region}:uin/1:env/${${envId}}"], /`\$\{` left over/],
    ["an empty id", ["qcs::cls:${region}:uin/${uin}:topic/"], /ends in an empty id/],
    ["an empty account number", ["qcs::cls:${region}:uin/:topic/1"], /names no account/],
    ["an empty bucket", ["qcs::cos:${region}:uid/${appId}:/*"], /has an empty segment/],
    ["a double slash", ["qcs::cos:${region}:uid/${appId}:b//x"], /empty path segment/],
  ])("refuses %s", (_what, resource, message) => {
    expect(() => fill(allow(resource))).toThrow(message);
  });

  test.each([
    ["an empty value", { environmentId: "" }, /placeholder \$\{envId\} has no value/],
    ["a wildcard", { environmentId: "*" }, /placeholder \$\{envId\} has the value "\*", which is no id/],
    ["a second path", { environmentId: "a/../b" }, /which is no id/],
    ["a second placeholder", { environmentId: "${region}" }, /which is no id/],
  ])("refuses %s", (_what, value, message) => {
    expect(() => fillTemplate(TEMPLATES.guarded, { ...bob, ...value })).toThrow(message);
  });

  test("never yields a document with a wildcard or placeholder that the template does not have, whatever the values", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "1", "-", "*", "$", "{", "}", "/", ":", "ü", '"', " "),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, text, text, (region, environmentId, storageBucket) => {
        try {
          const filled = fillTemplate(TEMPLATES.guarded, { ...bob, region, environmentId, storageBucket });
          for (const value of [region, environmentId, storageBucket]) expect(value).toMatch(/^[a1-]+$/);
          expect(printPolicyDocument(filled)).not.toMatch(/\$\{|env\/\*/);
        } catch (error) {
          if (!(error instanceof FillError)) throw error;
        }
      }),
    );
  });

  test("fills every template that was read, or says why not", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.string()), (json, resource) => {
        for (const template of [json, allow(resource), allow(resource.map((each) => `qcs::tcb:::${each}`))]) {
          const read = readTemplate(JSON.stringify(template));
          if (!("template" in read)) continue;
          try {
            fillTemplate(read.template, bob);
          } catch (error) {
            if (!(error instanceof FillError)) throw error;
          }
        }
      }),
    );
  });
});
