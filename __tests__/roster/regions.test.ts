import { expect, test } from "@jest/globals";
import { knownRegions } from "../../policies/language/regions.ts";
import { REGIONS } from "../../roster/regions.ts";

test("a roster may name the regions that policies may name, and no others", () => {
  expect(REGIONS).toEqual(knownRegions());
});
