/** What CAM's actions have in common. */
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { serviceActions } from "../service.ts";

export const camAction = serviceActions("cam", "2019-01-16");

/** CAM is a service of operation level: almost all of its actions ask for `*` (https://cloud.tencent.com/document/product/598/69872). */
export const OPERATION_LEVEL = (): readonly string[] => ["*"];

/** Page and Rp of a request: pages count from 1, and Rp is how many rows one has. */
export const PAGE = { Page: z.int().optional(), Rp: z.int().optional() };

/** @throws ApiError `InvalidParameter.ParamError`; at most 200 rows a page and 200 pages. */
export function paged<Row>(rows: readonly Row[], { Page = 1, Rp = 20 }: { Page?: number; Rp?: number }): Row[] {
  if (Page < 1 || Page > 200 || Rp < 1 || Rp > 200) {
    throw new ApiError("InvalidParameter.ParamError", "`Page` and `Rp` must be between 1 and 200.");
  }
  return rows.slice((Page - 1) * Rp, Page * Rp);
}

/** Quotas of a root account (https://www.tencentcloud.com/document/product/598/10609). */
export const QUOTAS = {
  users: 1000,
  groups: 300,
  roles: 1000,
  groupsOfUser: 10,
  usersOfGroup: 100,
  customPolicies: 1500,
  policiesOfEntity: 200,
  policyVersions: 5,
  keysOfUser: 2,
} as const;

/** Names of policies, roles and groups: 1 to 128 of these characters. */
export const NAME = /^[A-Za-z0-9+=,.@_-]{1,128}$/;
