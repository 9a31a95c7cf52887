/** Attaching policies to users and groups, and what is attached to them. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { beijingTime } from "../times.ts";
import { attach, attachedPolicies, detach, printedAttachment } from "./attached.ts";
import { camAction, OPERATION_LEVEL, PAGE, paged } from "./declare.ts";
import { groupById, groupsOf, userByUin } from "./find.ts";
import { KINDS, policyById } from "./policy.ts";
import type { CamUser } from "./state.ts";

export const attachmentActions: readonly Action[] = [
  camAction("AttachUserPolicy", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), AttachUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, AttachUin }, { now }, cloud) => {
      const user = userByUin(cloud, AttachUin);
      attach(user, policyById(cloud, PolicyId).id, now);
      return {};
    },
  }),
  camAction("DetachUserPolicy", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), DetachUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, DetachUin }, _call, cloud) => {
      detach(userByUin(cloud, DetachUin), policyById(cloud, PolicyId).id);
      return {};
    },
  }),
  camAction("AttachGroupPolicy", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), AttachGroupId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, AttachGroupId }, { now }, cloud) => {
      const group = groupById(cloud, AttachGroupId);
      attach(group, policyById(cloud, PolicyId).id, now);
      return {};
    },
  }),
  camAction("DetachGroupPolicy", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), DetachGroupId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, DetachGroupId }, _call, cloud) => {
      detach(groupById(cloud, DetachGroupId), policyById(cloud, PolicyId).id);
      return {};
    },
  }),
  camAction("ListAttachedUserPolicies", {
    writes: false,
    body: z.strictObject({ ...PAGE, TargetUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin, ...page }, _call, cloud) => {
      const user = userByUin(cloud, TargetUin, "InvalidParameter.ParamError");
      const rows = attachedPolicies(cloud, user);
      return { TotalNum: rows.length, List: paged(rows, page).map(printedAttachment) };
    },
  }),
  camAction("ListAttachedGroupPolicies", {
    writes: false,
    body: z.strictObject({ ...PAGE, TargetGroupId: z.int(), Keyword: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetGroupId, Keyword = "", ...page }, _call, cloud) => {
      const group = groupById(cloud, TargetGroupId, "InvalidParameter.ParamError");
      const rows = attachedPolicies(cloud, group).filter(({ policy }) => policy.name.includes(Keyword));
      return { TotalNum: rows.length, List: paged(rows, page).map(printedAttachment) };
    },
  }),
  camAction("ListAttachedUserAllPolicies", {
    writes: false,
    body: z.strictObject({
      TargetUin: z.int(),
      Page: z.int(),
      Rp: z.int(),
      /** 0: all, 1: attached to the user, 2: through groups. */
      AttachType: z.int().min(0).max(2),
      /** 1: custom, 2: preset. */
      StrategyType: z.int().min(1).max(2).optional(),
      Keyword: z.string().optional(),
    }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin, AttachType, StrategyType, Keyword = "", ...page }, _call, cloud) => {
      const user = userByUin(cloud, TargetUin, "InvalidParameter.ParamError");
      const rows = allAttachments(cloud, user, AttachType).filter(
        ({ policy }) =>
          policy.name.includes(Keyword) && (StrategyType === undefined || KINDS[policy.kind].type === StrategyType),
      );
      return { TotalNum: rows.length, PolicyList: paged(rows, page).map(printedRow) };
    },
  }),
];

type Row = ReturnType<typeof attachedPolicies>[number] & { readonly groups: { GroupId: number; GroupName: string }[] };

/** Each policy once, with the groups that it comes through. */
function allAttachments(cloud: Cloud, user: CamUser, attachType: number): Row[] {
  const rows = new Map<number, Row>();
  const direct = attachType === 2 ? [] : attachedPolicies(cloud, user);
  for (const row of direct) rows.set(row.policy.id, { ...row, groups: [] });
  for (const group of attachType === 1 ? [] : groupsOf(cloud, user.uin)) {
    for (const row of attachedPolicies(cloud, group)) {
      const known = rows.get(row.policy.id) ?? { ...row, groups: [] };
      known.groups.push({ GroupId: group.id, GroupName: group.name });
      rows.set(row.policy.id, known);
    }
  }
  return [...rows.values()];
}

/** This list alone has its numbers as texts. */
function printedRow({ policy, addTime, groups }: Row) {
  return {
    PolicyId: String(policy.id),
    PolicyName: policy.name,
    Description: policy.description,
    AddTime: beijingTime(addTime),
    StrategyType: String(KINDS[policy.kind].type),
    CreateMode: String(KINDS[policy.kind].createMode),
    Groups: groups,
    Deactived: 0,
    DeactivedDetail: [],
  };
}
