import { describe, expect, test } from "@jest/globals";
import { type CloudBundle, findBundles } from "../../lookups/bundles.ts";
import type { BundleLookup } from "../../lookups/lookups.ts";
import { printProblem } from "../../problems/problems.ts";
import { cloudBundle, rosterOf } from "../support/lookups/cloud.ts";

const roster = rosterOf("name: alice\nserver: { bundle: bundle_small }");
const small = cloudBundle("bundle_small", { CPU: 1, Memory: 2 });
const large = cloudBundle("bundle_large", {
  CPU: 4,
  Memory: 8,
  Price: { InstancePrice: { DiscountPrice: 99.5, Currency: "CNY" } },
});
const SMALL: BundleLookup = { cpu: 1, memory: 2, disk: 60, price: { month: 30, currency: "CNY" } };

const find = (listed: readonly CloudBundle[], pinned: Readonly<Record<string, BundleLookup>> = {}) =>
  findBundles(roster, listed, pinned);
const problem = (listed: readonly CloudBundle[]) => {
  const { found, problems } = find(listed);
  expect(found).toEqual({});
  return problems.map((each) => printProblem(each)).join("\n");
};

describe("the bundle of a server", () => {
  test("is looked up with size and price", () => {
    expect(find([large, small])).toEqual({ found: { bundle_small: SMALL }, problems: [] });
  });

  test.each([
    null,
    {},
    { InstancePrice: null },
    { InstancePrice: { DiscountPrice: 30 } },
    { InstancePrice: { DiscountPrice: 30, Currency: "a b" } },
  ])("has no price where the cloud names none, or no currency that a lookups file takes: %j", (Price) => {
    expect(find([{ ...small, Price }]).found.bundle_small).toEqual({ cpu: 1, memory: 2, disk: 60 });
  });

  test("that does not exist is refused at the employee, with those of near names that can be bought", () => {
    const listed = [large, cloudBundle("bundle_smal"), cloudBundle("bundle_smalt", { BundleSalesState: "SOLD_OUT" })];
    expect(problem(listed)).toBe(
      'employees.yaml:5:5: alice: there is no bundle "bundle_small" in ap-shanghai; write one that is for sale, such as bundle_smal (2 cores, 4 GB, 60 GB disk, 30 CNY a month), bundle_large (4 cores, 8 GB, 60 GB disk, 99.5 CNY a month)',
    );
  });

  test("that does not exist is refused where none is listed at all", () => {
    expect(problem([])).toMatch(/; no bundle is for sale in this region$/);
  });

  test.each(["SOLD_OUT", "OFFLINE", null])("that is %s is refused before it is paid", (BundleSalesState) => {
    expect(problem([{ ...small, BundleSalesState }, large])).toBe(
      `employees.yaml:5:5: alice: the bundle "bundle_small" cannot be bought: it is ${BundleSalesState ?? "without a sales state"}; write one that is for sale, such as bundle_large (4 cores, 8 GB, 60 GB disk, 99.5 CNY a month)`,
    );
  });

  test("that is not for Linux is refused", () => {
    expect(problem([{ ...small, SupportLinuxUnixPlatform: false }])).toContain(
      'the bundle "bundle_small" is not for Linux, which the assistant\'s image needs; no bundle is for sale',
    );
  });

  test("that is pinned stays when it is sold out or listed no more, and says so", () => {
    const soldOut = { ...SMALL, soldOut: true };
    expect(find([{ ...small, BundleSalesState: "SOLD_OUT" }], { bundle_small: SMALL }).found.bundle_small).toEqual(
      soldOut,
    );
    expect(find([large], { bundle_small: SMALL }).found.bundle_small).toEqual(soldOut);
    expect(find([small], { bundle_small: { ...SMALL, soldOut: true } }).found.bundle_small).toEqual(SMALL);
  });

  test("is looked for once for all who ask for it, and not for those without a server", () => {
    const many = rosterOf(
      "name: alice\nserver: { bundle: bundle_small }",
      "name: bob\nserver: { bundle: bundle_small }",
      "name: carol\nserver: { bundle: constructor }",
      "name: dan\nserver: false",
    );
    const { problems } = findBundles(many, [], {});
    expect(problems.map(({ employee, message }) => [employee, message])).toEqual([
      ["alice", 'there is no bundle "bundle_small" in ap-shanghai (as for 1 more)'],
      ["carol", 'there is no bundle "constructor" in ap-shanghai'],
    ]);
  });
});
