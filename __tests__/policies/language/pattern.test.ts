import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parsePattern, patternMatches } from "../../../policies/language/pattern.ts";

test("a pattern matches what the same regular expression matches", () => {
  const pattern = fc.array(fc.constantFrom("a", "b", "*", "/"), { maxLength: 8 }).map((parts) => parts.join(""));
  const text = fc.array(fc.constantFrom("a", "b", "*", "/"), { maxLength: 10 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
      expect(patternMatches(parsePattern(pattern), text)).toBe(expression.test(text));
    }),
    { numRuns: 5_000 },
  );
});

test("a pattern made to be slow is not", () => {
  const pattern = parsePattern(`${"a*".repeat(2_000)}b`);
  expect(patternMatches(pattern, "a".repeat(50_000))).toBe(false);
});
