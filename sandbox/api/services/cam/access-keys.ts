/** API keys of the root account and of sub-accounts; they sign requests from the moment they are made. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextSecret } from "../../ids.ts";
import { own } from "../../records.ts";
import { beijingTime } from "../times.ts";
import { camAction, OPERATION_LEVEL, QUOTAS } from "./declare.ts";
import { userByUin } from "./find.ts";
import type { CamAccessKey } from "./state.ts";

const TARGET = { TargetUin: z.int().optional() };

export const accessKeyActions: readonly Action[] = [
  camAction("CreateAccessKey", {
    writes: true,
    body: z.strictObject({
      ...TARGET,
      Description: z
        .string()
        .regex(/^[\w+=,.@:/-]{1,1024}$/)
        .optional(),
    }),
    resources: accountResource,
    answer: ({ TargetUin, Description = "" }, call, cloud) => {
      const uin = targetOf(TargetUin, call, cloud);
      const { secretId, secretKey, ...key } = createKey(cloud, uin, Description, call.now);
      return {
        AccessKey: {
          AccessKeyId: secretId,
          SecretAccessKey: secretKey,
          Status: key.status,
          CreateTime: beijingTime(key.createTime),
          Description: key.description,
        },
      };
    },
  }),
  camAction("ListAccessKeys", {
    writes: false,
    body: z.strictObject(TARGET),
    resources: OPERATION_LEVEL,
    answer: ({ TargetUin }, call, cloud) => ({
      AccessKeys: keysOf(cloud, targetOf(TargetUin, call, cloud)).map((key) => ({
        AccessKeyId: key.secretId,
        Status: key.status,
        CreateTime: beijingTime(key.createTime),
        Description: key.description,
      })),
    }),
  }),
  camAction("UpdateAccessKey", {
    writes: true,
    body: z.strictObject({ ...TARGET, AccessKeyId: z.string(), Status: z.enum(["Active", "Inactive"]) }),
    resources: accountResource,
    answer: ({ TargetUin, AccessKeyId, Status }, call, cloud) => {
      keyOf(cloud, targetOf(TargetUin, call, cloud), AccessKeyId).status = Status;
      return {};
    },
  }),
  camAction("DeleteAccessKey", {
    writes: true,
    body: z.strictObject({ ...TARGET, AccessKeyId: z.string() }),
    resources: accountResource,
    answer: ({ TargetUin, AccessKeyId }, call, cloud) => {
      const { secretId } = keyOf(cloud, targetOf(TargetUin, call, cloud), AccessKeyId);
      delete cloud.cam.accessKeys[secretId];
      return {};
    },
  }),
];

/** Keys of an account, oldest first. */
export function keysOf(cloud: Cloud, uin: number): CamAccessKey[] {
  return Object.values(cloud.cam.accessKeys).filter((key) => key.uin === uin);
}

/** @throws ApiError `OperationDenied.AccessKeyOverLimit` past two keys; the key that the sandbox started with is one of the root's. */
export function createKey(cloud: Cloud, uin: number, description: string, now: number): CamAccessKey {
  const count = keysOf(cloud, uin).length + (uin === cloud.account.ownerUin ? 1 : 0);
  if (count >= QUOTAS.keysOfUser) {
    throw new ApiError(
      "OperationDenied.AccessKeyOverLimit",
      `An account has at most ${QUOTAS.keysOfUser} access keys.`,
    );
  }
  const key: CamAccessKey = {
    secretId: `AKID${nextSecret(cloud, "cam.secret-id", 32)}`,
    secretKey: nextSecret(cloud, "cam.secret-key", 32),
    uin,
    status: "Active",
    description,
    createTime: now,
  };
  cloud.cam.accessKeys[key.secretId] = key;
  return key;
}

/** Changing keys is among the few actions of CAM with a resource: the account whose keys they are (https://cloud.tencent.com/document/product/598/57054). */
function accountResource({ TargetUin }: { TargetUin?: number | undefined }, { caller }: Call, cloud: Cloud): string[] {
  return [`qcs::cam::uin/${cloud.account.ownerUin}:uin/${TargetUin ?? caller.uin}`];
}

function targetOf(target: number | undefined, { caller }: Call, cloud: Cloud): number {
  const uin = target ?? caller.uin;
  return uin === cloud.account.ownerUin ? uin : userByUin(cloud, uin, "InvalidParameter.UserNotExist").uin;
}

function keyOf(cloud: Cloud, uin: number, secretId: string): CamAccessKey {
  const key = own(cloud.cam.accessKeys, secretId);
  if (key === undefined || key.uin !== uin) {
    throw new ApiError("ResourceNotFound.SecretNotExist", "The access key does not exist.");
  }
  return key;
}
