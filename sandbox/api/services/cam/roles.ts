/** Roles, as far as this project and its users' tools look at them: nothing in the sandbox acts as one. */

import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextNumber } from "../../ids.ts";
import { parseJson } from "../../json.ts";
import { changeTags, dropTags, type TaggedResource, tagList } from "../tag/tags.ts";
import { beijingTime } from "../times.ts";
import { attach, attachedPolicies, detach, printedAttachment } from "./attached.ts";
import { camAction, NAME, OPERATION_LEVEL, PAGE, paged, QUOTAS } from "./declare.ts";
import { roleByIdOrName } from "./find.ts";
import { allPolicies, KINDS, policyById, policyNotFound } from "./policy.ts";
import type { CamRole } from "./state.ts";

const ROLE = { RoleId: z.string().optional(), RoleName: z.string().optional() };
const POLICY = { PolicyId: z.int().optional(), PolicyName: z.string().optional() };

export const roleActions: readonly Action[] = [
  camAction("CreateRole", {
    writes: true,
    body: z.strictObject({
      RoleName: z.string(),
      PolicyDocument: z.string(),
      Description: z.string().optional(),
      ConsoleLogin: z.int().min(0).max(1).optional(),
      SessionDuration: z.int().optional(),
      Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
    }),
    resources: OPERATION_LEVEL,
    answer: (body, { now }, cloud) => {
      checkNewRole(cloud, body.RoleName);
      checkTrustPolicy(body.PolicyDocument);
      const role: CamRole = {
        id: String(4_600_000_000_000_000 + nextNumber(cloud, "cam.role")),
        name: body.RoleName,
        trustPolicy: body.PolicyDocument,
        description: body.Description ?? "",
        consoleLogin: body.ConsoleLogin === 1 ? 1 : 0,
        sessionDuration: body.SessionDuration ?? 0,
        addTime: now,
        updateTime: now,
        policies: [],
      };
      cloud.cam.roles[role.id] = role;
      changeTags(cloud, tagged(role), Object.fromEntries((body.Tags ?? []).map(({ Key, Value }) => [Key, Value])));
      return { RoleId: role.id };
    },
  }),
  camAction("GetRole", {
    writes: false,
    body: z.strictObject(ROLE),
    resources: OPERATION_LEVEL,
    answer: ({ RoleId, RoleName }, _call, cloud) => ({
      RoleInfo: printedRole(cloud, roleByIdOrName(cloud, RoleId, RoleName)),
    }),
  }),
  camAction("DescribeRoleList", {
    writes: false,
    body: z.strictObject({ Page: z.int(), Rp: z.int() }),
    resources: OPERATION_LEVEL,
    answer: (page, _call, cloud) => {
      const roles = Object.values(cloud.cam.roles);
      return { TotalNum: roles.length, List: paged(roles, page).map((role) => printedRole(cloud, role)) };
    },
  }),
  camAction("UpdateAssumeRolePolicy", {
    writes: true,
    body: z.strictObject({ ...ROLE, PolicyDocument: z.string() }),
    resources: OPERATION_LEVEL,
    answer: ({ RoleId, RoleName, PolicyDocument }, { now }, cloud) => {
      const role = roleByIdOrName(cloud, RoleId, RoleName);
      checkTrustPolicy(PolicyDocument);
      role.trustPolicy = PolicyDocument;
      role.updateTime = now;
      return {};
    },
  }),
  camAction("DeleteRole", {
    writes: true,
    body: z.strictObject(ROLE),
    resources: OPERATION_LEVEL,
    answer: ({ RoleId, RoleName }, _call, cloud) => {
      const role = roleByIdOrName(cloud, RoleId, RoleName);
      dropTags(cloud, tagged(role));
      delete cloud.cam.roles[role.id];
      return {};
    },
  }),
  camAction("AttachRolePolicy", {
    writes: true,
    body: z.strictObject({ ...POLICY, AttachRoleId: z.string().optional(), AttachRoleName: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, PolicyName, AttachRoleId, AttachRoleName }, { now }, cloud) => {
      const role = roleByIdOrName(cloud, AttachRoleId, AttachRoleName);
      attach(role, policyIdOf(cloud, PolicyId, PolicyName), now);
      return {};
    },
  }),
  camAction("DetachRolePolicy", {
    writes: true,
    body: z.strictObject({ ...POLICY, DetachRoleId: z.string().optional(), DetachRoleName: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, PolicyName, DetachRoleId, DetachRoleName }, _call, cloud) => {
      const role = roleByIdOrName(cloud, DetachRoleId, DetachRoleName);
      detach(role, policyIdOf(cloud, PolicyId, PolicyName));
      return {};
    },
  }),
  camAction("ListAttachedRolePolicies", {
    writes: false,
    body: z.strictObject({
      ...PAGE,
      ...ROLE,
      PolicyType: z.enum(["User", "QCS"]).optional(),
      Keyword: z.string().optional(),
    }),
    resources: OPERATION_LEVEL,
    answer: ({ RoleId, RoleName, PolicyType, Keyword = "", ...page }, _call, cloud) => {
      const rows = attachedPolicies(cloud, roleByIdOrName(cloud, RoleId, RoleName)).filter(
        ({ policy }) =>
          policy.name.includes(Keyword) && (PolicyType === undefined || KINDS[policy.kind].policyType === PolicyType),
      );
      return {
        TotalNum: rows.length,
        List: paged(rows, page).map((row) => ({ ...printedAttachment(row), Description: row.policy.description })),
      };
    },
  }),
];

