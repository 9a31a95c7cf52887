/** An instance as it is at a moment: its states follow from the clock, so that no timer is needed. */
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { tagList } from "../tag/tags.ts";
import { utcTime } from "../times.ts";
import type { Instance } from "./state.ts";

export type InstanceState = "PENDING" | "RUNNING" | "STOPPING" | "REBOOTING" | "SHUTDOWN";

/** InstanceState of https://cloud.tencent.com/document/product/1207/47573; one that is isolated stays listed as SHUTDOWN. */
export function instanceState(instance: Instance, now: number): InstanceState {
  const { operation, isolatedAt } = instance;
  if (isolatedAt !== undefined) return isOperating(instance, now) ? "STOPPING" : "SHUTDOWN";
  if (!isOperating(instance, now)) return "RUNNING";
  if (operation.name === "CreateInstances") return "PENDING";
  return operation.name === "ResetInstance" ? "REBOOTING" : "RUNNING";
}

export function isOperating({ operation }: Instance, now: number): boolean {
  return now < operation.endsAt;
}

/** Whether TAT reaches the instance: its image has the agent, and the agent has had the time to report. */
export function agentStatus(cloud: Cloud, instance: Instance, now: number): "NotInstalled" | "Offline" | "Online" {
  if (!own(cloud.lighthouse.blueprints, instance.blueprintId)?.supportsAutomation) return "NotInstalled";
  const reported = now >= instance.startedAt + cloud.settings.agentOnline;
  return reported && instanceState(instance, now) === "RUNNING" ? "Online" : "Offline";
}

/**
 * Sets an operation going on instances that have none going on: on all of them or, where one of them refuses, on none.
 *
 * @param name of the API, shown as LatestOperation.
 * @throws ApiError `OperationDenied.InstanceCreating`, `UnsupportedOperation.LatestOperationUnfinished`, and
 * `UnsupportedOperation.InvalidInstanceState` for one that is isolated.
 */
export function operate(cloud: Cloud, instances: readonly Instance[], name: string, now: number): void {
  for (const instance of instances) {
    refuseUnfinished(instance, now);
    if (instance.isolatedAt === undefined) continue;
    throw new ApiError(
      "UnsupportedOperation.InvalidInstanceState",
      `The instance ${instance.id} is isolated (SHUTDOWN).`,
    );
  }
  for (const instance of instances) {
    instance.operation = { name, requestedAt: now, endsAt: now + cloud.settings.instanceOperation };
  }
}

/** @throws ApiError `OperationDenied.InstanceCreating`, `UnsupportedOperation.LatestOperationUnfinished` */
export function refuseUnfinished(instance: Instance, now: number): void {
  if (instanceState(instance, now) === "PENDING") {
    throw new ApiError("OperationDenied.InstanceCreating", `The instance ${instance.id} is still being created.`);
  }
  if (isOperating(instance, now)) {
    throw new ApiError(
      "UnsupportedOperation.LatestOperationUnfinished",
      `The operation ${instance.operation.name} of the instance ${instance.id} is not finished.`,
    );
  }
}

/** `Instance` of https://cloud.tencent.com/document/product/1207/47573. */
export function instanceAnswer(cloud: Cloud, instance: Instance, now: number): object {
  const { id, operation, isolatedAt } = instance;
  const bundle = own(cloud.lighthouse.bundles, instance.bundleId);
  const blueprint = own(cloud.lighthouse.blueprints, instance.blueprintId);
  return {
    InstanceId: id,
    BundleId: instance.bundleId,
    BlueprintId: instance.blueprintId,
    CPU: bundle?.cpu,
    Memory: bundle?.memory,
    InstanceName: instance.name,
    InstanceChargeType: "PREPAID",
    SystemDisk: { DiskType: "CLOUD_SSD", DiskSize: bundle?.diskSize, DiskId: id.replace("lhins", "lhdisk") },
    PrivateAddresses: [instance.privateAddress],
    PublicAddresses: [instance.publicAddress],
    InternetAccessible: {
      InternetChargeType: "TRAFFIC_POSTPAID_BY_HOUR",
      InternetMaxBandwidthOut: bundle?.bandwidth,
      PublicIpAssigned: true,
    },
    RenewFlag: instance.renewFlag,
    LoginSettings: { KeyIds: [] },
    InstanceState: instanceState(instance, now),
    LatestOperation: operation.name,
    LatestOperationState: isOperating(instance, now) ? "OPERATING" : "SUCCESS",
    LatestOperationStartedTime: utcTime(operation.requestedAt),
    IsolatedTime: isolatedAt === undefined ? null : utcTime(isolatedAt),
    CreatedTime: utcTime(instance.createdAt),
    ExpiredTime: utcTime(instance.expiresAt),
    PlatformType: blueprint?.platformType,
    Platform: blueprint?.platform,
    OsName: blueprint?.osName,
    Zone: instance.zone,
    Tags: tagList(cloud, { service: "lighthouse", region: instance.region, prefix: "instance", id }),
    InstanceRestrictState: "NORMAL",
  };
}
