import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseJson } from "../../../policies/language/json.ts";

test("JSON gives the value that JSON.parse gives", () => {
  const layout = fc.constantFrom(undefined, 2, "\t");
  fc.assert(
    fc.property(fc.jsonValue(), layout, (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseJson(text).value).toEqual(JSON.parse(text));
    }),
  );
});

test("text that JSON.parse refuses is refused, and what it takes is taken", () => {
  const fragments = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    "1",
    "-",
    "0",
    "1e5",
    "null",
    " ",
    "\n",
    '"\\u00',
    "\\",
  );
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 8 }), (parts) => {
      const text = parts.join("");
      expect(isRead(() => parseJson(text))).toBe(isRead(() => JSON.parse(text)));
    }),
    { numRuns: 2_000 },
  );
});

test("the place of every value is known", () => {
  const { places } = parseJson('{\n  "statement": [ { "qcs:ip": 1, "a b": 2 } ]\n}');
  expect(places.get("statement[0].qcs:ip")).toEqual({ line: 2, column: 30 });
  expect(places.get('statement[0]["a b"]')).toEqual({ line: 2, column: 40 });
});

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
