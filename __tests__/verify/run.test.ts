import { describe, expect, test } from "@jest/globals";
import { findAction } from "../../policies/catalogue/catalogue.ts";
import { seenIn } from "../../verify/answer.ts";
import { waysThatFit } from "../../verify/expect.ts";
import { attemptsFor, expectationsOf, nobody, somebody } from "../../verify/verify.ts";

const account = { ownerUin: "100000000001", appId: "1250000000" };
const none = nobody(account.ownerUin, "ap-shanghai", "alice");
const own = somebody(none, { name: "alice", uin: "100000000002", envId: "alice-1" });
const colleagues = ["bob", "carol"].map((name) => somebody(none, { name, envId: `${name}-1` }));
const expect_ = (...resource: string[]) =>
  expectationsOf({
    account,
    callerUin: own.uin,
    boundary: undefined,
    documents: [{ version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"], resource }] }],
  });
const attempts = attemptsFor({ nobody: none, own, colleagues }, expect_("qcs::tcb::uin/100000000001:env/alice-1"));

describe("the calls of a verification", () => {
  test("are about things that exist only where they show something", () => {
    const touching = attempts.filter(({ body }) => /alice-1|bob-1|carol-1|100000000002/.test(JSON.stringify(body)));
    expect(touching.length).toBeGreaterThan(100);
    const harmful = touching.filter(({ probe }) => {
      const access = findAction(probe.action)?.access;
      return access !== "read" && access !== "data";
    });
    expect(harmful).toEqual([]);
  });

  test("ask for every colleague's environment, for what only shows something with the first one's, and for nothing twice", () => {
    const about = (name: string) => attempts.filter((each) => each.about === name && each.whose === "colleague");
    expect(about("carol").map(({ probe }) => probe.action)).toEqual(["tcb:DescribeEnvs"]);
    expect(about("bob").length).toBeGreaterThan(50);
    const calls = attempts.map(({ probe, body }) => `${probe.action} ${JSON.stringify(body)}`);
    expect(new Set(calls).size).toBe(calls.length);
  });
});

describe("what is expected", () => {
  const of = (name: string, ...resource: string[]) => {
    const action = findAction(name);
    if (action === undefined) throw new Error(name);
    return expect_(...resource)(action, own);
  };

  test("is left open where ways differ, and an answer then says which it was", () => {
    const expected = of("tcb:QueryRecords", "qcs::tcb::uin/100000000001:env/alice-1");
    expect(expected).toEqual({ expected: "either", byWay: ["refused", "allowed"] });
    expect([
      waysThatFit(expected, "allowed"),
      waysThatFit(expected, "refused"),
      waysThatFit(expected, "unclear"),
    ]).toEqual([[1], [0], [0, 1]]);
    expect(of("tcb:QueryRecords", "*").expected).toBe("allowed");
    expect(of("tcb:QueryRecords", "qcs::tcb::uin/100000000001:env/bob-1").expected).toBe("refused");
  });

  test("is compared with refusals alone: what may come before CAM is asked tells nothing", () => {
    expect(
      [undefined, "ResourceNotFound.EnvNotFound", "InvalidParameterValue.X", "UnsupportedOperation"].map(seenIn),
    ).toEqual(["allowed", "allowed", "allowed", "allowed"]);
    expect(["UnauthorizedOperation.CAM", "AuthFailure.UnauthorizedOperation", "AccessDenied"].map(seenIn)).toEqual([
      "refused",
      "refused",
      "refused",
    ]);
    expect(["MissingParameter", "InvalidParameter", "InternalError.X", "RequestLimitExceeded"].map(seenIn)).toEqual([
      "unclear",
      "unclear",
      "unclear",
      "unclear",
    ]);
  });
});
