import { describe, expect, test } from "@jest/globals";
import { environmentPolicies } from "../../policies/environment-policies.ts";
import { evaluate } from "../../policies/evaluation/evaluate.ts";
import { FillError } from "../../policies/fill.ts";
import { grantedResources, grantPolicies, type ResourceGrant } from "../../policies/grants/grants.ts";
import { isStoppedByBoundary, presetActions, presetDocument } from "../../policies/grants/presets.ts";
import { proveIsolation } from "../../policies/isolation/isolation.ts";
import type { PolicyDocument } from "../../policies/language/document.ts";
import { lintPolicy } from "../../policies/lint/lint.ts";
import { fromSources } from "../../policies/sources.ts";
import {
  ACCOUNT,
  allow,
  confinedSubject,
  deny,
  document,
  environment,
  REGION,
  templateSubject,
} from "../support/policies/subjects.ts";
import { TEMPLATES } from "../support/policies/templates.ts";

const OWNER = { environmentId: environment("alice").id, employee: "alice" };
const PLACE = { ...ACCOUNT, region: REGION };

function documentsOf(grants: readonly ResourceGrant[], sourceIps?: readonly string[]): PolicyDocument[] {
  const kinds = grantPolicies(grants, PLACE, OWNER, sourceIps);
  return kinds.flatMap(({ policies }) => policies.map((policy) => policy.document));
}

/** Whether grants allow an action on a path of the registry or of a bucket. */
function allows(grants: readonly ResourceGrant[], action: string, path: string): boolean {
  const service = action.startsWith("cos:") || action.startsWith("ci:") ? "uid/1250000000" : "uin/100000000001";
  const resource = `qcs::${action.split(":")[0]}:${REGION}:${service}:${path}`;
  const request = { action, resources: [resource] };
  return evaluate({ documents: documentsOf(grants), account: ACCOUNT, request }).decision === "allow";
}

const registry = (more: Partial<Extract<ResourceGrant, { kind: "tcr" }>>): ResourceGrant => ({
  kind: "tcr",
  instance: "tcr-xxxxxxxx",
  access: "read",
  ...more,
});

describe("a grant of a registry", () => {
  test("to read one repository is the form that TCR's page prints, with region and account named", () => {
    const [policy] = documentsOf([registry({ namespace: "team-01", repository: "repo-demo" })]);
    const prefix = "qcs::tcr:ap-shanghai:uin/100000000001";
    expect(policy?.statement).toEqual([
      allow(
        ["tcr:Describe*", "tcr:PullRepository"],
        [
          `${prefix}:instance/tcr-xxxxxxxx`,
          `${prefix}:repository/tcr-xxxxxxxx/team-01`,
          `${prefix}:repository/tcr-xxxxxxxx/team-01/repo-demo`,
          `${prefix}:repository/tcr-xxxxxxxx/team-01/repo-demo/*`,
        ],
      ),
    ]);
  });

  test("to all of a namespace, and to all of an instance, are the page's forms too", () => {
    const prefix = "qcs::tcr:ap-shanghai:uin/100000000001";
    expect(documentsOf([registry({ namespace: "team-01", access: "full" })])[0]?.statement).toEqual([
      allow(["tcr:*"], [`${prefix}:repository/tcr-xxxxxxxx/team-01`, `${prefix}:repository/tcr-xxxxxxxx/team-01/*`]),
      allow(["tcr:DescribeInstance*"], [`${prefix}:instance/tcr-xxxxxxxx`]),
    ]);
    expect(documentsOf([registry({ access: "full" })])[0]?.statement).toEqual([
      allow(["tcr:*"], [`${prefix}:instance/tcr-xxxxxxxx`, `${prefix}:repository/tcr-xxxxxxxx/*`]),
    ]);
  });

  test.each([
    ["read", "tcr:PullRepository", true],
    ["read", "tcr:PushRepository", false],
    ["read", "tcr:DeleteRepository", false],
    ["write", "tcr:PullRepository", true],
    ["write", "tcr:PushRepository", true],
    ["write", "tcr:DeleteRepository", false],
    ["full", "tcr:DeleteRepository", true],
  ] as const)("%s: %s on the repository is allowed: %s, and never beside it", (access, action, expected) => {
    const grant = registry({ namespace: "team-01", repository: "demo", access });
    expect(allows([grant], action, "repository/tcr-xxxxxxxx/team-01/demo")).toBe(expected);
    for (const path of ["tcr-xxxxxxxx/team-01/other", "tcr-xxxxxxxx/team-02/demo", "tcr-yyyyyyyy/team-01/demo"]) {
      expect(allows([grant], action, `repository/${path}`)).toBe(false);
    }
  });
});

