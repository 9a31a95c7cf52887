/** Custom policies: CreatePolicy, GetPolicy, UpdatePolicy, DeletePolicy. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextNumber } from "../../ids.ts";
import { own } from "../../records.ts";
import { changeTags, dropTags, type TaggedResource, tagList } from "../tag/tags.ts";
import { beijingTime } from "../times.ts";
import { detachEverywhere, entitiesBoundedBy } from "./attached.ts";
import { camAction, NAME, OPERATION_LEVEL, QUOTAS } from "./declare.ts";
import { checkPolicyDocument } from "./documents.ts";
import { KINDS, policyById, policyNotFound } from "./policy.ts";
import { PRESETS } from "./presets.ts";
import type { CamPolicy } from "./state.ts";

export const policyActions: readonly Action[] = [
  camAction("CreatePolicy", {
    writes: true,
    body: z.strictObject({
      PolicyName: z.string(),
      PolicyDocument: z.string(),
      Description: z.string().optional(),
      Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
    }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyName, PolicyDocument, Description = "", Tags = [] }, { now }, cloud) => {
      checkName(cloud, PolicyName);
      checkDescription(Description);
      checkPolicyDocument(PolicyDocument, cloud.account);
      if (Object.keys(cloud.cam.policies).length >= QUOTAS.customPolicies) {
        throw new ApiError("FailedOperation.PolicyFull", `The number of policies reached ${QUOTAS.customPolicies}.`);
      }
      const policy: CamPolicy = {
        // Well above the ids of presets.
        id: 100_000_000 + nextNumber(cloud, "cam.policy"),
        name: PolicyName,
        description: Description,
        addTime: now,
        updateTime: now,
        versions: { 1: { id: 1, document: PolicyDocument, createTime: now } },
        defaultVersion: 1,
        lastVersion: 1,
      };
      cloud.cam.policies[policy.id] = policy;
      changeTags(cloud, tagged(policy.id), Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
      return { PolicyId: policy.id };
    },
  }),
  camAction("GetPolicy", {
    writes: false,
    body: z.strictObject({ PolicyId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId }, _call, cloud) => {
      const policy = policyById(cloud, PolicyId);
      return {
        PolicyName: policy.name,
        Description: policy.description,
        Type: KINDS[policy.kind].type,
        AddTime: beijingTime(policy.addTime),
        UpdateTime: beijingTime(policy.updateTime),
        PolicyDocument: policy.document,
        PresetAlias: "",
        IsServiceLinkedRolePolicy: 0,
        // The tag service's own view: ModifyResourceTags must show here, or the Terraform provider never sees a tag go.
        Tags: tagList(cloud, tagged(policy.id)),
      };
    },
  }),
  camAction("UpdatePolicy", {
    writes: true,
    body: z.strictObject({
      PolicyId: z.int().optional(),
      PolicyName: z.string().optional(),
      Description: z.string().optional(),
      PolicyDocument: z.string().optional(),
    }),
    resources: OPERATION_LEVEL,
    // Overwrites the version in effect and makes no new one, and asks only whether the caller may use the action at all: whoever
    // may, can rewrite the policy that confines him, by its name (https://cloud.tencent.com/document/product/598/34569).
    answer: ({ PolicyId, PolicyName, Description, PolicyDocument }, { now }, cloud) => {
      const policy = policyToUpdate(cloud, PolicyId, PolicyName);
      const name = PolicyName ?? policy.name;
      if (name !== policy.name) checkName(cloud, name);
      if (Description !== undefined) checkDescription(Description);
      if (PolicyDocument !== undefined) checkPolicyDocument(PolicyDocument, cloud.account);
      const version = own(policy.versions, policy.defaultVersion);
      if (version !== undefined) version.document = PolicyDocument ?? version.document;
      policy.name = name;
      policy.description = Description ?? policy.description;
      policy.updateTime = now;
      return { PolicyId: policy.id };
    },
  }),
  camAction("DeletePolicy", {
    writes: true,
    body: z.strictObject({ PolicyId: z.array(z.int()).min(1) }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId }, _call, cloud) => {
      for (const id of PolicyId) {
        const policy = customPolicyById(cloud, id);
        if (entitiesBoundedBy(cloud, id).length > 0) {
          throw new ApiError(
            "InvalidParameter.PolicyIdError",
            `The policy \`${policy.name}\` is the permission boundary of users: remove it from them first.`,
          );
        }
      }
      for (const id of PolicyId) {
        detachEverywhere(cloud, id);
        dropTags(cloud, tagged(id));
        delete cloud.cam.policies[id];
      }
      return {};
    },
  }),
];

/** @throws ApiError `ResourceNotFound.PolicyIdNotFound`; `InvalidParameter.PolicyIdError` for a preset, which nobody can change. */
export function customPolicyById(cloud: Cloud, id: number): CamPolicy {
  const { kind } = policyById(cloud, id);
  const custom = own(cloud.cam.policies, id);
  if (kind === "preset" || custom === undefined) {
    throw new ApiError("InvalidParameter.PolicyIdError", "Preset policies cannot be changed.");
  }
  return custom;
}

/** By id, or by name where there is no id; with both, the name is the new one. */
function policyToUpdate(cloud: Cloud, id: number | undefined, name: string | undefined): CamPolicy {
  if (id !== undefined) return customPolicyById(cloud, id);
  if (name === undefined) throw new ApiError("InvalidParameter.ParamError", "Give `PolicyId` or `PolicyName`.");
  const policy = Object.values(cloud.cam.policies).find((each) => each.name === name);
  if (policy === undefined) throw policyNotFound();
  return policy;
}

function checkName(cloud: Cloud, name: string): void {
  if (!NAME.test(name)) {
    throw new ApiError(
      "InvalidParameter.PolicyNameError",
      "The policy name must have 1 to 128 letters, digits and characters of +=,.@_-.",
    );
  }
  const used = Object.values(cloud.cam.policies).some((policy) => policy.name === name);
  if (used || PRESETS.some((preset) => preset.name === name)) {
    throw new ApiError("FailedOperation.PolicyNameInUse", `The policy name \`${name}\` is in use.`);
  }
}

function checkDescription(description: string): void {
  if (Buffer.byteLength(description) > 300) {
    throw new ApiError("InvalidParameter.DescriptionLengthOverlimit", "The description has more than 300 bytes.");
  }
}

function tagged(id: number): TaggedResource {
  return { service: "cam", region: "", prefix: "policy", id: String(id) };
}
