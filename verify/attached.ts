/** Reads what hangs on a sub-account, with the texts, and compares it with what the roster says. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { list } from "../cloud/pages.ts";
import { listGroups } from "../lookups/identities.ts";
import { type PolicyDocument, printPolicyDocument } from "../policies/language/document.ts";
import { documentIn } from "../policies/language/parse.ts";
import type { RosterSays } from "../workplaces/workplaces.ts";

/** A policy in effect. */
export interface AttachedPolicy {
  readonly name: string;
  /** Text of the version in effect. */
  readonly text: string;
  /** Names of the groups that it comes through; empty: it hangs on the sub-account itself. */
  readonly groups: readonly string[];
}

export interface AttachedToUser {
  readonly policies: readonly AttachedPolicy[];
  readonly boundary: { readonly name: string; readonly text: string } | undefined;
  readonly groups: readonly string[];
}

const PAGE = 200;
const name = z.string().min(1);

const rowsAnswer = z.object({
  PolicyList: z
    .array(
      z.object({
        PolicyId: z.union([z.string(), z.int()]),
        PolicyName: name,
        Groups: z.array(z.object({ GroupName: name })).nullish(),
      }),
    )
    .nullish(),
  TotalNum: z.int().nullish(),
});
const policyAnswer = z.object({ PolicyDocument: z.string() });
const boundaryAnswer = z.object({ PolicyName: z.string().nullish(), PolicyDocument: z.string().nullish() });

/**
 * cam:ListAttachedUserAllPolicies, GetPolicy of each, GetUserPermissionBoundary and ListGroupsForUser
 * (https://cloud.tencent.com/document/api/598/67728).
 *
 * @throws CloudError when a call fails
 */
export async function readAttached(clients: Clients, uin: number): Promise<AttachedToUser> {
  const { entries } = await list(
    clients,
    {
      action: "cam:ListAttachedUserAllPolicies",
      what: "attached policies",
      answer: rowsAnswer,
      request: (offset) =>
        clients.cam.ListAttachedUserAllPolicies({
          ...{ TargetUin: uin, Rp: PAGE, Page: Math.floor(offset / PAGE) + 1, AttachType: 0 },
        }),
      pageOf: ({ PolicyList, TotalNum }) => ({ entries: PolicyList, total: TotalNum }),
      idOf: ({ PolicyId }) => String(PolicyId),
    },
    () => undefined,
  );
  const policies: AttachedPolicy[] = [];
  for (const { PolicyId, PolicyName, Groups } of entries) {
    const { PolicyDocument } = await clients.call("cam:GetPolicy", policyAnswer, () =>
      clients.cam.GetPolicy({ PolicyId: Number(PolicyId) }),
    );
    const groups = (Groups ?? []).map(({ GroupName }) => GroupName).sort();
    policies.push({ name: PolicyName, text: PolicyDocument, groups });
  }
  const boundary = await clients.call("cam:GetUserPermissionBoundary", boundaryAnswer, () =>
    clients.cam.GetUserPermissionBoundary({ TargetUin: uin }),
  );
  return {
    policies: policies.sort((a, b) => (a.name < b.name ? -1 : 1)),
    boundary: boundary.PolicyName ? { name: boundary.PolicyName, text: boundary.PolicyDocument ?? "" } : undefined,
    groups: (await listGroups(clients, uin, () => undefined)).sort(),
  };
}

/** What differs, a sentence for each; none: all is as the roster says. Pure. */
export function differences(seen: AttachedToUser, said: RosterSays): string[] {
  const attached = new Map(seen.policies.map((policy) => [policy.name, policy]));
  const wanted = new Map(said.policies.map((policy) => [policy.name, policy]));
  return [
    ...seen.policies
      .filter(({ name, groups }) => !wanted.has(name) || groups.length > 0)
      .map(({ name, groups }) =>
        groups.length === 0
          ? `the policy ${name} is attached, and is not in the roster`
          : `the policy ${name} comes through the group ${groups.join(", ")}, and groups are not in the roster`,
      ),
    ...seen.groups
      .filter((group) => seen.policies.every(({ groups }) => !groups.includes(group)))
      .map((group) => `the sub-account is in the group ${group}, which may get policies at any time`),
    ...said.policies.flatMap(({ name, document }) => {
      const policy = attached.get(name);
      if (policy === undefined) return [`the policy ${name} is not attached`];
      if (document === undefined || isSame(policy.text, document)) return [];
      return [`the policy ${name} has another text than the roster's`];
    }),
    ...boundaryDifferences(seen.boundary, said.boundary),
  ];
}

function boundaryDifferences(seen: AttachedToUser["boundary"], said: RosterSays["boundary"]): string[] {
  if (said === undefined) {
    return seen === undefined ? [] : [`there is a permission boundary ${seen.name}, and the roster says none`];
  }
  if (seen === undefined) return [`the permission boundary ${said.name} is not on the sub-account`];
  if (seen.name !== said.name) return [`the permission boundary is ${seen.name}, not ${said.name}`];
  return isSame(seen.text, said.document) ? [] : [`the permission boundary ${said.name} has another text`];
}

/** Whether the text says the same; spacing and spelling of arrays do not matter. */
function isSame(text: string, document: PolicyDocument): boolean {
  const read = documentIn(text);
  return read !== undefined && printPolicyDocument(read) === printPolicyDocument(document);
}
