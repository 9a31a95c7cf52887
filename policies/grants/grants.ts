/** What an employee may use besides the own environment: a registry, a bucket with Cloud Infinite. */

import { FillError } from "../fill.ts";
import type { PolicyDocument, Statement } from "../language/document.ts";
import { type FilledPolicy, namedPolicies, type PolicyOwner } from "../policy-names.ts";
import { fromSources } from "../sources.ts";
import type { GrantAccount } from "./account.ts";
import { type CiGrant, ciStatements } from "./ci.ts";
import { type TcrGrant, tcrStatements } from "./tcr.ts";

export type { GrantAccount } from "./account.ts";

export type ResourceGrant = TcrGrant | CiGrant;

/** The policies of all grants of one kind. */
export interface GrantPolicies {
  readonly kind: ResourceGrant["kind"];
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
  const foreign = grants.flatMap((grant) =>
    grant.kind === "ci" && !grant.bucket.endsWith(`-${account.appId}`)
      ? [
          `the bucket ${grant.bucket} is not of this root account, whose buckets end in -${account.appId}; correct the grant`,
        ]
      : [],
  );
  if (foreign.length > 0) throw new FillError(foreign);
  const kinds: readonly (readonly [ResourceGrant["kind"], readonly Statement[]])[] = [
    ["tcr", grants.flatMap((grant) => (grant.kind === "tcr" ? tcrStatements(grant, account) : []))],
    ["ci", grants.flatMap((grant) => (grant.kind === "ci" ? ciStatements(grant, account) : []))],
  ];
  return kinds
    .filter(([, statement]) => statement.length > 0)
    .map(([kind, statement]) => {
      const document: PolicyDocument = { version: "2.0", statement: sorted(statement) };
      return { kind, policies: namedPolicies(fromSources(document, sourceIps), owner, kind) };
    });
}

function sorted(statements: readonly Statement[]): Statement[] {
  return [...statements].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
