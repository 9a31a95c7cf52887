/** Lighthouse actions that show, change, return and delete instances. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { FILTERS, filtered, PAGE, paged, refuseIdsWithFilters, rowsOf } from "../lists.ts";
import { regionOf } from "../service.ts";
import { dropTags, tagList } from "../tag/tags.ts";
import { blueprintOf, bundleOf } from "./catalogue.ts";
import { instanceAnswer, instanceState, operate, refuseUnfinished } from "./instances.ts";
import { createInstances } from "./purchase.ts";
import { checkLogin, checkName, checkPassword, checkRenewFlag, LOGIN_CONFIGURATION } from "./rules.ts";
import {
  checkInstanceIds,
  INSTANCE_IDS,
  instanceResources,
  instancesOf,
  lighthouseAction,
  ofItsInstance,
  ofItsInstances,
} from "./service.ts";
import type { Instance } from "./state.ts";

/** An id that does not exist is left out of the answer: the Terraform provider counts on an empty list. */
const describeInstances = lighthouseAction("DescribeInstances", {
  writes: false,
  body: z.strictObject({
    ...PAGE,
    InstanceIds: INSTANCE_IDS.optional(),
    Filters: FILTERS,
    OrderField: z.enum(["EXPIRED_TIME"]).optional(),
    Order: z.enum(["ASC", "DESC"]).optional(),
  }),
  resources: ({ InstanceIds = [] }, call, cloud) =>
    instanceResources(InstanceIds.length === 0 ? ["*"] : InstanceIds, call, cloud),
  answer: (body, call, cloud) => {
    const { InstanceIds = [], Filters, OrderField, Order = "DESC" } = body;
    checkInstanceIds(InstanceIds);
    refuseIdsWithFilters(InstanceIds, Filters, "InvalidParameter.ParameterConflict");
    if (Order !== "DESC" && OrderField === undefined) {
      throw new ApiError("MissingParameter.OrderFieldRequired", "`Order` needs `OrderField`.");
    }
    const region = regionOf(call);
    const tags = ({ id }: Instance) => tagList(cloud, { service: "lighthouse", region, prefix: "instance", id });
    const named = rowsOf(cloud.lighthouse.instances, InstanceIds).filter((instance) => instance.region === region);
    const found = filtered(
      named,
      Filters,
      {
        "instance-name": ({ name }) => [name],
        "private-ip-address": ({ privateAddress }) => [privateAddress],
        "public-ip-address": ({ publicAddress }) => [publicAddress],
        zone: ({ zone }) => [zone],
        "instance-state": (instance) => [instanceState(instance, call.now)],
        "bundle-id": ({ bundleId }) => [bundleId],
        "tag-key": (instance) => tags(instance).map(({ Key }) => Key),
        "tag-value": (instance) => tags(instance).map(({ Value }) => Value),
        "tag:": (instance, key) => tags(instance).flatMap(({ Key, Value }) => (Key === key ? [Value] : [])),
      },
      "InvalidParameter.InvalidFilterNotSupportedName",
    );
    const sign = Order === "ASC" ? 1 : -1;
    const ordered = OrderField === undefined ? found : found.toSorted((a, b) => sign * (a.expiresAt - b.expiresAt));
    return {
      TotalCount: found.length,
      InstanceSet: paged(ordered, body).map((instance) => instanceAnswer(cloud, instance, call.now)),
    };
  },
});

const modifyInstancesAttribute = lighthouseAction("ModifyInstancesAttribute", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS, InstanceName: z.string().optional() }),
  resources: ofItsInstances,
  answer: ({ InstanceIds, InstanceName }, call, cloud) => {
    const instances = instancesOf(cloud, call, InstanceIds);
    if (InstanceName === undefined) return {};
    checkName(InstanceName);
    operate(cloud, instances, "ModifyInstancesAttribute", call.now);
    for (const instance of instances) instance.name = InstanceName;
    return {};
  },
});

