/** The proof against a matcher that tries every request of a pool which has one for every pattern that the policies can be made of. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CATALOGUE } from "../../../policies/catalogue/catalogue.ts";
import type { PolicyDocument, Statement } from "../../../policies/document.ts";
import { type AccessRequest, compilePolicies } from "../../../policies/evaluation/evaluate.ts";
import { familiesOf } from "../../../policies/isolation/families.ts";
import { type IsolationSubject, proveIsolation } from "../../../policies/isolation/isolation.ts";
import { parsePattern, patternMatches } from "../../../policies/language/pattern.ts";
import { ACCOUNT, allow, deny, document, REGION } from "../../support/policies/subjects.ts";

const SERVICES = ["tcb", "scf", "cos", "cam", "zz"];
const UNKNOWN = ["Unlisted", "UnlistedToo", "Zz", "Dz", "UpdateZzCode", "GetZz"];
const CALLER = "100000000011";

const PATTERNS = [
  "*",
  "*:*",
  "tcb:*",
  "tcb:Un*",
  "tcb:Unlisted",
  "*:Un*",
  "tcb:DestroyEnv",
  "tcb:destroyenv",
  "tcb:D*",
  "tcb:DeleteTable",
  "scf:*",
  "scf:Update*Code",
  "scf:CreateFunction",
  "cos:Get*",
  "cos:PutObject",
  "cam:UpdatePolicy",
  "cam:*",
  "cdn:PurgeUrlsCache",
];

/** Resource-level actions, one of those that no pattern tells apart. */
const KNOWN = [
  ...new Map(
    CATALOGUE.filter(({ granularity }) => granularity === "resource").map(({ name, resource }) => {
      const [, , service = "", region] = resource.split(":");
      const matching = PATTERNS.map((text) => [
        patternMatches(parsePattern(text), name),
        patternMatches(parsePattern(text.toLowerCase()), name.toLowerCase()),
      ]);
      const isRegionless = region === "";
      return [JSON.stringify([service, isRegionless, matching]), { name, service, isRegionless }];
    }),
  ).values(),
];

const caller = ["$", "{uin}"].join("");
const unknownVariable = ["$", "{qcs:user}"].join("");
const resource = fc.oneof(
  fc.constantFrom("*", "qcs::tcb:::*", "qcs:::::*", "qcs::cam:::*"),
  fc
    .tuple(
      fc.constantFrom("tcb", "tcb", "scf", "", "*"),
      fc.constantFrom("", "sh", "ap-shanghai", "ap-beijing", "ap-*"),
      fc.constantFrom("", `uin/${ACCOUNT.ownerUin}`, "uin/100000000002", "uin/*"),
      fc.constantFrom(
        ...["a", "b", "B", "b*", "bc", "*", "*c", caller, `b${unknownVariable}`].flatMap((id) => [
          `env/${id}`,
          `namespace/${id}`,
        ]),
        ...["b/*", "b/function/*", "*/function/f", "b/function/f", "*f"].map((path) => `namespace/${path}`),
        "*",
      ),
    )
    .map((segments) => `qcs::${segments.join(":")}`),
  fc
    .tuple(
      fc.constantFrom("", "ap-shanghai"),
      fc.constantFrom("a-1250000000/*", "b-1250000000/*", "b*", "*", "b-1250000000/o", "*/o"),
    )
    .map(([region, path]) => `qcs::cos:${region}:uid/${ACCOUNT.appId}:${path}`),
);
const condition = fc.option(fc.constant({ ip_equal: { "qcs:ip": ["10.0.0.0/8"] } }), { nil: undefined, freq: 5 });
const actions = fc.array(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 3 });
const resources = fc.array(resource, { minLength: 1, maxLength: 3 });
const statement: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom(allow, allow, deny), actions, resources, condition)
  .map(([make, action, resource, condition]) => make(action, resource, condition));
const policy: fc.Arbitrary<PolicyDocument> = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((each) => document(...each));

