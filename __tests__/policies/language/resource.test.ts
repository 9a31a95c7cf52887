import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isRegion, knownRegions, longRegion } from "../../../policies/language/regions.ts";
import { parseResource, printResource } from "../../../policies/language/resource.ts";

function normalised(text: string): string {
  const parsed = parseResource(text);
  return "problem" in parsed ? parsed.problem : printResource(parsed.resource);
}

describe("resources", () => {
  test.each([
    ["*", "*"],
    ["qcs::scf:sh:uin/100000000001:namespace/alice-1", "qcs::scf:ap-shanghai:uin/100000000001:namespace/alice-1"],
    ["qcs::tcb:::env/alice-1", "qcs::tcb:::env/alice-1"],
    [
      "qcs::cos:gz:uid/1250000000:pictures-1250000000/a:b",
      "qcs::cos:ap-guangzhou:uid/1250000000:pictures-1250000000/a:b",
    ],
    [
      "qcs::cos:gz:uid/1250000000:prefix//1250000000/pictures/a/*",
      "qcs::cos:ap-guangzhou:uid/1250000000:pictures-1250000000/a/*",
    ],
    [
      "qcs::cos:gz:uid/1250000000:prefix//1250000000/pictures",
      "qcs::cos:ap-guangzhou:uid/1250000000:pictures-1250000000",
    ],
    ["qcs::cos:gz:uid/1250000000:prefix//1250000000/*", "qcs::cos:ap-guangzhou:uid/1250000000:*-1250000000/*"],
  ])("%s", (text, expected) => {
    expect(normalised(text)).toBe(expected);
  });

  test("what is printed parses to the same resource", () => {
    const part = fc.stringMatching(/^[a-z0-9/*-]{0,6}$/);
    const region = fc.constantFrom("", "ap-shanghai", "sh", "bj", "mars-1");
    fc.assert(
      fc.property(part, region, part, fc.string(), (service, region, account, path) => {
        const text = normalised(`qcs::${service}:${region}:${account}:${path}`);
        expect(normalised(text)).toBe(text);
      }),
    );
  });
});

test("a region has one long name under both spellings", () => {
  expect(longRegion("bj")).toBe("ap-beijing");
  expect(longRegion("ap-beijing")).toBe("ap-beijing");
  expect(isRegion("gz")).toBe(true);
  expect(isRegion("ap-atlantis")).toBe(false);
  expect(knownRegions()).toContain("ap-shenzhen-fsi");
});
