/** What a template of one's own is refused for, and where. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readTemplate } from "../../policies/template.ts";

const OWN = "qcs::tcb:${region}:uin/${uin}:env/${envId}";

function template(...resource: string[]): string {
  return JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"], resource }] });
}

function problems(text: string): string[] {
  const read = readTemplate(text);
  return "problems" in read
    ? read.problems.map(({ rule, place, path, message }) => `${place.line}:${place.column} ${rule} ${path} ${message}`)
    : [];
}

test("a template that says what it seems is read", () => {
  expect(readTemplate(template(OWN, "*"))).toEqual({
    template: { version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"], resource: [OWN, "*"] }] },
  });
});

describe("refused", () => {
  test("is an effect that is written twice, where the second one counts", () => {
    const text = `{"version":"2.0","statement":[{"effect":"deny","effect":"allow","action":["tcb:*"],"resource":["${OWN}"]}]}`;
    expect(problems(text)).toEqual([
      "1:48 json-duplicate-key statement[0].effect is written twice, and only the last one counts; merge the two",
    ]);
  });

  test.each([
    ["a byte order mark", `\ufeff${template(OWN)}`, /^1:1 byte-order-mark /],
    [
      "a NUL",
      template(OWN.replace("env", "env\u0000")),
      /character statement\[0\]\.resource\[0\] has a character that nobody sees: .*\\u\{0\}/,
    ],
    [
      "a right-to-left mark in an action",
      template(OWN).replace("tcb:*", "tcb:\u202e*"),
      /character statement\[0\]\.action/,
    ],
    [
      "a zero-width space in a name",
      template(OWN).replace('"effect"', '"effect\u200b"'),
      /character statement\[0\] has a name/,
    ],
    ["a line separator", template(OWN.replace("env", "env\u2028")), /character /],
    ["a comment", `/* ours */ ${template(OWN)}`, /^1:1 json-syntax /],
    ["a text that is no document", "[]", /document-form/],
    ["nothing", "", /json-syntax/],
  ])("is %s", (_, text, expected) => {
    expect(problems(text)[0]).toMatch(expected);
  });

  test("are all mistakes at once, in the order of the text", () => {
    const text = template("qcs::tcb:::environments/x", "qcs::tcb:::env/${env}", "qcs::tcb:env/x");
    expect(problems(text).map((each) => each.split(" ").slice(1, 3).join(" "))).toEqual([
      "resource-unmatchable statement[0].resource[0]",
      "placeholder statement[0].resource[1]",
      "resource-segments statement[0].resource[2]",
    ]);
  });

  test.each([
    ["a placeholder of a document", "qcs::tcb::uin/<ACCOUNT_ID>:env/x", /<ACCOUNT_ID> is in it as it stands/],
    ["a placeholder of another tool", "qcs::tcb::uin/1:env/{{envId}}", /\{\{envId\}\} is in it/],
    ["an account without a number", "qcs::tcb::uin/root:env/x", /uin\/root is no account/],
    ["a kind in the plural", "qcs::cls:${region}:uin/${uin}:topics/1", /cls has no "topics"; write topic/],
    [
      "a kind that does not exist",
      "qcs::tcb:${region}:uin/${uin}:environments/x",
      /tcb has no "environments"; write env/,
    ],
    [
      "what lies below an environment",
      "qcs::tcb:${region}:uin/${uin}:env/${envId}/*",
      /write env\/\* without what follows/,
    ],
    [
      "a kind of the namespace in the plural",
      "qcs::scf:${region}:uin/${uin}:namespace/x/functions/*",
      /no "functions"; write function/,
    ],
    ["a look-alike letter", "qcs::tcb:${region}:uin/${uin}:еnv/${envId}", /"е" is not one of the letters/],
    ["a look-alike letter in a service", "qcs::tсb:${region}:uin/${uin}:env/${envId}", /is not one of the letters/],
    ["a blank", "qcs::tcb:${region}:uin/${uin}:env/${envId} ", /a blank/],
    ["a bucket without app id", "qcs::cos:${region}:uid/${appId}:pictures/*", /write it like pictures-1250000000/],
    [
      "such a bucket in Cloud Infinite",
      "qcs::ci:${region}:uid/${appId}:bucket/pictures/*",
      /write it like pictures-1250000000/,
    ],
  ])("is %s, which matches nothing", (_, resource, expected) => {
    expect(problems(template(OWN, resource))).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    "qcs::cos:${region}:uid/${appId}:${cosBucketId}/图片/a b.png",
    "qcs::scf:${region}:uin/${uin}:namespace/${envId}/function/*",
    "qcs::tcr::uin/${uin}:repository/tcr-1a2b3c4d/team/*",
    "qcs::cam::uin/${uin}:roleName/TCB_QcsRole",
    "qcs::ckafka:ap-shanghai:uin/1:instances/1",
    "qcs::tcb:::*",
  ])("is not %s", (resource) => {
    expect(problems(template(resource))).toEqual([]);
  });
});

test("reading ends well on any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => problems(text).length > 0));
  fc.assert(fc.property(fc.array(fc.string()), (resource) => Array.isArray(problems(template(...resource)))));
});
