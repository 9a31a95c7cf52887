/** Rosters made at random: profiles, grants, conditions, and templates of one's own with holes in them. */
import fc from "fast-check";
import { unmatchable } from "../../../policies/catalogue/unmatchable.ts";
import type { Statement } from "../../../policies/language/document.ts";
import { parseResource } from "../../../policies/language/resource.ts";
import { parseRoster } from "../../../roster/parse.ts";
import type { Roster } from "../../../roster/roster.ts";
import { templateFiles } from "../roster/templates.ts";
import { REGION } from "./sub-accounts.ts";

export const OWNER_UIN = "100000000001";

/** Of the employees; their environments have these ids. */
export const ENVIRONMENTS = {
  alice: "alice-8grqda2hfc2f62bb",
  bob: "bob-8grqda2hfc2f62bb",
  carol: "carol-8grqda2hfc2f62bb",
} as const;
const NAMES = Object.keys(ENVIRONMENTS);
const IDS = Object.values(ENVIRONMENTS);

/** One employee but for the name. */
export interface Choice {
  /** Profile, or the statements that a template of one's own has besides those of the own environment. */
  readonly policy: string | readonly Statement[];
  /** Preset that somebody waived. */
  readonly preset?: string | undefined;
  readonly sourceIps?: readonly string[] | undefined;
  /** Default: false. */
  readonly deviceLogin?: boolean;
}

const action = fc.constantFrom(
  "*",
  "*:*",
  "tcb:*",
  "tcb:D*",
  "tcb:DestroyEnv",
  "tcb:destroyenv",
  "tcb:DescribeEnvInfo",
  "tcb:DeleteTable",
  "tcb:Query*",
  "*:Create*",
  "scf:*",
  "scf:Update*Code",
  "scf:CreateFunction",
  "cam:*",
  "cam:UpdatePolicy",
  "cam:CreateAccessKey",
  "tag:*",
  "sts:*",
  "tat:*",
  "lighthouse:*",
  "tcbr:*",
  "cls:*",
  "cls:S*",
);
const resource = fc.oneof(
  fc.constantFrom("*", "qcs::tcb:::*", "qcs::cam:::*"),
  fc
    .tuple(
      fc.constantFrom("tcb", "tcbr", "scf", "cls", "*"),
      fc.constantFrom("", "sh", REGION, "ap-beijing"),
      fc.constantFrom("", `uin/${OWNER_UIN}`),
      fc.constantFrom(
        "topic/*",
        "logset/*",
        ...["*", "a*", "*bb", ...IDS].flatMap((id) => [
          `env/${id}`,
          `namespace/${id}`,
          `namespace/${id}/function/*`,
          `namespace/${id}/function/bob`,
        ]),
      ),
    )
    .map(([service, region, account, path]) => `qcs::${service}:${region}:${account}:${path}`)
    // A template that names what no request can be about is refused before anything is proved.
    .filter((text) => {
      const read = parseResource(text);
      return "resource" in read && read.resource !== "*" && unmatchable(read.resource) === undefined;
    }),
);
const address = fc.constantFrom("127.0.0.0/8", "203.0.113.0/24");
const hole: fc.Arbitrary<Statement> = fc.record(
  {
    effect: fc.constantFrom("allow", "allow", "allow", "deny"),
    action: fc.array(action, { minLength: 1, maxLength: 2 }),
    resource: fc.array(resource, { minLength: 1, maxLength: 2 }),
    condition: address.map((block) => ({ ip_equal: { "qcs:ip": [block] } })),
  },
  { requiredKeys: ["effect", "action", "resource"] },
);

export const choice: fc.Arbitrary<Choice> = fc
  .record(
    {
      policy: fc.oneof(fc.constantFrom("documented", "reference", "guarded", "strict"), {
        weight: 2,
        arbitrary: fc.array(hole, { maxLength: 3 }),
      }),
      preset: fc.option(fc.constantFrom("QcloudTCBFullAccess", "QcloudSCFFullAccess", "QcloudCOSFullAccess"), {
        nil: undefined,
        freq: 3,
      }),
      sourceIps: fc.option(
        address.map((block) => [block]),
        { nil: undefined, freq: 3 },
      ),
      deviceLogin: fc.boolean(),
    },
    { requiredKeys: ["policy"] },
  )
  // A template with addresses of its own takes none from the roster.
  .filter(
    ({ policy, sourceIps }) => typeof policy === "string" || !sourceIps || policy.every((each) => !each.condition),
  );

/** The roster of employees with these choices: alice, bob and carol. */
export function rosterOf(choices: readonly Choice[]): Roster {
  const employees = choices.map(({ policy, preset, sourceIps, deviceLogin = false }, index) => {
    const name = NAMES[index] ?? "";
    return {
      name,
      email: `${name}@example.com`,
      environment: { id: IDS[index] },
      server: false,
      policy: typeof policy === "string" ? policy : templatePath(name),
      access: { ...(sourceIps && { sourceIps }), deviceLogin },
      ...(preset && { grants: [{ preset, waiver: "Agreed with security" }] }),
    };
  });
  const account = { ownerUin: OWNER_UIN, region: REGION };
  // JSON is YAML.
  const parsed = parseRoster(JSON.stringify({ account, employees }, null, 2), "employees.yaml");
  return { ...parsed, templates: templateFiles(Object.fromEntries(choices.flatMap(template))) };
}

function template({ policy }: Choice, index: number): [string, unknown][] {
  if (typeof policy === "string") return [];
  const own = {
    effect: "allow",
    action: ["tcb:*"],
    resource: [`qcs::tcb:${REGION}:uin/${OWNER_UIN}:env/${IDS[index]}`],
  };
  return [[templatePath(NAMES[index] ?? ""), { version: "2.0", statement: [own, ...policy] }]];
}

function templatePath(name: string): string {
  return `policies/${name}.json`;
}
