import { describe, expect, test } from "@jest/globals";
import { CATALOGUE } from "../../policies/catalogue/catalogue.ts";
import { isTakeover } from "../../policies/catalogue/takeover.ts";
import { proveIsolation } from "../../policies/isolation/isolation.ts";
import { printPolicyDocument } from "../../policies/language/document.ts";
import { PERMISSION_BOUNDARY, passesBoundary } from "../../policies/permission-boundary.ts";
import { PROFILES, profileNamed } from "../../policies/profiles/profiles.ts";
import { ACCOUNT, allow, document, templateSubject } from "../support/policies/subjects.ts";

describe("the permission boundary", () => {
  test("fits one policy", () => {
    expect(printPolicyDocument(PERMISSION_BOUNDARY).length).toBeLessThanOrEqual(4096);
  });

  test("leaves an administrator neither a way to the root account nor its secrets, with everything attached", () => {
    const everything = document(allow(["*"], ["*"]));
    const administrator = { ...templateSubject("alice", "guarded"), boundary: PERMISSION_BOUNDARY };
    const subjects = [{ ...administrator, documents: [everything] }, templateSubject("bob", "guarded")];
    const { findings, paths } = proveIsolation(subjects, ACCOUNT);
    expect(findings.filter(({ subject, invariant }) => subject === "alice" && invariant === "I1")).toEqual([]);
    const closed = paths.filter(({ status, subjects }) => status === "closed" && subjects.includes("alice"));
    expect(closed.map(({ id }) => id)).toEqual(["P1", "P2", "P3", "P4", "P5", "K1", "S1"]);
  });

  test.each(Object.entries(PROFILES).flatMap(([name, { bounded }]) => (bounded ? [name] : [])))(
    "takes nothing from %s",
    (name) => {
      const actions = (profileNamed(name)?.template.statement ?? []).flatMap(({ action }) => action);
      expect(actions.filter((action) => !passesBoundary(action))).toEqual([]);
      const alice = templateSubject("alice", name);
      const bob = templateSubject("bob", name);
      const bounded = [alice, bob].map((subject) => ({ ...subject, boundary: PERMISSION_BOUNDARY }));
      expect(proveIsolation(bounded, ACCOUNT).findings).toEqual(proveIsolation([alice, bob], ACCOUNT).findings);
    },
  );

  test("lets the reads of CAM through that the device-code login takes, and no action of the catalogue that takes over", () => {
    for (const action of ["cam:GetUser", "cam:ListUsers", "cam:DescribeRoleList", "cam:CheckNewMfaCode"]) {
      expect(passesBoundary(action)).toBe(true);
    }
    expect(CATALOGUE.filter(({ name }) => isTakeover(name) && passesBoundary(name))).toEqual([]);
    for (const action of ["sts:AssumeRole", "ssl:DownloadCertificate", "tat:RunCommand"]) {
      expect(passesBoundary(action)).toBe(false);
    }
  });
});
