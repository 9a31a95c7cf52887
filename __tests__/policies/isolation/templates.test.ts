import { describe, expect, test } from "@jest/globals";
import { type PathStatus, proveIsolation } from "../../../policies/isolation/isolation.ts";
import { declaredBy } from "../../../policies/profiles/profiles.ts";
import {
  ACCOUNT,
  allow,
  confinedSubject,
  deny,
  environment,
  REGION,
  templateSubject,
} from "../../support/policies/subjects.ts";
import { TEMPLATES } from "../../support/policies/templates.ts";

function paths(profile: string, status: PathStatus): string[] {
  const { paths } = proveIsolation([templateSubject("alice", profile), templateSubject("bob", profile)], ACCOUNT);
  return paths.filter((path) => path.status === status).map(({ id }) => id);
}

describe("the ways out of the templates, with what is known of each", () => {
  test("documented has them all, and says what blocks two", () => {
    expect(paths("documented", "open")).toEqual(["P1", "P2", "D1", "D2", "D3", "D4", "D5", "K1", "N1"]);
    expect(paths("documented", "open-unless")).toEqual(["P3", "F1", "K2", "S1"]);
    expect(paths("documented", "blocked")).toEqual(["P4", "P5"]);
  });

  test("reference has all but the purging of the CDN", () => {
    expect(paths("reference", "open")).toEqual(["P1", "P2", "D1", "D2", "D3", "D4", "D5", "K1"]);
    expect(paths("reference", "closed")).toEqual(["N1"]);
  });

  test("guarded has none that leads to the root account or to its secrets", () => {
    expect(paths("guarded", "closed")).toEqual(expect.arrayContaining(["P1", "P2", "P3", "P4", "P5", "K1", "S1"]));
    expect(paths("guarded", "open")).toEqual(expect.arrayContaining(["D1", "D2", "D3", "D4", "D5"]));
  });

  test("strict has none but the roles of functions, which no policy closes, and nothing at all is found", () => {
    const proof = proveIsolation([templateSubject("alice", "strict"), templateSubject("bob", "strict")], ACCOUNT);
    expect(proof).toMatchObject({ verdict: "isolated", findings: [] });
    expect(proof.paths.filter(({ status }) => status !== "closed")).toMatchObject([
      { id: "F1", status: "open-unless", subjects: ["alice", "bob"] },
    ]);
  });

  test("nothing but the own environment leaves none, and without functions not even that", () => {
    const functionless = (name: string) => confinedSubject(name, deny(["scf:*", "tcb:CreateFunction"], ["*"]));
    const { paths, findings } = proveIsolation([functionless("alice"), functionless("bob")], ACCOUNT);
    expect(paths.filter(({ status }) => status !== "closed")).toEqual([]);
    expect(findings).toEqual([]);
  });

  test("a blocked way says what blocks it, and is open once that is allowed", () => {
    const alice = templateSubject("alice", "documented");
    const before = proveIsolation([alice], ACCOUNT).paths.find(({ id }) => id === "P4");
    expect(before).toMatchObject({ status: "blocked", by: "sts:AssumeRole is not allowed", subjects: ["alice"] });
    const assuming = confinedSubject("alice", { effect: "allow", action: ["sts:AssumeRole"], resource: ["*"] });
    const after = proveIsolation([{ ...alice, documents: [...alice.documents, ...assuming.documents] }], ACCOUNT);
    expect(after.paths.find(({ id }) => id === "P4")?.status).toBe("open");
  });
});

describe.each(Object.keys(TEMPLATES))("the profile %s", (profile) => {
  const { verdict, findings } = proveIsolation(
    [templateSubject("alice", profile), templateSubject("bob", profile)],
    ACCOUNT,
  );

  test("breaks nothing that it does not declare", () => {
    expect(findings.filter(({ accepted }) => !accepted)).toEqual([]);
    expect(verdict).toBe(["strict", "confined"].includes(profile) ? "isolated" : "excepted");
  });

  test("declares nothing that it does not need", () => {
    const needed = new Set(findings.map(({ action }) => action));
    expect(declaredBy(profile).actions.filter((action) => !needed.has(action))).toEqual([]);
  });
});

test("a profile that nobody knows declares nothing", () => {
  const { findings } = proveIsolation([{ ...templateSubject("alice", "documented"), profile: "own.json" }], ACCOUNT);
  expect(findings.some(({ accepted }) => accepted)).toBe(false);
});

test("one thousand employees, 999,000 pairs", () => {
  const subjects = Array.from({ length: 1_000 }, (_, index) => confinedSubject(`e${String(index).padStart(4, "0")}`));
  expect(proveIsolation(subjects, ACCOUNT)).toMatchObject({ verdict: "isolated", findings: [], pairs: 999_000 });
});

test("who can open the own bucket to others is part of the answer, since no policy of those others shows it", () => {
  const subjects = [templateSubject("alice", "guarded"), templateSubject("bob", "strict")];
  const assumption = proveIsolation(subjects, ACCOUNT).assumptions.find(({ id }) => id === "bucket-policies");
  expect(assumption?.breakableBy).toEqual(["alice"]);
});

test("who can open single objects by the headers of an upload, or see the colleagues, is part of it as well", () => {
  const looking = confinedSubject("carol", allow(["cam:GetUser"], ["*"]));
  const storing = confinedSubject(
    "dave",
    allow(["cos:PutObject"], [`qcs::cos:${REGION}:uid/${ACCOUNT.appId}:${environment("dave").storageBucket}/*`]),
  );
  const { assumptions } = proveIsolation([confinedSubject("alice"), looking, storing], ACCOUNT);
  const breakable = Object.fromEntries(assumptions.map(({ id, breakableBy }) => [id, breakableBy]));
  expect(breakable).toMatchObject({ "object-headers": ["dave"], directory: ["carol"], "bucket-policies": [] });
  expect(breakable.networks).toBeUndefined();
});

test("the assumptions are part of the answer", () => {
  const ids = proveIsolation([], ACCOUNT).assumptions.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["service-role", "bucket-policies", "other-policies"]));
});
