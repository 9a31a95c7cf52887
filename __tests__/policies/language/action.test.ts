import { describe, expect, test } from "@jest/globals";
import { actionContains, actionIntersection } from "../../../policies/language/action.ts";

describe("actions that two patterns have in common", () => {
  test.each([
    ["tcb:*", "*", ["tcb:*"]],
    ["*", "*", ["*:*"]],
    ["*:Un*", "scf:Update*Code", []],
    ["cam:AddUser*", "cam:*ToGroup", ["cam:AddUser*ToGroup"]],
    ["tcb:destroyenv", "tcb:DestroyEnv", ["tcb:DestroyEnv"]],
    ["tcb:*", "tcbr:*", []],
  ])("%s and %s", (one, other, common) => {
    expect(actionIntersection(one, other)).toEqual(common);
  });
});

describe("a pattern that contains another", () => {
  test.each([
    ["*", "tcb:*", true],
    ["*:*", "*", true],
    ["tcb:*", "*", false],
    ["tcb:De*", "tcb:DestroyEnv", true],
    ["tcb:de*", "tcb:DestroyEnv", false],
  ])("%s and %s: %s", (outer, inner, contains) => {
    expect(actionContains(outer, inner)).toBe(contains);
  });
});
