import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  parsePattern,
  patternContains,
  patternIntersection,
  patternMatches,
  patternsOverlap,
} from "../../../policies/language/pattern.ts";

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

/** Every text of up to six of the letters that the patterns below are made of, and one more that they do not have. */
const TEXTS = texts(6);

function texts(length: number): string[] {
  return length === 0
    ? [""]
    : texts(length - 1).flatMap((text) =>
        text.length < length - 1 ? [text] : [text, ...["a", "b", "c"].map((letter) => text + letter)],
      );
}

// Short, so that two patterns which overlap do so within six letters, and three letters show where one does not contain another.
const shortPattern = fc
  .array(fc.constantFrom("a", "b", "*"), { maxLength: 4 })
  .map((parts) => parsePattern(parts.join("")));

test("one pattern contains another when it matches all of its texts", () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, (outer, inner) => {
      const missed = TEXTS.some((text) => patternMatches(inner, text) && !patternMatches(outer, text));
      expect(patternContains(outer, inner)).toBe(!missed);
    }),
    { numRuns: 1_000 },
  );
});

test("two patterns overlap when a text matches both", () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, (one, other) => {
      const common = TEXTS.some((text) => patternMatches(one, text) && patternMatches(other, text));
      expect(patternsOverlap(one, other)).toBe(common);
    }),
    { numRuns: 1_000 },
  );
});

test("the patterns of an intersection match exactly what both match", () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, (one, other) => {
      const intersection = patternIntersection(one.text, other.text).map(parsePattern);
      const both = TEXTS.filter((text) => patternMatches(one, text) && patternMatches(other, text));
      expect(TEXTS.filter((text) => intersection.some((pattern) => patternMatches(pattern, text)))).toEqual(both);
    }),
    { numRuns: 1_000 },
  );
});

test("patterns cover a text together only where one of them does, which the proof of isolation rests on", () => {
  fc.assert(
    fc.property(fc.array(shortPattern, { maxLength: 4 }), shortPattern, (outers, inner) => {
      const missed = TEXTS.some(
        (text) => patternMatches(inner, text) && !outers.some((outer) => patternMatches(outer, text)),
      );
      expect(outers.some((outer) => patternContains(outer, inner))).toBe(!missed);
    }),
    { numRuns: 1_000 },
  );
});
