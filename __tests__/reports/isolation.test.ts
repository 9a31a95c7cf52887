import { describe, expect, test } from "@jest/globals";
import { INVARIANTS, type IsolationSubject, proveIsolation } from "../../policies/isolation/isolation.ts";
import { profileNamed } from "../../policies/profiles/profiles.ts";
import { isolationText } from "../../reports/isolation.ts";
import { ACCOUNT, allow, confinedSubject, deny, environment, templateSubject } from "../support/policies/subjects.ts";

function text(subjects: readonly IsolationSubject[], verbose = false): string {
  const waivers = [{ employee: "alice", action: "ci:*", reason: "Agreed with security" }];
  const report = {
    ownerUin: ACCOUNT.ownerUin,
    proof: proveIsolation(subjects, ACCOUNT),
    waivers: subjects.some(({ waived }) => waived) ? waivers : [],
    stricter: (profile: string) => profileNamed(profile)?.stricter,
  };
  return isolationText(report, INVARIANTS, verbose);
}

const report = (...subjects: IsolationSubject[]) => text(subjects).split("\n");

describe("the verdict", () => {
  test("on a roster without a hole comes first, and on each person in a line", () => {
    const lines = report(confinedSubject("alice"), confinedSubject("bob"));
    expect(lines.slice(0, 5)).toEqual([
      "Root account 100000000001: 2 employees, 2 ordered pairs compared",
      "Isolated, as far as policies can show it: no policy of one employee reaches anything of another.",
      "",
      "  alice  strict  isolated",
      "  bob    strict  isolated",
    ]);
    expect(lines).not.toContain("For more isolation:");
  });

  test("names the worst first, and counts whom it is about", () => {
    const hole = allow(["tcb:DestroyEnv"], ["*"]);
    const waived = { ...confinedSubject("alice", allow(["ci:*"], ["*"])), waived: ["ci:*"] };
    const lines = report(waived, confinedSubject("bob"), confinedSubject("carol", hole));
    expect(lines[1]).toBe("Violated: 1 of 3 employees can do what no profile declares and no waiver accepts.");
    expect(lines.slice(3, 6)).toEqual([
      "  carol  strict  REACHES OTHERS, AND NOTHING ALLOWS IT",
      "  alice  strict  reaches others, as declared or waived",
      "  bob    strict  isolated",
    ]);
    expect(lines).toContain("  alice: ci:*: Agreed with security");
  });

  test("of a profile that leaves ways open says what more isolation costs", () => {
    const lines = report(templateSubject("alice", "guarded"), templateSubject("bob", "guarded"));
    expect(lines[1]).toMatch(/^Not isolated: 2 of 2 employees can do what their profiles declare/);
    expect(lines).toContain(
      `  alice, bob: \`policy: confined\` in place of guarded; it costs ${profileNamed("guarded")?.stricter?.price}`,
    );
  });
});

describe("a hole", () => {
  const bob = `qcs::tcb::uin/${ACCOUNT.ownerUin}:env/${environment("bob").id}`;

  test("names who reaches whom, by which resource, and in the long report by which statement", () => {
    const subjects = [confinedSubject("alice", allow(["tcb:DestroyEnv"], [bob])), confinedSubject("bob")];
    expect(report(...subjects)).toContain(`  alice: tcb:DestroyEnv reaches tcb resources of bob (I3; by ${bob})`);
    expect(text(subjects, true)).toContain(
      `    violation: alice: tcb:DestroyEnv reaches tcb resources of bob (by ${bob}; bob; statement[5] of policy 1)`,
    );
  });

  test("that a thousand have is one line", () => {
    const hole = allow(["tcb:DestroyEnv"], ["*"]);
    const many = Array.from({ length: 20 }, (_, index) => confinedSubject(`e${index + 10}`, hole));
    const lines = report(...many).filter((line) => line.includes("tcb:DestroyEnv"));
    expect(lines).toEqual([
      "  e10, e11, e12 and 17 more: tcb:DestroyEnv reaches tcb resources of 19 others (I3; by *)",
    ]);
  });

  test("under a condition is told as such", () => {
    const office = { ip_equal: { "qcs:ip": ["10.0.0.0/8"] } };
    const lines = report(confinedSubject("alice", allow(["tcb:DestroyEnv"], [bob], office)), confinedSubject("bob"));
    expect(lines.join("\n")).toContain("; when its condition holds)");
  });
});

describe("the known ways out", () => {
  test("that are open stand in the short report with whom they are open to", () => {
    const lines = report(templateSubject("bob", "strict"), templateSubject("alice", "documented"));
    expect(lines).toContain(
      "  rewrites the own policy to allow everything, which makes the employee administrator of the account: alice (P1)",
    );
    expect(lines.join("\n")).not.toContain("(P4)");
    expect(lines.join("\n")).toMatch(
      /unless cloud functions ask for cam:PassRole, which no document says: alice, bob \(F1\)/,
    );
  });

  test("are all in the long one, the open first, each with its source", () => {
    const lines = text([templateSubject("bob", "strict"), templateSubject("alice", "documented")], true).split("\n");
    const from = lines.findIndex((line) => line.startsWith("  P1 "));
    expect(lines.slice(from + 1, from + 4)).toEqual([
      "     open (alice)",
      "     closed: cam:UpdatePolicy is not allowed (bob)",
      "     source: https://cloud.tencent.com/document/product/598/34569",
    ]);
    expect(lines.filter((line) => line.startsWith("  P1 "))).toHaveLength(1);
    expect(lines).toContain("     blocked: sts:AssumeRole is not allowed (alice)");
  });
});

test("what no policy shows is in the short report, with who can break it, and how to check it in the long one", () => {
  const subjects = [templateSubject("alice", "documented"), confinedSubject("bob", deny(["scf:*", "tcb:*"], ["*"]))];
  expect(text(subjects)).toContain("TCB_QcsRole");
  expect(text(subjects)).toContain("Can be broken by their own policies: alice.");
  expect(text(subjects)).not.toContain("To check:");
  expect(text(subjects, true)).toContain("    To check: cos:GetBucketPolicy and cos:GetBucketACL");
});