describe("a grant of Cloud Infinite", () => {
  const grant = (access: "read" | "write"): ResourceGrant => ({ kind: "ci", bucket: "pictures-1250000000", access });

  test("names the bucket as each of the two services does", () => {
    const resources = documentsOf([grant("read")]).flatMap(({ statement }) =>
      statement.map(({ resource }) => resource),
    );
    expect(resources).toEqual([
      ["qcs::ci:ap-shanghai:uid/1250000000:bucket/pictures-1250000000/*"],
      ["qcs::cos:ap-shanghai:uid/1250000000:pictures-1250000000/*"],
    ]);
  });

  test.each([
    ["read", "cos:GetBucket", true],
    ["read", "cos:PutObject", false],
    ["write", "cos:GetBucket", true],
    ["write", "cos:PutObject", true],
    ["write", "cos:PutBucket", true],
    ["write", "cos:DeleteBucket", true],
    ["write", "cos:PutBucketPolicy", false],
    ["write", "cos:PutBucketACL", false],
  ] as const)("%s: %s, which the page asks for or which opens the bucket to others: %s", (access, action, expected) => {
    expect(allows([grant(access)], action, "pictures-1250000000/a")).toBe(expected);
    expect(allows([grant(access)], action, "other-1250000000/a")).toBe(false);
  });

  test("lets jobs be made with write alone", () => {
    expect(allows([grant("read")], "ci:CreateMediaJobs", "bucket/pictures-1250000000/*")).toBe(false);
    expect(allows([grant("write")], "ci:CreateMediaJobs", "bucket/pictures-1250000000/*")).toBe(true);
  });
});

describe("grants", () => {
  const grants: ResourceGrant[] = [
    registry({ access: "full" }),
    registry({ instance: "tcr-yyyyyyyy", namespace: "team-01" }),
    { kind: "ci", bucket: "pictures-1250000000", access: "write" },
  ];

  test("are policies that the linter finds no error in, that need no order, and whose names say what they are for", () => {
    const kinds = grantPolicies(grants, PLACE, OWNER);
    const names = kinds.flatMap(({ policies }) => policies.map(({ name }) => name));
    expect(names).toEqual([
      "cloudbase-env-alice-8grqda2hfc2f62bb-tcr@alice",
      "cloudbase-env-alice-8grqda2hfc2f62bb-ci@alice",
    ]);
    for (const { document } of kinds.flatMap(({ policies }) => policies)) {
      expect(lintPolicy(document, PLACE).filter(({ severity }) => severity === "error")).toEqual([]);
    }
    expect(grantPolicies([...grants].reverse(), PLACE, OWNER)).toEqual(kinds);
  });

  test("keep the proof, and reach others as soon as they are for the bucket of another's environment", () => {
    const bob = templateSubject("bob", "strict");
    const withGrants = (more: readonly ResourceGrant[]) => {
      const alice = templateSubject("alice", "strict");
      const documents = [...alice.documents, ...documentsOf(more)];
      return proveIsolation([{ ...alice, documents, granted: grantedResources(more, REGION) }, bob], ACCOUNT);
    };
    expect(withGrants(grants).findings).toEqual([]);
    const { findings } = withGrants([{ kind: "ci", bucket: environment("bob").storageBucket, access: "read" }]);
    expect(findings.map(({ invariant, others }) => [invariant, others])).toContainEqual(["I3", ["bob"]]);
  });

  test("of a bucket of another account are refused", () => {
    const grant: ResourceGrant = { kind: "ci", bucket: "pictures-1250000001", access: "read" };
    expect(() => documentsOf([grant])).toThrow(FillError);
  });

  test("that are many become several policies, each within the limit", () => {
    const many = Array.from({ length: 60 }, (_, index) => registry({ namespace: `team-${index}`, access: "write" }));
    const [tcr] = grantPolicies(many, PLACE, OWNER);
    const suffixes = tcr?.policies.map(({ name }) => name.replace("cloudbase-env-alice-8grqda2hfc2f62bb", ""));
    expect(suffixes?.slice(0, 2)).toEqual(["-tcr@alice", "-tcr-2@alice"]);
    for (const { text } of tcr?.policies ?? []) expect(text.length).toBeLessThanOrEqual(4096);
  });

  test("have names of their own for every person and environment, also where the person's name differs in case alone", () => {
    const named = (employee: string, environmentId = OWNER.environmentId) =>
      grantPolicies(grants, PLACE, { environmentId, employee }).flatMap(({ policies }) =>
        policies.map(({ name }) => name.toLowerCase()),
      );
    const names = [...named("alice"), ...named("Alice"), ...named("bob"), ...named("alice", "lab-8grqda2hfc2f62bb")];
    expect(new Set(names).size).toBe(names.length);
    expect(named("Alice")).toContain("cloudbase-env-alice-8grqda2hfc2f62bb-tcr@+alice");
  });

  test("and environments need a name that CAM takes", () => {
    const owner = { environmentId: "e".repeat(64), employee: "n".repeat(64) };
    expect(() => grantPolicies(grants, PLACE, owner)).toThrow(
      /longer than 128 characters; give the employee a shorter/,
    );
  });
});

