import { describe, expect, test } from "@jest/globals";
import { proveIsolation } from "../../policies/isolation/isolation.ts";
import { isolationSubject } from "../../workplaces/subjects.ts";
import { loadStack } from "../support/workplaces/stacks.ts";

const REPOSITORY = process.cwd();

describe("the example roster, as the proof of isolation takes it", () => {
  const { account, workplaces } = loadStack("employees.yaml", REPOSITORY);
  const subjects = workplaces.map(isolationSubject);
  const proof = proveIsolation(subjects, account);

  test("keeps to its profiles, its waivers and what two of its people share", () => {
    expect(proof.findings.filter(({ accepted }) => !accepted)).toEqual([]);
    expect(proof.verdict).toBe("excepted");
  });

  test("has presets in it, with their waivers", () => {
    const dave = subjects.find(({ name }) => name === "dave.lee");
    expect(dave).toMatchObject({ profile: "documented", boundary: undefined, sharedWith: ["bob"] });
    expect(dave?.waived).toEqual(expect.arrayContaining(["cam:Get*"]));
    // Nobody published its text.
    expect(dave?.unread).toEqual(["QcloudCIFullAccess"]);
    expect(proof.findings).toContainEqual(
      expect.objectContaining({ subject: "dave.lee", invariant: "I3", accepted: true, others: "every" }),
    );
    const unwaived = subjects.map((subject) => ({ ...subject, waived: [] }));
    expect(proveIsolation(unwaived, account).verdict).toBe("violated");
  });

  test("has what is granted in it, which is nobody else's", () => {
    const granted = subjects.flatMap(({ name, granted = [] }) => granted.map(({ path }) => [name, path]));
    expect(granted).toContainEqual(["bob", "repository/tcr-1a2b3c4d/data/notebooks"]);
    expect(granted).toContainEqual(["bob", "bucket/pictures-1250000000"]);
  });

  test("finds two people with one environment when one of them does not say so", () => {
    const silent = subjects.map((subject) => (subject.name === "bob" ? { ...subject, sharedWith: [] } : subject));
    const { findings } = proveIsolation(silent, account);
    expect(findings).toContainEqual(expect.objectContaining({ invariant: "I3", others: ["bob"], accepted: false }));
  });

  test("leaves nothing open for the strict one but what all share", () => {
    expect(proof.findings.filter(({ subject }) => subject === "carol")).toEqual([]);
    expect(subjects.find(({ name }) => name === "carol")?.boundary).toBeDefined();
  });
});
