import { describe, expect, test } from "@jest/globals";
import { accountKey, segmentMatcher, widestPaths } from "../../../policies/evaluation/matching.ts";

describe("a segment of a policy against that of a request", () => {
  test.each<[string, string, { exact: boolean; over: boolean; under: boolean }]>([
    ["", "ap-shanghai", { exact: true, over: true, under: true }],
    ["", "", { exact: true, over: true, under: true }],
    ["ap-shanghai", "ap-shanghai", { exact: true, over: true, under: true }],
    ["ap-shanghai", "ap-beijing", { exact: false, over: false, under: false }],
    // Messages of refused calls leave segments out: an allow may reach such a call, a deny need not.
    ["ap-shanghai", "", { exact: true, over: true, under: false }],
    ["*", "ap-shanghai", { exact: true, over: true, under: false }],
    ["*", "", { exact: true, over: true, under: false }],
    ["ap-*", "ap-shanghai", { exact: false, over: true, under: false }],
    ["ap-*", "na-ashburn", { exact: false, over: false, under: false }],
    ["AP-shanghai", "ap-SHANGHAI", { exact: false, over: true, under: false }],
  ])("%j against %j", (segment, requested, matches) => {
    const read = (reading: "exact" | "over" | "under") => segmentMatcher(segment, reading)(requested);
    expect({ exact: read("exact"), over: read("over"), under: read("under") }).toEqual(matches);
  });
});

test("a root account has one name, however it is written, and another account keeps its own", () => {
  const account = { ownerUin: "100000000001", appId: "1250000000" };
  for (const way of ["", "uin/", "uid/", "uin/100000000001", "uid/1250000000"]) {
    expect(accountKey(way, account)).toBe("uin/100000000001");
  }
  for (const other of ["uin/100000000002", "uid/100000000001", "*"]) expect(accountKey(other, account)).toBe(other);
});

test("x/* may reach x, and a path that ends otherwise reaches what it says alone", () => {
  expect(widestPaths("env/a/*")).toEqual(["env/a/*", "env/a"]);
  expect(widestPaths("a/*")).toEqual(["a/*", "a"]);
  for (const path of ["/*", "*", "env/a*", "env/a/", "/*/a"]) expect(widestPaths(path)).toEqual([path]);
});
