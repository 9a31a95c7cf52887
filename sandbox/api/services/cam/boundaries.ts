/** Permission boundaries of users: one policy that caps what all others allow. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { camAction, OPERATION_LEVEL } from "./declare.ts";
import { userByUin } from "./find.ts";
import { findPolicy, KINDS, policyById } from "./policy.ts";

export const boundaryActions: readonly Action[] = [
  camAction("PutUserPermissionsBoundary", {
    writes: true,
    body: z.strictObject({ TargetUin: z.int(), PolicyId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin, PolicyId }, _call, cloud) => {
      const user = userByUin(cloud, TargetUin, "InvalidParameter.UserNotExist");
      if (findPolicy(cloud, PolicyId) === undefined) {
        throw new ApiError("InvalidParameter.PolicyIdNotExist", "The policy does not exist.");
      }
      user.boundary = PolicyId;
      return {};
    },
  }),
  camAction("GetUserPermissionBoundary", {
    writes: false,
    body: z.strictObject({ TargetUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin }, _call, cloud) => {
      const { boundary } = userByUin(cloud, TargetUin, "InvalidParameter.UserNotExist");
      if (boundary === null)
        return { PolicyId: null, PolicyName: null, PolicyDocument: null, PolicyType: null, CreateMode: null };
      const policy = policyById(cloud, boundary);
      return {
        PolicyId: policy.id,
        PolicyName: policy.name,
        PolicyDocument: policy.document,
        PolicyType: KINDS[policy.kind].type,
        CreateMode: KINDS[policy.kind].createMode,
      };
    },
  }),
  camAction("DeleteUserPermissionsBoundary", {
    writes: true,
    body: z.strictObject({ TargetUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin }, _call, cloud) => {
      userByUin(cloud, TargetUin, "InvalidParameter.UserNotExist").boundary = null;
      return {};
    },
  }),
];
