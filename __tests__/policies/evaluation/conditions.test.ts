import { describe, expect, test } from "@jest/globals";
import { isRange } from "../../../policies/evaluation/address.ts";
import { conditionHolds, type RequestConditions } from "../../../policies/evaluation/conditions.ts";
import { findOperator } from "../../../policies/evaluation/operators.ts";
import { isDoubt } from "../../../policies/evaluation/truth.ts";
import type { Condition } from "../../../policies/language/document.ts";

function holds(condition: Condition, request: RequestConditions): boolean | "open" {
  const truth = conditionHolds(condition, request);
  return isDoubt(truth) ? "open" : truth;
}

describe("one operator, one value", () => {
  test.each<[string, string, string, boolean | "open"]>([
    ["string_equal", "a", "a", true],
    ["string_equal", "a", "A", false],
    ["string_not_equal", "a", "b", true],
    ["string_not_equal", "a", "a", false],
    ["string_equal_ignore_case", "a", "b", false],
    ["string_equal_ignore_case", "a", "A", true],
    ["string_not_equal_ignore_case", "a", "A", false],
    ["string_like", "al*", "alice", true],
    ["string_not_like", "al*", "alice", false],
    ["numeric_equal", "10", "10.0", true],
    ["numeric_equal", "10", "11", false],
    ["numeric_not_equal", "10", "11", true],
    ["numeric_not_equal", "10", "10", false],
    ["numeric_less_than_equal", "10", "9", true],
    ["numeric_less_than_equal", "10", "10", true],
    ["numeric_less_than_equal", "10", "11", false],
    ["numeric_greater_than_equal", "10", "9", false],
    ["numeric_greater_than", "10", "11", true],
    ["numeric_greater_than", "10", "10", false],
    ["numeric_less_than", "10", "11", false],
    ["numeric_less_than", "10", "9", true],
    ["numeric_less_than", "10", "10", false],
    ["numeric_greater_than_equal", "10", "10", true],
    ["numeric_greater_than", "10", "ten", "open"],
    ["numeric_equal", "16", "0x10", "open"],
    ["numeric_equal", "1e1", "10", "open"],
    ["numeric_equal", "10", " 10", "open"],
    ["numeric_equal", "-1.5", "-1.50", true],
    ["numeric_less_than", "Infinity", "10", "open"],
    ["date_equal", "2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00Z", true],
    ["date_equal", "2026-01-01", "2026-01-01T00:00:00.000Z", true],
    ["date_less_than", "2026-02-30T00:00:00Z", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "2026-01-01T25:00:00Z", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "Jan 1 2026", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "1", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", true],
    ["date_greater_than", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", false],
    ["date_less_than_equal", "soon", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "2026-13-01", "2025-12-31T23:59:59Z", "open"],
    ["date_less_than", "2026-01-01T00:00:00", "2025-12-31T23:59:59Z", "open"],
    ["bool_equal", "true", "true", true],
    ["bool_equal", "true", "false", false],
    ["binary_equal", "QUJD", "QUJE", false],
    ["ip_equal", "203.0.113.0/24", "203.0.113.9", true],
    ["ip_equal", "203.0.113.0/24", "203.0.114.9", false],
    ["ip_equal", "203.0.113.9", "203.0.113.9", true],
    ["ip_equal", "0.0.0.0/0", "203.0.113.9", true],
    ["ip_equal", "2001:db8::/32", "2001:db8:1::5", true],
    ["ip_equal", "2001:db8::/32", "2001:db9::5", false],
    ["ip_equal", "2001:db8::/32", "203.0.113.9", false],
    ["ip_equal", "203.0.113.0/24", "::ffff:203.0.113.9", true],
    ["ip_equal", "203.0.113.0/24", "::ffff:cb00:7209", false],
    ["ip_equal", "::ffff:203.0.113.0/120", "203.0.113.9", true],
    ["ip_equal", "::/0", "203.0.113.9", false],
    ["ip_equal", "::/0", "2001:db8::1", true],
    ["ip_equal", "0.0.0.0/0", "2001:db8::1", false],
    ["ip_equal", "203.0.113.0/24", "203.0.113.009", "open"],
    ["ip_equal", "203.0.113.0/24", "203.0.113.0/24", "open"],
    ["ip_equal", "fe80::/64", "fe80::1%eth0", "open"],
    ["ip_equal", "10.0.0.0/8/8", "10.0.0.10", "open"],
    ["ip_equal", "10.0.0.0/", "10.0.0.10", "open"],
    ["ip_equal", "10.*.*.10/24", "10.0.0.10", "open"],
    ["ip_equal", "203.0.113.9/32", "203.0.113.9", true],
    ["ip_equal", "::ffff:0:0/95", "203.0.113.9", false],
    ["ip_equal", "::ffff:0:0/96", "203.0.113.9", true],
    ["ip_equal", "::fffe:0:0/96", "203.0.113.9", false],
    ["ip_equal", "2001:db8::/128", "2001:db8::", true],
    ["ip_equal", "10.0.0.0/33", "10.0.0.10", "open"],
    ["ip_not_equal", "10.0.0.0/8", "10.0.0.1", false],
    ["string_matches", "a", "a", "open"],
  ])("%s %s against %s: %s", (operator, expected, actual, result) => {
    expect(holds({ [operator]: { key: [expected] } }, { key: actual })).toBe(result);
  });
});

describe("an operator takes as values of a policy", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["string_equal", ["", "anything"], []],
    ["bool_equal", ["true", "false"], ["True", "", "yes"]],
    ["numeric_equal", ["10", "-1.5"], ["ten", ""]],
    ["date_greater_than", ["2026-01-01"], ["tomorrow"]],
    ["ip_not_equal", ["10.0.0.0/8", "::1"], ["10.0.0", "10.0.0.0/33"]],
    ["for_any_value:string_equal_if_exist", ["a"], []],
  ])("%s", (name, good, bad) => {
    const takes = (value: string) => findOperator(name)?.comparison.takes(value);
    expect(good.map(takes)).toEqual(good.map(() => true));
    expect(bad.map(takes)).toEqual(bad.map(() => false));
  });

  test("ranges that are some, and no others", () => {
    expect([isRange("10.0.0.0/8"), isRange("10.0.0.1"), isRange("10.0.0.0/x"), isRange("")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test.each([
    "",
    "string",
    "for_each_value:string_equal",
    "string_equal_if_exists",
    "if_exist",
    "for_any_value:null_equal",
  ])("%j is no operator", (name) => {
    expect(findOperator(name)).toBeUndefined();
  });

  test("with its qualifier, and whether the key may be missing", () => {
    expect(findOperator("for_all_value:ip_equal_if_exist")).toMatchObject({
      qualifier: "for_all_value",
      ifExists: true,
    });
    expect(findOperator("ip_equal")).toMatchObject({ qualifier: undefined, ifExists: false });
  });
});

describe("several values, keys and operators", () => {
  test("values are alternatives, keys and operators are not", () => {
    const condition = { string_equal: { a: ["1", "2"], b: ["3"] }, ip_equal: { "qcs:ip": ["10.0.0.0/8"] } };
    const request = { a: "2", b: "3", "qcs:ip": "10.0.0.1" };
    expect(holds(condition, request)).toBe(true);
    expect(holds(condition, { ...request, a: "3" })).toBe(false);
    expect(holds(condition, { ...request, b: "4" })).toBe(false);
    expect(holds(condition, { ...request, "qcs:ip": "11.0.0.1" })).toBe(false);
  });

  test("several values of a negated operator are open where the two readings differ", () => {
    const condition = { string_not_equal: { key: ["a", "b"] } };
    expect(holds(condition, { key: "c" })).toBe(true);
    expect(holds(condition, { key: "a" })).toBe("open");
  });

  test("a tag of many is enough with for_any_value and not with for_all_value", () => {
    const tags = { "qcs:resource_tag": ["env&development", "team&data"] };
    expect(holds({ "for_any_value:string_equal": { "qcs:resource_tag": ["env&development"] } }, tags)).toBe(true);
    expect(holds({ "for_all_value:string_equal": { "qcs:resource_tag": ["env&development"] } }, tags)).toBe(false);
    expect(holds({ string_equal: { "qcs:resource_tag": ["env&development"] } }, tags)).toBe("open");
  });
});

describe("a key that is not there", () => {
  test.each<[string, RequestConditions, boolean | "open"]>([
    ["string_equal", {}, "open"],
    ["string_equal", { key: null }, false],
    ["string_equal_if_exist", { key: null }, true],
    ["string_equal_if_exist", {}, "open"],
    ["null_equal", { key: null }, true],
    ["null_equal", { key: "x" }, false],
    ["null_equal", {}, "open"],
  ])("%s %j: %s", (operator, request, result) => {
    expect(holds({ [operator]: { key: ["true"] } }, request)).toBe(result);
  });

  test("is looked for by null_equal: true asks for none, false for one", () => {
    const asks = (value: string, key: string | null) => holds({ null_equal: { key: [value] } }, { key });
    expect([asks("false", null), asks("false", "x"), asks("true", null), asks("true", "x")]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("and one that has no value at all count the same", () => {
    expect(holds({ string_equal: { key: ["a"] } }, { key: [] })).toBe(false);
    expect(holds({ string_equal_if_exist: { key: ["a"] } }, { key: [] })).toBe(true);
  });

  test("leaves a doubt that says what is missing, and an operator that there is not only why", () => {
    expect(conditionHolds({ string_equal: { a: ["1"] } }, {})).toEqual({
      missing: ["a"],
      reasons: ["the request does not say a"],
    });
    expect(conditionHolds({ string_matches: { a: ["1"] } }, { a: "1" })).toEqual({
      missing: [],
      reasons: ["the operator string_matches is not documented"],
    });
  });

  test("does not matter where another key already fails", () => {
    expect(holds({ string_equal: { a: ["1"], b: ["2"] } }, { a: "0" })).toBe(false);
  });

  test("is not found in what every object inherits", () => {
    expect(holds({ string_equal: { constructor: ["1"] } }, {})).toBe("open");
  });
});
