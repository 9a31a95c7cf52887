import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { rosterJsonSchema } from "../../roster/json-schema.ts";
import { parseRoster } from "../../roster/parse.ts";
import { RosterError } from "../../roster/roster-error.ts";

/** Parses, and lets only the errors through that a user should never see. */
function survives(source: string): void {
  try {
    parseRoster(source, "employees.yaml");
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line = 1, column = 1, message } of error.problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toMatch(/undefined|\[object/);
    }
  }
}

const example = readFileSync("employees.yaml", "utf8");

describe("the parser never crashes", () => {
  test("on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), survives), { numRuns: 300 });
  });

  test("on any YAML value in the place of any part of a roster", () => {
    const keys = fc.constantFrom("account", "employees", "defaults", "name", "environment", "server", "__proto__", "x");
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, -1.5, "", "alice", "*"),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(keys, tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (node) => survives(stringify(node))),
      { numRuns: 300 },
    );
  });

  test("on the example with a piece cut out, doubled or replaced", () => {
    const piece = fc.tuple(
      fc.nat(example.length),
      fc.nat(60),
      fc.constantFrom("", "\t", "- ", ": ", "&a ", "*a", '"', "{"),
    );
    fc.assert(
      fc.property(piece, ([start, length, text]) =>
        survives(example.slice(0, start) + text + example.slice(start + length)),
      ),
      { numRuns: 300 },
    );
  });
});

test("employees.schema.json is what the schema in the code makes; `npm run schema:roster` writes it again", () => {
  expect(readFileSync("employees.schema.json", "utf8")).toBe(rosterJsonSchema());
});
