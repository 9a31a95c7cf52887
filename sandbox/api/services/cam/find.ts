/** Finds users, groups and roles as requests name them. */
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import type { CamGroup, CamRole, CamUser } from "./state.ts";

/** @throws ApiError `ResourceNotFound.UserNotExist` */
export function userByName(cloud: Cloud, name: string): CamUser {
  const uin = own(cloud.cam.uins, name);
  return userByUin(cloud, uin ?? 0);
}

/** @throws ApiError `ResourceNotFound.UserNotExist`, or another code where the action has no such one. */
export function userByUin(cloud: Cloud, uin: number, code = "ResourceNotFound.UserNotExist"): CamUser {
  const user = own(cloud.cam.users, uin);
  if (user === undefined) throw new ApiError(code, "The user does not exist.");
  return user;
}

/** @throws ApiError with the code that the action has for a missing group. */
export function groupById(cloud: Cloud, id: number, code = "ResourceNotFound.GroupNotExist"): CamGroup {
  const group = own(cloud.cam.groups, id);
  if (group === undefined) throw new ApiError(code, "The user group does not exist.");
  return group;
}

/** Groups that the user is in, oldest first. */
export function groupsOf(cloud: Cloud, uin: number): CamGroup[] {
  return Object.values(cloud.cam.groups).filter((group) => group.members.includes(uin));
}

/** @throws ApiError `InvalidParameter.ParamError` without id and name, `InvalidParameter.RoleNotExist` for an unknown one. */
export function roleByIdOrName(cloud: Cloud, id: string | undefined, name: string | undefined): CamRole {
  if (id === undefined && name === undefined) {
    throw new ApiError("InvalidParameter.ParamError", "Give the role's id or its name.");
  }
  const role = Object.values(cloud.cam.roles).find((each) => (id === undefined ? each.name === name : each.id === id));
  if (role === undefined) throw new ApiError("InvalidParameter.RoleNotExist", "The role does not exist.");
  return role;
}
