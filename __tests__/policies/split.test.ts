import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PolicyDocument, printPolicyDocument } from "../../policies/language/document.ts";
import { SplitError, splitDocument } from "../../policies/split.ts";

const word = fc.stringMatching(/^[a-z]{3,12}$/);
const statement = fc.record({
  effect: fc.constantFrom("allow" as const, "deny" as const),
  action: fc.array(
    word.map((name) => `tcb:${name}`),
    { minLength: 1, maxLength: 30 },
  ),
  resource: fc.array(
    word.map((name) => `qcs::tcb:ap-shanghai:uin/1:env/${name}`),
    { minLength: 1, maxLength: 10 },
  ),
});
const documents = fc
  .array(statement, { minLength: 1, maxLength: 6 })
  .map((statements): PolicyDocument => ({ version: "2.0", statement: statements }));

/** Everything that a policy says, one line each; splitting must keep all of it. */
const sayings = (parts: readonly PolicyDocument[]) =>
  new Set(
    parts.flatMap((part) =>
      part.statement.flatMap(({ effect, action, resource }) =>
        action.flatMap((each) => resource.map((on) => `${effect} ${each} on ${on}`)),
      ),
    ),
  );

describe("splitting a document", () => {
  test("keeps every permission, adds none, and keeps every part within the limit", () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 200, max: 2000 }), (document, limit) => {
        const parts = splitDocument(document, limit);
        const documents = parts.map((part) => part.document);
        expect(sayings(documents)).toEqual(sayings([document]));
        for (const part of parts) {
          expect(part.text.length).toBeLessThanOrEqual(limit);
          expect(part.text).toBe(printPolicyDocument(part.document));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("leaves a document alone that fits, and keeps whole statements together where it can", () => {
    const short = (name: string) => ({ effect: "allow" as const, action: [`tcb:${name}`], resource: ["*"] });
    const document: PolicyDocument = { version: "2.0", statement: [short("A"), short("B"), short("C")] };
    expect(splitDocument(document)).toEqual([{ document, text: printPolicyDocument(document) }]);
    const twoLong = printPolicyDocument({ version: "2.0", statement: [short("A"), short("B")] }).length;
    expect(splitDocument(document, twoLong).map((part) => part.document.statement.length)).toEqual([2, 1]);
  });

  test("gives up on a statement that is too long with one action and one resource", () => {
    const resource = [`qcs::tcb:ap-shanghai:uin/1:env/${"x".repeat(300)}`];
    const document: PolicyDocument = { version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"], resource }] };
    expect(() => splitDocument(document, 200)).toThrow(SplitError);
  });
});
