/** Every claim of the fuzzer for a moment, and on every input that ever failed. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { z } from "zod";
import { allows, isPossible, matches } from "../model/model.ts";
import { belongingsOf, INPUT, input } from "./documents.ts";
import { TARGETS } from "./targets.ts";

describe.each(TARGETS.map((target) => [target.name, target] as const))("%s", (name, { claim, check }) => {
  test(claim, () => {
    fc.assert(fc.property(input, check), { numRuns: 150 });
  });

  const corpus = `${import.meta.dirname}/corpus/${name}.json`;
  const failed = existsSync(corpus) ? z.array(INPUT).parse(JSON.parse(readFileSync(corpus, "utf8"))) : [];
  test(`and on the ${failed.length} inputs that failed once`, () => {
    for (const each of failed) expect(() => check(each)).not.toThrow();
  });
});

describe("the model", () => {
  const [environment = ""] = belongingsOf("bob");
  const person = (effect: "allow" | "deny", action: string, resource: string, ...more: object[]) => ({
    documents: [
      { statement: [{ effect, action: [action], resource: [resource] }, ...more.map((each) => z.any().parse(each))] },
    ],
  });

  test.each([
    ["", "", true],
    ["a*", "a", true],
    ["a*c*", "abcbd", true],
    ["*b", "ab", true],
    ["a*b", "ac", false],
    ["a", "ab", false],
  ])("matches %j and %j: %j", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test("takes what no document says for possible both ways, and what one says as it is said", () => {
    expect(isPossible(person("allow", "tcb:Frobnicate", environment), "tcb:Frobnicate", environment)).toBe(true);
    expect(isPossible(person("allow", "tcb:Frobnicate", "*"), "tcb:Frobnicate", environment)).toBe(true);
    expect(isPossible(person("allow", "tcb:DeleteTable", environment), "tcb:DeleteTable", environment)).toBe(false);
    expect(isPossible(person("allow", "tcb:DeleteTable", "*"), "tcb:DeleteTable", environment)).toBe(true);
  });

  test("counts a deny only where it surely applies", () => {
    const allow = { effect: "allow", action: ["*"], resource: ["*"] };
    expect(allows(person("deny", "tcb:*", "*", allow), "tcb:ModifyEnv", environment)).toBe(false);
    expect(allows(person("deny", "tcb:ModifyEnv", environment, allow), "tcb:ModifyEnv", environment)).toBe(false);
    expect(allows(person("deny", "tcb:Frobnicate", environment, allow), "tcb:Frobnicate", environment)).toBe(true);
    expect(allows(person("deny", "tcb:DescribeEnvs", environment, allow), "tcb:DescribeEnvs", environment)).toBe(true);
  });
});
