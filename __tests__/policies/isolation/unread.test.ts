/** Policies that an employee has and whose text is not known. */
import { expect, test } from "@jest/globals";
import { type IsolationSubject, proveIsolation } from "../../../policies/isolation/isolation.ts";
import { PERMISSION_BOUNDARY } from "../../../policies/permission-boundary.ts";
import { ACCOUNT, allow, confinedSubject, deny, document } from "../../support/policies/subjects.ts";

const PRESET = "QcloudMoonFullAccess";

function prove(alice: IsolationSubject) {
  return proveIsolation([alice, confinedSubject("bob")], ACCOUNT);
}

const invariants = (alice: IsolationSubject) => prove(alice).findings.map(({ invariant }) => invariant);

test("nobody is called isolated who has one, and every finding says so", () => {
  const { findings, verdict, paths } = prove({ ...confinedSubject("alice"), unread: [PRESET] });
  expect(verdict).toBe("excepted");
  expect(findings.map(({ invariant, message }) => `${invariant} ${message}`)).toEqual(
    ["I1", "I2", "I3"].map((invariant) => `${invariant} ${PRESET} may break this, since its text is not known here`),
  );
  const takeover = paths.filter(({ id, subjects }) => id === "P1" && subjects.includes("alice"));
  expect(takeover).toMatchObject([
    { status: "open-unless", by: `${PRESET}, whose text is not known here, does not allow it` },
  ]);
});

test("a permission boundary leaves it no way to the root account", () => {
  const bounded = { ...confinedSubject("alice"), boundary: PERMISSION_BOUNDARY, unread: [PRESET] };
  expect(invariants(bounded)).toEqual(["I2", "I3"]);
  const closed = prove(bounded).paths.filter(({ id, status }) => id === "P1" && status === "closed");
  expect(closed.map(({ subjects }) => subjects)).toEqual([["alice", "bob"]]);
});

test("a deny of everything else leaves it nothing", () => {
  const denied = { ...confinedSubject("alice", deny(["*"], ["*"])), unread: [PRESET] };
  expect(invariants(denied)).toEqual([]);
});

test("what the known policies allow is still judged by itself", () => {
  const alice = confinedSubject("alice");
  const documents = [...alice.documents, document(allow(["tcb:DeleteTable"], ["*"]))];
  expect(prove({ ...alice, documents, unread: [PRESET] }).verdict).toBe("violated");
});