function policyIdOf(cloud: Cloud, id: number | undefined, name: string | undefined): number {
  if (id !== undefined) return policyById(cloud, id).id;
  const named = allPolicies(cloud).find((policy) => policy.name === name);
  if (named === undefined) throw policyNotFound();
  return named.id;
}

function checkNewRole(cloud: Cloud, name: string): void {
  const roles = Object.values(cloud.cam.roles);
  if (!NAME.test(name)) throw new ApiError("InvalidParameter.RoleNameError", `The role name \`${name}\` is illegal.`);
  if (roles.some((role) => role.name === name)) {
    throw new ApiError("InvalidParameter.RoleNameInUse", `The role name \`${name}\` is in use.`);
  }
  if (roles.length >= QUOTAS.roles) {
    throw new ApiError("InvalidParameter.RoleFull", `The number of roles reached ${QUOTAS.roles}.`);
  }
}

/** Only its outline: trust policies have principals, which the policies of users have not. */
const TrustPolicy = z.object({
  version: z.literal("2.0"),
  statement: z.array(z.object({ effect: z.enum(["allow", "deny"]), principal: z.unknown() })).min(1),
});

function checkTrustPolicy(text: string): void {
  const parsed = z.preprocess((sent) => parsedJson(String(sent)), TrustPolicy).safeParse(text);
  if (!parsed.success) {
    throw new ApiError("InvalidParameter.PolicyDocumentError", "The trust policy is not valid.");
  }
}

function parsedJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function printedRole(cloud: Cloud, role: CamRole) {
  return {
    RoleId: role.id,
    RoleName: role.name,
    PolicyDocument: role.trustPolicy,
    Description: role.description,
    AddTime: beijingTime(role.addTime),
    UpdateTime: beijingTime(role.updateTime),
    ConsoleLogin: role.consoleLogin,
    RoleType: "user",
    SessionDuration: role.sessionDuration,
    DeletionTaskId: "",
    Tags: tagList(cloud, tagged(role)),
    RoleArn: `qcs::cam::uin/${cloud.account.ownerUin}:roleName/${role.name}`,
  };
}

function tagged(role: CamRole): TaggedResource {
  return { service: "cam", region: "", prefix: "role", id: role.id };
}
