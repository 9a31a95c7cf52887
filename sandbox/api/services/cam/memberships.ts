/** Which users are in which groups. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { camAction, OPERATION_LEVEL, PAGE, paged, QUOTAS } from "./declare.ts";
import { groupById, groupsOf, userByUin } from "./find.ts";
import { printedGroup, printedMembers } from "./group-rows.ts";

const MEMBERS = {
  Info: z.array(z.strictObject({ GroupId: z.int(), Uid: z.int().optional(), Uin: z.int().optional() })).min(1),
};

export const membershipActions: readonly Action[] = [
  camAction("AddUserToGroup", {
    writes: true,
    body: z.strictObject(MEMBERS),
    resources: OPERATION_LEVEL,
    answer: ({ Info }, _call, cloud) => {
      // All pairs are checked before the first one joins, so that a refused call has changed nothing.
      const joining = Info.map((pair) => ({
        group: groupById(cloud, pair.GroupId, "InvalidParameter.GroupNotExist"),
        uin: memberUin(cloud, pair),
      })).filter(({ group, uin }) => !group.members.includes(uin));
      for (const { group, uin } of joining) {
        const inGroup = group.members.length + joining.filter((pair) => pair.group === group).length;
        if (inGroup > QUOTAS.usersOfGroup) {
          throw new ApiError("InvalidParameter.GroupUserFull", `A group has at most ${QUOTAS.usersOfGroup} users.`);
        }
        const ofUser = groupsOf(cloud, uin).length + joining.filter((pair) => pair.uin === uin).length;
        if (ofUser > QUOTAS.groupsOfUser) {
          throw new ApiError("InvalidParameter.UserGroupFull", `A user is in at most ${QUOTAS.groupsOfUser} groups.`);
        }
      }
      for (const { group, uin } of joining) group.members = [...new Set([...group.members, uin])];
      return {};
    },
  }),
  camAction("RemoveUserFromGroup", {
    writes: true,
    body: z.strictObject(MEMBERS),
    resources: OPERATION_LEVEL,
    answer: ({ Info }, _call, cloud) => {
      const leaving = Info.map((pair) => ({ group: groupById(cloud, pair.GroupId), uin: memberUin(cloud, pair) }));
      for (const { group, uin } of leaving) group.members = group.members.filter((member) => member !== uin);
      return {};
    },
  }),
  camAction("ListUsersForGroup", {
    writes: false,
    body: z.strictObject({ ...PAGE, GroupId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ GroupId, ...page }, _call, cloud) => {
      const members = printedMembers(cloud, groupById(cloud, GroupId));
      return { TotalNum: members.length, UserInfo: paged(members, page) };
    },
  }),
  camAction("ListGroupsForUser", {
    writes: false,
    body: z.strictObject({ ...PAGE, Uid: z.int().optional(), SubUin: z.int().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ Uid, SubUin, ...page }, _call, cloud) => {
      const groups = groupsOf(cloud, memberUin(cloud, { Uid, Uin: SubUin }));
      return { TotalNum: groups.length, GroupInfo: paged(groups, page).map(printedGroup) };
    },
  }),
];

/** By Uin or by Uid; the Terraform provider sends the latter. */
function memberUin(cloud: Cloud, { Uid, Uin }: { Uid?: number | undefined; Uin?: number | undefined }): number {
  if (Uin !== undefined) return userByUin(cloud, Uin).uin;
  if (Uid === undefined) {
    throw new ApiError("InvalidParameter.UserUinAndUinNotAllNull", "Give the user's `Uid` or `Uin`.");
  }
  const user = Object.values(cloud.cam.users).find((each) => each.uid === Uid);
  return userByUin(cloud, user?.uin ?? 0).uin;
}
