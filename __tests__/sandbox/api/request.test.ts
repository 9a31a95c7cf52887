import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { unflattened } from "../../../sandbox/api/request.ts";

/** Parameters with texts as leaves; empty lists and objects cannot be written in a query. */
const { parameters } = fc.letrec<{ parameters: Record<string, unknown>; value: unknown }>((tie) => ({
  parameters: fc.dictionary(fc.stringMatching(/^[A-Za-z]\w{0,8}$/), tie("value"), { minKeys: 1, maxKeys: 4 }),
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.array(tie("value"), { minLength: 1, maxLength: 12 }),
    tie("parameters"),
  ),
}));

/** Name and value of every leaf, as the SDKs write them. */
function flattened(value: unknown, name: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, name === "" ? key : `${name}.${key}`));
}

test("whatever an SDK flattens into a query comes back as it was", () => {
  fc.assert(
    fc.property(parameters, (sent) => {
      const query = new URLSearchParams(flattened(sent, ""));
      expect(unflattened(new URLSearchParams(query.toString()))).toEqual(sent);
    }),
  );
});

test.each(["a..b=1", "=1", "a=1&a.b=2", "a.b=2&a=1", "__proto__.x=1", "a.1=x", `${"a.".repeat(16)}a=1`])(
  "the query %j is read without an accident",
  (query) => {
    expect(() => unflattened(new URLSearchParams(query))).not.toThrow();
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  },
);

test("a name that is nested deeper than any parameter is refused", () => {
  const query = new URLSearchParams(`${"a.".repeat(10_000)}a=1`);
  expect(() => unflattened(query)).toThrow(expect.objectContaining({ code: "InvalidParameter" }));
});
