import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readPages } from "../../cloud/pages.ts";

const listing = (entries: readonly string[]) =>
  fc.record({ entries: fc.constant(entries), largest: fc.integer({ min: 1, max: 60 }), withTotal: fc.boolean() });

describe("a listing in pages", () => {
  test("is read whole, in order, whatever the size of the pages and with or without a total", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string(), { maxLength: 50 }).chain(listing),
        async ({ entries, largest, withTotal }) => {
          let asked = 0;
          const read = async (offset: number) => {
            asked += 1;
            return { entries: entries.slice(offset, offset + largest), total: withTotal ? entries.length : undefined };
          };
          expect((await readPages(read, (entry) => entry)).entries).toEqual(entries);
          expect(asked).toBeLessThanOrEqual(Math.ceil(entries.length / largest) + 1);
        },
      ),
    );
  });

  test("ends where a server gives the same page again and again", async () => {
    const read = async () => ({ entries: ["a", "b"], total: 7 });
    expect(await readPages(read, (entry) => entry)).toEqual({ entries: ["a", "b"], total: 7 });
  });

  test("has an entry once that moved to the next page meanwhile", async () => {
    const pages = new Map([
      [0, ["a", "b"]],
      [2, ["b", "c"]],
    ]);
    const read = async (offset: number) => ({ entries: pages.get(offset) ?? [] });
    expect((await readPages(read, (entry) => entry)).entries).toEqual(["a", "b", "c"]);
  });
});
