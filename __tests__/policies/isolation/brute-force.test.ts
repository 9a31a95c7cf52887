/** The proof against a matcher that tries every request of a pool which has one for every pattern that the policies can be made of. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CATALOGUE, type CatalogueAction } from "../../../policies/catalogue/catalogue.ts";
import { isConfinedToOwnKeys, isTakeover } from "../../../policies/catalogue/takeover.ts";
import type { AccessRequest } from "../../../policies/evaluation/evaluate.ts";
import { ENVIRONMENT_SERVICES, familiesOf } from "../../../policies/isolation/families.ts";
import { type IsolationSubject, proveIsolation } from "../../../policies/isolation/isolation.ts";
import type { PolicyDocument, Statement } from "../../../policies/language/document.ts";
import { parsePattern, patternMatches } from "../../../policies/language/pattern.ts";
import { mayAllow } from "../../support/policies/cautious.ts";
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

/** Known actions, one of those that no pattern tells apart, with every way in which CAM may be asked. */
const KNOWN = [
  ...new Map(
    CATALOGUE.map((action) => {
      const matching = PATTERNS.map((text) => [
        patternMatches(parsePattern(text), action.name),
        patternMatches(parsePattern(text.toLowerCase()), action.name.toLowerCase()),
      ]);
      const { service, access, granularity, ways, name } = action;
      const kinds = [access === "read", isTakeover(name), lists(name), isConfinedToOwnKeys(name)];
      return [JSON.stringify([service, kinds, granularity, ways, matching]), action] as const;
    }),
  ).values(),
];

/** Whether a deny that names a resource may have no effect: the action lists, or nobody says what it asks for. */
function lists(action: string): boolean {
  const isKnown = CATALOGUE.some(({ name }) => name === action);
  return !isKnown || /:(BatchGet|Describe|GetBucket|GetService|List|Query|Search)|(List|s)$/i.test(action);
}

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

/** Whether some reading allows a request at all. */
function allows({ documents, boundary }: IsolationSubject): (request: AccessRequest) => boolean {
  const sure = { documents, boundary, account: ACCOUNT };
  const listing = {
    documents: documents.map(withoutNamedDenies),
    boundary: boundary && withoutNamedDenies(boundary),
    account: ACCOUNT,
  };
  return ({ action, resources: [resource = "*"] }) =>
    mayAllow(lists(action) ? listing : sure, { action, resource, callerUin: CALLER });
}

function withoutNamedDenies({ statement }: PolicyDocument): PolicyDocument {
  return document(...statement.filter(({ effect, resource }) => effect === "allow" || resource.includes("*")));
}

/** Without the allows of `*`, which name no resource that an action of another service could be meant for. */
function namedOnly({ statement }: PolicyDocument): PolicyDocument {
  const named = statement.map((each) =>
    each.effect === "deny" ? each : { ...each, resource: each.resource.filter((text) => text !== "*") },
  );
  return document(...named);
}

/** Ids for what an action asks for besides, or for the whole account: one for every ending that a pattern has, and one for none. */
const IDS = ["c", "f", "o", "q"];

/** Whole paths for a form that leaves the kind of its resource open: one that each pattern of a path matches. */
const PATHS = [
  ...IDS,
  ...["a", "b", "bq", "bc", "c", CALLER].flatMap((id) =>
    [`env/${id}`, `namespace/${id}`].flatMap((path) => [
      path,
      ...IDS.flatMap((last) => [`${path}/${last}`, `${path}/function/${last}`]),
    ]),
  ),
  ...["a-1250000000", "b-1250000000"].flatMap((bucket) => IDS.map((id) => `${bucket}/${id}`)),
];

/** Every resource of a form of the catalogue, with those ids or paths. */
function filled(form: string, paths: readonly string[] = PATHS): string[] {
  const ids = form.endsWith(":<resource>") ? paths : IDS;
  // Messages of refused calls leave the region empty, too.
  return [REGION, "ap-beijing", ""].flatMap((region) =>
    ids.map((id) =>
      form
        .replace("<region>", region)
        .replace("<ownerUin>", ACCOUNT.ownerUin)
        .replace("<service>", "zz")
        .replace(/<\w+>/g, id),
    ),
  );
}

/** A step to the root account may take any role, policy or user, in whatever form they are named. */
function ofAnyForm(form: string): string[] {
  return filled([...form.split(":").slice(0, 5), "<resource>"].join(":"));
}

function reachesByTrying(one: IsolationSubject, other: IsolationSubject): boolean {
  const isAllowed = allows(one);
  const isAllowedByName = allows({ ...one, documents: one.documents.map(namedOnly) });
  return familiesOf(other.environment, 0).some(({ service, base }) => {
    const paths = [base, `${base}/`, `${base}/o`, `${base}/x`, `${base}/c`, `${base}/function/f`, `${base}/function/g`];
    return paths.some((path) => {
      const resource = (region: string) => `qcs::${service}:${region}:uin/${ACCOUNT.ownerUin}:${path}`;
      return (
        KNOWN.some(({ name, access, granularity, ways }) => {
          const isAccountWide =
            (access !== "read" || granularity === "operation") && ways.some((way) => way.includes("*"));
          const isReached = isAccountWide ? isAllowedByName : isAllowed;
          return ways.some((way) =>
            way.some((form) => {
              const [, , owner, region] = form.split(":");
              if (owner !== service && !owner?.includes("<")) return false;
              const besides = way.filter((each) => each !== form);
              return (
                isReached({ action: name, resources: [resource(region === "" ? "" : REGION)] }) &&
                besides.every((each) => filled(each).some((text) => isAllowed({ action: name, resources: [text] })))
              );
            }),
          );
        }) ||
        UNKNOWN.some((name) => isAllowed({ action: `${service}:${name}`, resources: [resource("")] })) ||
        SERVICES.some((any) =>
          UNKNOWN.some((name) => isAllowedByName({ action: `${any}:${name}`, resources: [resource("")] })),
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

/** Whether some way is open in which an action reaches what nobody was granted by its name. */
function isOpenToAnybody({ name, ways }: CatalogueAction, isAllowed: (request: AccessRequest) => boolean): boolean {
  const isTakeoverAction = isTakeover(name);
  return ways.some((way) => {
    const isOfEnvironment = way.some((form) => ENVIRONMENT_SERVICES.includes(form.split(":")[2] ?? ""));
    if (isOfEnvironment && !isTakeoverAction) return false;
    return way.every((form) =>
      (form === "*" ? ["*"] : isTakeoverAction ? ofAnyForm(form) : filled(form, IDS)).some((text) =>
        isAllowed({ action: name, resources: [text] }),
      ),
    );
  });
}

test("for the whole account, the proof finds what the evaluator allows in some way, and nothing else", () => {
  const harmful = KNOWN.filter(({ name, access }) => isTakeover(name) || access !== "read");
  fc.assert(
    fc.property(subjects, (all) => {
      const { findings } = proveIsolation(all, ACCOUNT);
      for (const one of all) {
        const isAllowed = allows(one);
        const tried = harmful.filter((action) => isOpenToAnybody(action, isAllowed)).map(({ name }) => name);
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
