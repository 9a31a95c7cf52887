import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { reviewJsonSchema } from "../../reports/review-schema.ts";

test("review.schema.json is what the schema in the code makes; `npm run schema:others` writes it again", () => {
  expect(readFileSync("review.schema.json", "utf8")).toBe(reviewJsonSchema());
});