const modifyInstancesBundle = lighthouseAction("ModifyInstancesBundle", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS, BundleId: z.string(), AutoVoucher: z.boolean().optional() }),
  resources: ofItsInstances,
  answer: ({ InstanceIds, BundleId }, call, cloud) => {
    const instances = instancesOf(cloud, call, InstanceIds, 30);
    const bundle = bundleOf(cloud, BundleId);
    for (const instance of instances) {
      // A disk cannot shrink: only bundles with at least as much of it are sold as a change.
      if (bundle.diskSize < bundleOf(cloud, instance.bundleId).diskSize) {
        throw new ApiError(
          "InvalidParameterValue.InvalidBundle",
          `${instance.id} cannot change to the smaller ${BundleId}.`,
        );
      }
    }
    operate(cloud, instances, "ModifyInstancesBundle", call.now);
    for (const instance of instances) instance.bundleId = BundleId;
    return {};
  },
});

const modifyInstancesRenewFlag = lighthouseAction("ModifyInstancesRenewFlag", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS, RenewFlag: z.string() }),
  resources: ofItsInstances,
  answer: ({ InstanceIds, RenewFlag }, call, cloud) => {
    checkRenewFlag(RenewFlag);
    for (const instance of instancesOf(cloud, call, InstanceIds)) instance.renewFlag = RenewFlag;
    return {};
  },
});

/** Installs the image anew, another one if it is named: what was on the disk is lost, and the agent is offline meanwhile. */
const resetInstance = lighthouseAction("ResetInstance", {
  writes: true,
  body: z.strictObject({
    InstanceId: z.string(),
    BlueprintId: z.string().optional(),
    LoginConfiguration: LOGIN_CONFIGURATION,
  }),
  resources: ofItsInstance,
  answer: ({ InstanceId, BlueprintId, LoginConfiguration }, call, cloud) => {
    const blueprint = BlueprintId === undefined ? undefined : blueprintOf(cloud, BlueprintId);
    if (LoginConfiguration !== undefined) checkLogin(LoginConfiguration);
    const instances = instancesOf(cloud, call, [InstanceId]);
    operate(cloud, instances, "ResetInstance", call.now);
    for (const instance of instances) {
      instance.blueprintId = blueprint?.id ?? instance.blueprintId;
      instance.startedAt = instance.operation.endsAt;
    }
    return {};
  },
});

const resetInstancesPassword = lighthouseAction("ResetInstancesPassword", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS, Password: z.string(), UserName: z.string().optional() }),
  resources: ofItsInstances,
  answer: ({ InstanceIds, Password }, call, cloud) => {
    checkPassword(Password);
    operate(cloud, instancesOf(cloud, call, InstanceIds), "ResetInstancesPassword", call.now);
    return {};
  },
});

/** Pays back and switches off. The instance stays listed as SHUTDOWN until TerminateInstances. */
const isolateInstances = lighthouseAction("IsolateInstances", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS, IsolateDataDisk: z.boolean().optional() }),
  resources: ofItsInstances,
  answer: ({ InstanceIds }, call, cloud) => {
    const instances = instancesOf(cloud, call, InstanceIds, 20);
    operate(cloud, instances, "IsolateInstances", call.now);
    for (const instance of instances) instance.isolatedAt = call.now;
    return {};
  },
});

/** Deletes for good, and only what is isolated. */
const terminateInstances = lighthouseAction("TerminateInstances", {
  writes: true,
  body: z.strictObject({ InstanceIds: INSTANCE_IDS }),
  resources: ofItsInstances,
  answer: ({ InstanceIds }, call, cloud) => {
    const instances = instancesOf(cloud, call, InstanceIds);
    for (const instance of instances) {
      refuseUnfinished(instance, call.now);
      if (instance.isolatedAt !== undefined) continue;
      throw new ApiError(
        "UnsupportedOperation.InvalidInstanceState",
        `The instance ${instance.id} is ${instanceState(instance, call.now)}. Isolate it first.`,
      );
    }
    for (const { id, region } of instances) {
      delete cloud.lighthouse.instances[id];
      dropTags(cloud, { service: "lighthouse", region, prefix: "instance", id });
    }
    return {};
  },
});

export const instanceActions: readonly Action[] = [
  createInstances,
  describeInstances,
  modifyInstancesAttribute,
  modifyInstancesBundle,
  modifyInstancesRenewFlag,
  resetInstance,
  resetInstancesPassword,
  isolateInstances,
  terminateInstances,
];
