/** Projects made at random: rosters with templates and lookups, some in order, most with something wrong. */
import fc from "fast-check";
import { stringify } from "yaml";
import { PROFILES, type ProfileName } from "../../../policies/profiles/profiles.ts";

const NAMES = ["alice", "bob", "carol", "dave"];
const ACCOUNT = { ownerUin: "100000000001", region: "ap-shanghai" };
const BUNDLE = "bundle_1";

const profile = fc.constantFrom<ProfileName>("documented", "reference", "guarded", "confined", "strict");

/** Statements of the narrowest profile, and others that reach out, or are none. */
const statement = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PROFILES.strict.template.statement) },
  fc.record({
    effect: fc.constantFrom("allow", "deny", "permit"),
    action: fc.subarray(["tcb:*", "tcb:DeleteTable", "cam:PassRole", "cos:GetObject", "cdn:PurgeUrlsCache", "tcb"], {
      minLength: 1,
      maxLength: 2,
    }),
    resource: fc.subarray(
      ["*", "qcs::tcb::uin/:env/*", "qcs::tcb:ap-shanghai:uin/100000000001:env/bob-8grqda2hfc2f62bb", "env/x"],
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

const wildTemplate = fc.oneof(
  { weight: 4, arbitrary: fc.array(statement, { minLength: 1, maxLength: 4 }).map(documentOf) },
  fc.constantFrom({ version: "1.0", statement: [] }, [], "text"),
);

const calmTemplate = fc
  .subarray([...PROFILES.strict.template.statement], { minLength: 1, maxLength: 4 })
  .map(documentOf);

function documentOf(statements: readonly unknown[]): object {
  return { version: "2.0", statement: statements };
}

const CALM_GRANTS = [
  { tcr: { instance: "tcr-1a2b3c4d", access: "read" } },
  { ci: { bucket: "pictures-1250000000", access: "write" } },
  { preset: "QcloudCIFullAccess", waiver: "moves pictures until March" },
];

const grant = fc.constantFrom<object>(
  ...CALM_GRANTS,
  { tcr: { instance: "tcr-1a2b3c4d", repository: "x", access: "read" } },
  { ci: { bucket: "pictures-1250000001", access: "read" } },
  { preset: "AdministratorAccess", waiver: "moves pictures until March" },
  { preset: "QcloudCIFullAccess" },
);

/** A key that is left out more often than not. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const wildEntry = fc.record({
  name: fc.constantFrom(...NAMES),
  status: rarely(fc.constantFrom("suspended", "active", "gone")),
  lastDay: rarely(fc.constantFrom("2020-01-31", "2099-12-31", "2026-02-30")),
  previously: rarely(fc.constantFrom(["ann"], ["alice"])),
  adopt: rarely(fc.boolean()),
  movedFrom: rarely(fc.constantFrom("employees", "team-a", "a b")),
  policy: fc.oneof({ weight: 4, arbitrary: rarely(profile) }, fc.constantFrom("ours.json", "none.json", "Guarded")),
  waivers: rarely(
    fc.constant([
      { action: "tcb:DeleteTable", reason: "for the move until March" },
      { action: "cdn:PurgeUrlsCache", reason: "for the shop's pages" },
    ]),
  ),
  environment: rarely(
    fc.constantFrom<object>(
      { id: "bob-8grqda2hfc2f62bb" },
      { alias: "alice" },
      { logs: false, hosting: false },
      { id: "bob-8grqda2hfc2f62bb", sharedWith: ["alice"] },
    ),
  ),
  server: rarely(fc.constantFrom<unknown>({ bundle: BUNDLE }, { bundle: "bundle_2" }, { months: 1 }, false)),
  grants: rarely(fc.array(grant, { maxLength: 2 })),
  access: rarely(
    fc.constantFrom({ sourceIps: ["203.0.113.0/24"] }, { deviceLogin: true }, { sourceIps: ["10.0.0.1/8"] }),
  ),
});

const calmEntry = fc.record({
  name: fc.constantFrom(...NAMES),
  status: rarely(fc.constant("suspended")),
  lastDay: rarely(fc.constant("2020-01-31")),
  policy: fc.oneof({ weight: 4, arbitrary: rarely(profile) }, fc.constant("ours.json")),
  environment: rarely(fc.constant({ logs: false, hosting: false })),
  server: rarely(fc.constantFrom<unknown>({ bundle: BUNDLE }, false)),
  access: rarely(fc.constantFrom({ sourceIps: ["203.0.113.0/24"] }, { deviceLogin: true })),
});

/** Everything that is known of everybody, but for what is left out. */
const lookups = fc
  .record({
    known: fc.oneof({ weight: 4, arbitrary: fc.constant(NAMES) }, fc.subarray(NAMES)),
    ownerUin: fc.oneof({ weight: 9, arbitrary: fc.constant(ACCOUNT.ownerUin) }, fc.constant("100000000002")),
    soldOut: fc.boolean(),
  })
  .map(({ known, ownerUin, soldOut }) => ({
    account: { ownerUin, appId: "1250000000" },
    blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" } },
    bundles: { [BUNDLE]: { cpu: 2, memory: 4, disk: 60, ...(soldOut ? { soldOut: true } : {}) } },
    environments: Object.fromEntries(
      known.map((name) => [
        `${name}-8grqda2hfc2f62bb`,
        {
          alias: name,
          region: ACCOUNT.region,
          package: "baas_personal",
          storageBucket: `6465-${name}-1250000000`,
          hostingBucket: `static-${name}-1250000000`,
          logs: { logsetId: `set-${name}`, topicId: `topic-${name}` },
        },
      ]),
    ),
  }));

/** In order more often than not: one person alone may have grants that two would reach each other by. */
const calm = fc.record({
  defaults: rarely(fc.record({ policy: profile })),
  employees: fc.oneof(
    fc.uniqueArray(calmEntry, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }),
    fc
      .tuple(calmEntry, fc.subarray(CALM_GRANTS))
      .map(([each, grants]): readonly object[] => [{ ...each, policy: "strict", grants }]),
  ),
  template: calmTemplate,
  lookups: lookups.map((found) => ({ ...found, account: { ...found.account, ownerUin: ACCOUNT.ownerUin } })),
});

const wild = fc.record({
  defaults: rarely(fc.record({ policy: profile })),
  employees: fc.array(wildEntry, { maxLength: 3 }),
  template: wildTemplate,
  lookups: fc.option(lookups, { nil: undefined, freq: 12 }),
});

/** The files of a project, by path. */
export const project: fc.Arbitrary<Record<string, string>> = fc
  .oneof(calm, wild)
  .map(({ template, lookups: found, ...roster }) => ({
    "cdktf.json": JSON.stringify({ context: { rosters: ["employees.yaml"] } }),
    "employees.yaml": stringify(JSON.parse(JSON.stringify({ account: ACCOUNT, ...roster }))),
    "ours.json": JSON.stringify(template),
    ...(found === undefined ? {} : { "employees.lookups.json": JSON.stringify(found) }),
  }));
