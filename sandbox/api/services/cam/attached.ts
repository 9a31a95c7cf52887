/** Which policies hang on which users, groups and roles. */
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { beijingTime } from "../times.ts";
import { QUOTAS } from "./declare.ts";
import { findPolicy, KINDS, type Policy } from "./policy.ts";
import type { CamGroup, CamRole, CamUser, PolicyAttachment } from "./state.ts";

/** Attaches once: doing it again changes nothing. @throws ApiError `InvalidParameter.AttachmentFull` */
export function attach(entity: { policies: PolicyAttachment[] }, policyId: number, now: number): void {
  if (entity.policies.some((attachment) => attachment.policyId === policyId)) return;
  if (entity.policies.length >= QUOTAS.policiesOfEntity) {
    throw new ApiError(
      "InvalidParameter.AttachmentFull",
      `No more than ${QUOTAS.policiesOfEntity} policies can be attached to a user, a group or a role.`,
    );
  }
  entity.policies.push({ policyId, addTime: now });
}

/** Detaching what is not attached changes nothing. */
export function detach(entity: { policies: PolicyAttachment[] }, policyId: number): void {
  entity.policies = entity.policies.filter((attachment) => attachment.policyId !== policyId);
}

export function detachEverywhere(cloud: Cloud, policyId: number): void {
  const { users, groups, roles } = cloud.cam;
  for (const entity of [...Object.values(users), ...Object.values(groups), ...Object.values(roles)]) {
    detach(entity, policyId);
  }
}

/** A user, group or role that a policy hangs on. RelatedType: 1 user, 2 group, 3 role. */
export type Entity =
  | { readonly type: 1; readonly entity: CamUser; readonly addTime: number }
  | { readonly type: 2; readonly entity: CamGroup; readonly addTime: number }
  | { readonly type: 3; readonly entity: CamRole; readonly addTime: number };

export function entitiesOf(cloud: Cloud, policyId: number): Entity[] {
  const timeOf = ({ policies }: { readonly policies: readonly PolicyAttachment[] }) =>
    policies.filter((attachment) => attachment.policyId === policyId).map(({ addTime }) => addTime);
  return [
    ...Object.values(cloud.cam.users).flatMap((entity) =>
      timeOf(entity).map((addTime) => ({ type: 1 as const, entity, addTime })),
    ),
    ...Object.values(cloud.cam.groups).flatMap((entity) =>
      timeOf(entity).map((addTime) => ({ type: 2 as const, entity, addTime })),
    ),
    ...Object.values(cloud.cam.roles).flatMap((entity) =>
      timeOf(entity).map((addTime) => ({ type: 3 as const, entity, addTime })),
    ),
  ];
}

/** How many users, groups and roles each policy hangs on, by policy id. */
export function attachmentCounts(cloud: Cloud): ReadonlyMap<number, number> {
  const { users, groups, roles } = cloud.cam;
  const counts = new Map<number, number>();
  for (const { policies } of [...Object.values(users), ...Object.values(groups), ...Object.values(roles)]) {
    for (const { policyId } of policies) counts.set(policyId, (counts.get(policyId) ?? 0) + 1);
  }
  return counts;
}

export function entitiesBoundedBy(cloud: Cloud, policyId: number): CamUser[] {
  return Object.values(cloud.cam.users).filter((user) => user.boundary === policyId);
}

/** Attachments with their policies. */
export function attachedPolicies(
  cloud: Cloud,
  { policies }: { readonly policies: readonly PolicyAttachment[] },
): { readonly policy: Policy; readonly addTime: number }[] {
  return policies.flatMap(({ policyId, addTime }) => {
    const policy = findPolicy(cloud, policyId);
    return policy === undefined ? [] : [{ policy, addTime }];
  });
}

/** A row of ListAttachedUserPolicies, ListAttachedGroupPolicies and ListAttachedRolePolicies. */
export function printedAttachment({ policy, addTime }: { readonly policy: Policy; readonly addTime: number }) {
  return {
    PolicyId: policy.id,
    PolicyName: policy.name,
    AddTime: beijingTime(addTime),
    CreateMode: KINDS[policy.kind].createMode,
    PolicyType: KINDS[policy.kind].policyType,
    Deactived: 0,
    DeactivedDetail: [],
  };
}
