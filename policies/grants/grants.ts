/** The register of grants: what an employee may use besides the own environment, such as a registry or a bucket with Cloud Infinite. */
import { FillError } from "../fill.ts";
import type { GrantedResource } from "../isolation/isolation.ts";
import type { PolicyDocument, Statement } from "../language/document.ts";
import { type FilledPolicy, namedPolicies, type PolicyOwner } from "../policy-names.ts";
import { fromSources } from "../sources.ts";
import { type CiGrant, ci } from "./ci.ts";
import type { GrantAccount, GrantKind } from "./kind.ts";
import { type TcrGrant, tcr } from "./tcr.ts";

export type { GrantAccount } from "./kind.ts";

/** A kind makes one policy for each employee, so its place here is the place of that policy. */
const NAMES = ["tcr", "ci"] as const;

export type GrantKindName = (typeof NAMES)[number];

interface Grants extends Record<GrantKindName, unknown> {
  readonly tcr: TcrGrant;
  readonly ci: CiGrant;
}

const KINDS: { readonly [Kind in GrantKindName]: GrantKind<Grants[Kind]> } = { tcr, ci };

/** Distributes, so that the compiler sees that a grant and the entry of its kind fit. */
type GrantOf<Kind extends GrantKindName> = { [K in Kind]: Grants[K] & { readonly kind: K } }[Kind];

export type ResourceGrant = GrantOf<GrantKindName>;

/** Of all kinds, for whoever lists them: what consoles call the kind and what a boundary must let through. */
export const GRANT_KINDS: Readonly<Record<GrantKindName, Pick<GrantKind<never>, "service" | "families">>> = KINDS;

/** The policies of all grants of one kind. */
export interface GrantPolicies {
  readonly kind: GrantKindName;
  readonly policies: readonly FilledPolicy[];
}

/**
 * One policy for each kind of grant, since a root account has 1,500 in all (https://www.tencentcloud.com/document/product/598/10609).
 * The order of the grants changes nothing.
 *
 * @param sourceIps CIDR blocks that calls must come from; absent: from anywhere.
 * @throws FillError for a bucket of another account.
 */
export function grantPolicies(
  grants: readonly ResourceGrant[],
  account: GrantAccount,
  owner: PolicyOwner,
  sourceIps?: readonly string[],
): GrantPolicies[] {
  const refusals = grants.flatMap((grant) => refusal(grant, account) ?? []);
  if (refusals.length > 0) throw new FillError(refusals);
  return NAMES.flatMap((kind) => {
    const statement = grants.flatMap((grant) => (grant.kind === kind ? statements(grant, account) : []));
    if (statement.length === 0) return [];
    const document: PolicyDocument = { version: "2.0", statement: sorted(statement) };
    return [{ kind, policies: namedPolicies(fromSources(document, sourceIps), owner, kind) }];
  });
}

/**
 * What grants name, as the proof of isolation takes it: nobody else may reach it. Presets name nothing.
 *
 * @param region Of grants that name none.
 */
export function grantedResources(
  grants: readonly (ResourceGrant | { readonly kind: "preset" })[],
  region: string,
): GrantedResource[] {
  return grants.flatMap((grant) => (grant.kind === "preset" ? [] : resources(grant, region)));
}

function refusal<Kind extends GrantKindName>(grant: GrantOf<Kind>, account: GrantAccount): string | undefined {
  return KINDS[grant.kind].refusal(grant, account);
}

function statements<Kind extends GrantKindName>(grant: GrantOf<Kind>, account: GrantAccount): Statement[] {
  return KINDS[grant.kind].statements(grant, account);
}

function resources<Kind extends GrantKindName>(grant: GrantOf<Kind>, region: string): GrantedResource[] {
  return KINDS[grant.kind].resources(grant, region);
}

function sorted(statements: readonly Statement[]): Statement[] {
  return [...statements].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
