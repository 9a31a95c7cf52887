import { describe, expect, test } from "@jest/globals";
import { INVARIANTS, type IsolationSubject, proveIsolation } from "../../policies/isolation/isolation.ts";
import { isolationText } from "../../reports/isolation.ts";
import { ACCOUNT, allow, confinedSubject, environment, templateSubject } from "../support/policies/subjects.ts";

function report(...subjects: IsolationSubject[]): string[] {
  return isolationText(proveIsolation(subjects, ACCOUNT), INVARIANTS).split("\n");
}

test("a roster without a hole reads as such", () => {
  const lines = report(confinedSubject("alice"), confinedSubject("bob"));
  expect(lines[0]).toBe(
    "Isolated, as far as policies can show it: no policy of one employee reaches anything of another. (2 employees, 2 ordered pairs)",
  );
  expect(lines).toContain("I3 no action that can be confined to a resource reaches one of another employee: holds");
});

describe("a hole", () => {
  const bob = `qcs::tcb::uin/${ACCOUNT.ownerUin}:env/${environment("bob").id}`;

  test("names who reaches whom, by which statement and resource", () => {
    const lines = report(confinedSubject("alice", allow(["tcb:DestroyEnv"], [bob])), confinedSubject("bob"));
    expect(lines[0]).toBe(
      "Not isolated: 1 employee can do what no profile declares and no waiver accepts. (2 employees, 2 ordered pairs)",
    );
    expect(lines).toContain(
      `  violation: alice: tcb:DestroyEnv reaches tcb resources of bob (by ${bob}; bob; statement[5] of policy 1)`,
    );
  });

  test("that a thousand have is one line", () => {
    const hole = allow(["tcb:DestroyEnv"], ["*"]);
    const many = Array.from({ length: 20 }, (_, index) => confinedSubject(`e${index + 10}`, hole));
    const lines = report(...many).filter((line) => line.includes("tcb:DestroyEnv"));
    expect(lines).toEqual([
      "  violation: e10, e11, e12 and 17 more: tcb:DestroyEnv reaches tcb resources of 19 others (by *; everybody; statement[5] of policy 1)",
    ]);
  });
});

test("the known ways out are listed with their state, their source and the assumptions", () => {
  const text = report(templateSubject("alice", "documented")).join("\n");
  expect(text).toMatch(/^Not isolated: 1 employee can do what their profiles declare/);
  expect(text).toContain(
    "  P1 rewrites the own policy to allow everything, which makes the employee administrator of the account\n     open (alice)\n     source: ",
  );
  expect(text).toContain("     blocked: sts:AssumeRole is not allowed (alice)");
  expect(text).toContain("     open, unless cloud functions ask for cam:PassRole, which no document says (alice)");
  expect(text).toContain(
    "  declared: alice: cam:UpdatePolicy is a step towards the root account (P1; statement[0] of policy 1)",
  );
  expect(text).toContain("TCB_QcsRole");
  expect(text).toContain("    Can be broken by their own policies: alice\n");
});

test("a way that is open to some and closed to others is told once, the open first", () => {
  const lines = report(templateSubject("bob", "strict"), templateSubject("alice", "documented"));
  const from = lines.findIndex((line) => line.startsWith("  P1 "));
  expect(lines.slice(from + 1, from + 3)).toEqual([
    "     open (alice)",
    "     closed: cam:UpdatePolicy is not allowed (bob)",
  ]);
  expect(lines.filter((line) => line.startsWith("  P1 "))).toHaveLength(1);
});