function subject(
  name: string,
  documents: readonly PolicyDocument[],
  boundary: PolicyDocument | undefined,
): IsolationSubject {
  const environment = { id: name, region: REGION, storageBucket: `${name}-1250000000`, namespace: name };
  return { name, documents, boundary, environment, profile: "strict" };
}

const subjects = fc
  .array(fc.tuple(fc.array(policy, { maxLength: 2 }), fc.option(policy, { nil: undefined, freq: 2 })), {
    minLength: 3,
    maxLength: 3,
  })
  .map((all) => all.map(([documents, boundary], index) => subject(["a", "b", "bc"][index] ?? "", documents, boundary)));

/** Whether the evaluator, read as a proof must, allows a request at all. */
function allows({ documents, boundary }: IsolationSubject): (request: AccessRequest) => boolean {
  const evaluate = compilePolicies({ documents, boundary, account: ACCOUNT, mode: "cautious" });
  return (request) => evaluate({ callerUin: CALLER, ...request }).decision !== "deny";
}

/** Without the allows of `*`, which name no resource that an action of another service could be meant for. */
function namedOnly({ statement }: PolicyDocument): PolicyDocument {
  const named = statement.map((each) =>
    each.effect === "deny" ? each : { ...each, resource: each.resource.filter((text) => text !== "*") },
  );
  return document(...named);
}

function reachesByTrying(one: IsolationSubject, other: IsolationSubject): boolean {
  const isAllowed = allows(one);
  const isAllowedByName = allows({ ...one, documents: one.documents.map(namedOnly) });
  return familiesOf(other.environment, 0).some(({ service, base }) => {
    const paths = [base, `${base}/`, `${base}/o`, `${base}/x`, `${base}/c`, `${base}/function/f`, `${base}/function/g`];
    return paths.some((path) => {
      const resource = (region: string) => [`qcs::${service}:${region}:uin/${ACCOUNT.ownerUin}:${path}`];
      return (
        KNOWN.some(
          (each) =>
            each.service === service &&
            isAllowed({ action: each.name, resources: resource(each.isRegionless ? "" : REGION) }),
        ) ||
        UNKNOWN.some((name) => isAllowed({ action: `${service}:${name}`, resources: resource("") })) ||
        SERVICES.some((any) =>
          UNKNOWN.some((name) => isAllowedByName({ action: `${any}:${name}`, resources: resource("") })),
        )
      );
    });
  });
}

test("for every pair, the proof finds what trying every request finds, and nothing else", () => {
  fc.assert(
    fc.property(subjects, (all) => {
      const { findings } = proveIsolation(all, ACCOUNT);
      for (const one of all) {
        const found = findings.filter(({ invariant, subject }) => invariant === "I3" && subject === one.name);
        for (const other of all) {
          if (one === other) continue;
          const isFound = found.some(({ others }) => others === "every" || others.includes(other.name));
          expect([one.name, other.name, isFound]).toEqual([one.name, other.name, reachesByTrying(one, other)]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("for the whole account, the proof finds the operation-level actions that the evaluator allows, and nothing else", () => {
  const harmful = CATALOGUE.filter(({ granularity, access }) => granularity === "operation" && access !== "read");
  fc.assert(
    fc.property(subjects, (all) => {
      const { findings } = proveIsolation(all, ACCOUNT);
      for (const one of all) {
        const isAllowed = allows(one);
        const tried = harmful
          .filter(({ name }) => isAllowed({ action: name, resources: ["*"] }))
          .map(({ name }) => name);
        const found = findings.filter(
          ({ invariant, subject }) => ["I1", "I2"].includes(invariant) && subject === one.name,
        );
        const names = found.flatMap(({ action }) =>
          harmful.filter(({ name }) => name === action).map(({ name }) => name),
        );
        expect([...new Set(names)].sort()).toEqual(tried.sort());
      }
    }),
    { numRuns: 60 },
  );
});