describe("source addresses", () => {
  const sourceIps = ["203.0.113.0/24"];
  const alice = environment("alice");
  const values = {
    ...PLACE,
    environmentId: alice.id,
    storageBucket: alice.storageBucket,
    logs: "none",
    hosting: "none",
  } as const;

  test("are a condition of every statement that names a resource, in profiles and in grants", () => {
    const policies = environmentPolicies(TEMPLATES.guarded, values, "alice", sourceIps);
    const statements = policies.flatMap(({ document }) => document.statement);
    const confined = statements.filter(({ resource }) => !resource.includes("*"));
    expect(confined.length).toBeGreaterThan(3);
    const condition = { ip_equal: { "qcs:ip": sourceIps } };
    expect(statements.filter((statement) => statement.condition !== undefined)).toEqual(confined);
    for (const statement of confined) expect(statement.condition).toEqual(condition);
    for (const { statement } of documentsOf([registry({})], sourceIps))
      expect(statement[0]?.condition).toEqual(condition);
  });

  test.each([
    ["203.0.113.9", "allow"],
    ["198.51.100.1", "deny"],
  ])("let %s: %s", (ip, decision) => {
    const [policy] = environmentPolicies(TEMPLATES.strict, values, "alice", sourceIps);
    const request = {
      action: "tcb:DescribeEnvs",
      resources: [`qcs::tcb:${REGION}:uin/${ACCOUNT.ownerUin}:env/${alice.id}`],
      conditions: { "qcs:ip": ip },
    };
    const documents = policy === undefined ? [] : [policy.document];
    expect(evaluate({ documents, account: ACCOUNT, request }).decision).toBe(decision);
  });

  test("leave a deny whole, join another condition, and do not replace one that the template has", () => {
    const resource = [`qcs::tcb:${REGION}:uin/${ACCOUNT.ownerUin}:env/${alice.id}`];
    const tagged = { "for_any_value:string_equal": { "qcs:resource_tag": ["env&test"] } };
    const template = document(deny(["tcb:DestroyEnv"], resource), allow(["tcb:*"], resource, tagged));
    expect(fromSources(template, sourceIps).statement.map(({ condition }) => condition)).toEqual([
      undefined,
      { ...tagged, ip_equal: { "qcs:ip": sourceIps } },
    ]);
    const own = document(allow(["tcb:*"], resource, { ip_equal: { "qcs:ip": ["198.51.100.0/24"] } }));
    expect(() => fromSources(own, sourceIps)).toThrow(/remove that, or `access.sourceIps`/);
  });
});

describe("preset policies", () => {
  test("that are published are their text, whatever their name promises", () => {
    expect(presetDocument("QcloudCOSFullAccess")).toEqual(document(allow(["cos:*"], ["*"])));
    expect(presetDocument("QcloudSCFFullAccess")?.statement[0]?.action).toEqual(
      expect.arrayContaining(["scf:*", "tag:*"]),
    );
    expect(presetActions("QcloudCDBFullAccess")).toEqual(expect.arrayContaining(["cos:*", "kms:Decrypt"]));
    const alice = { ...confinedSubject("alice"), documents: [presetDocument("QcloudSCFFullAccess") ?? document()] };
    const { findings } = proveIsolation([alice, confinedSubject("bob")], ACCOUNT);
    expect(findings.map(({ action }) => action)).toEqual(expect.arrayContaining(["tag:*", "tag:AddResourceTag"]));
  });

  test("of which nobody published the text are not claimed to be what their name says, but for the one of the device-code login", () => {
    expect(presetDocument("QcloudCIFullAccess")).toBeUndefined();
    expect(presetDocument("QcloudTCBFullAccess")).toBeUndefined();
    expect(presetDocument("QcloudCamReadOnlyAccess")).toBeDefined();
    expect(presetDocument("QcloudSomethingNew")).toBeUndefined();
    expect(presetDocument("constructor")).toBeUndefined();
  });

  test("that the boundary would leave nothing of are known before", () => {
    expect(isStoppedByBoundary("QcloudLighthouseFullAccess")).toBe(true);
    for (const preset of ["QcloudCIFullAccess", "QcloudCamReadOnlyAccess", "QcloudSomethingNew"]) {
      expect(isStoppedByBoundary(preset)).toBe(false);
    }
  });
});
