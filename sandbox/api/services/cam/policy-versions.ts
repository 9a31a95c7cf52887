/** Versions of custom policies: at most five, of which one is in effect. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { beijingTime } from "../times.ts";
import { camAction, OPERATION_LEVEL, QUOTAS } from "./declare.ts";
import { checkPolicyDocument } from "./documents.ts";
import { customPolicyById } from "./policies.ts";
import type { CamPolicy, PolicyVersion } from "./state.ts";

const VERSION = { PolicyId: z.int(), VersionId: z.int() };

export const policyVersionActions: readonly Action[] = [
  camAction("CreatePolicyVersion", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), PolicyDocument: z.string(), SetAsDefault: z.boolean() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, PolicyDocument, SetAsDefault }, { now }, cloud) => {
      const policy = customPolicyById(cloud, PolicyId);
      checkPolicyDocument(PolicyDocument, cloud.account);
      if (Object.keys(policy.versions).length >= QUOTAS.policyVersions) {
        throw new ApiError(
          "FailedOperation.PolicyVersionFull",
          `A policy has at most ${QUOTAS.policyVersions} versions: delete one first.`,
        );
      }
      policy.lastVersion += 1;
      const version = { id: policy.lastVersion, document: PolicyDocument, createTime: now };
      policy.versions[version.id] = version;
      if (SetAsDefault) putInEffect(policy, version.id, now);
      return { VersionId: version.id };
    },
  }),
  camAction("GetPolicyVersion", {
    writes: false,
    body: z.strictObject(VERSION),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, VersionId }, _call, cloud) => {
      const policy = customPolicyById(cloud, PolicyId);
      const version = versionOf(policy, VersionId);
      return { PolicyVersion: { ...printedVersion(policy, version), Document: version.document } };
    },
  }),
  camAction("ListPolicyVersions", {
    writes: false,
    body: z.strictObject({ PolicyId: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId }, _call, cloud) => {
      const policy = customPolicyById(cloud, PolicyId);
      return { Versions: Object.values(policy.versions).map((version) => printedVersion(policy, version)) };
    },
  }),
  camAction("SetDefaultPolicyVersion", {
    writes: true,
    body: z.strictObject(VERSION),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, VersionId }, { now }, cloud) => {
      const policy = customPolicyById(cloud, PolicyId);
      putInEffect(policy, versionOf(policy, VersionId).id, now);
      return {};
    },
  }),
  camAction("DeletePolicyVersion", {
    writes: true,
    body: z.strictObject({ PolicyId: z.int(), VersionId: z.array(z.int()).min(1) }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, VersionId }, _call, cloud) => {
      const policy = customPolicyById(cloud, PolicyId);
      const versions = VersionId.map((id) => versionOf(policy, id));
      if (versions.some(({ id }) => id === policy.defaultVersion)) {
        throw new ApiError(
          "FailedOperation.PolicyVersionAlreadyDefault",
          "The version in effect cannot be deleted: put another one into effect first.",
        );
      }
      for (const { id } of versions) delete policy.versions[id];
      return {};
    },
  }),
];

function putInEffect(policy: CamPolicy, version: number, now: number): void {
  policy.defaultVersion = version;
  policy.updateTime = now;
}

function versionOf(policy: CamPolicy, id: number): PolicyVersion {
  const version = own(policy.versions, id);
  if (version === undefined) {
    throw new ApiError("InvalidParameter.PolicyVersionNotExists", "The policy has no such version.");
  }
  return version;
}

function printedVersion(policy: CamPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    CreateDate: beijingTime(version.createTime),
    IsDefaultVersion: version.id === policy.defaultVersion ? 1 : 0,
  };
}
