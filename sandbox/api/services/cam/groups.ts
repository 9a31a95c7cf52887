/** User groups. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextNumber } from "../../ids.ts";
import { camAction, NAME, OPERATION_LEVEL, PAGE, paged, QUOTAS } from "./declare.ts";
import { groupById } from "./find.ts";
import { printedGroup, printedMembers } from "./group-rows.ts";

/** GetGroup and DeleteGroup have no code of their own for a missing group. */
const NOT_FOUND = "ResourceNotFound.UserNotExist";

export const groupActions: readonly Action[] = [
  camAction("CreateGroup", {
    writes: true,
    body: z.strictObject({ GroupName: z.string(), Remark: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ GroupName, Remark = "" }, { now }, cloud) => {
      checkName(cloud, GroupName);
      if (Object.keys(cloud.cam.groups).length >= QUOTAS.groups) {
        throw new ApiError("InvalidParameter.GroupFull", `The number of user groups reached ${QUOTAS.groups}.`);
      }
      const id = nextNumber(cloud, "cam.group");
      cloud.cam.groups[id] = { id, name: GroupName, remark: Remark, createTime: now, members: [], policies: [] };
      return { GroupId: id };
    },
  }),
  camAction("GetGroup", {
    writes: false,
    body: z.strictObject({ GroupId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ GroupId }, _call, cloud) => {
      const group = groupById(cloud, GroupId, NOT_FOUND);
      return { ...printedGroup(group), GroupNum: group.members.length, UserInfo: printedMembers(cloud, group) };
    },
  }),
  camAction("UpdateGroup", {
    writes: true,
    body: z.strictObject({ GroupId: z.int(), GroupName: z.string().optional(), Remark: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ GroupId, GroupName, Remark }, _call, cloud) => {
      const group = groupById(cloud, GroupId);
      const name = GroupName ?? group.name;
      if (name !== group.name) checkName(cloud, name);
      group.name = name;
      group.remark = Remark ?? group.remark;
      return {};
    },
  }),
  camAction("DeleteGroup", {
    writes: true,
    body: z.strictObject({ GroupId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ GroupId }, _call, cloud) => {
      delete cloud.cam.groups[groupById(cloud, GroupId, NOT_FOUND).id];
      return {};
    },
  }),
  camAction("ListGroups", {
    writes: false,
    body: z.strictObject({ ...PAGE, Keyword: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ Keyword = "", ...page }, _call, { cam }) => {
      const rows = Object.values(cam.groups).filter((group) => group.name.includes(Keyword));
      return { TotalNum: rows.length, GroupInfo: paged(rows, page).map(printedGroup) };
    },
  }),
];

function checkName(cloud: Cloud, name: string): void {
  if (!NAME.test(name)) throw new ApiError("InvalidParameter.ParamError", `The group name \`${name}\` is illegal.`);
  if (Object.values(cloud.cam.groups).some((group) => group.name === name)) {
    throw new ApiError("InvalidParameter.GroupNameInUse", `The group name \`${name}\` is in use.`);
  }
}
