/** What every Lighthouse action shares: the service's version, its ids, and the way to an instance. */
import { z } from "zod";
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { regionOf, resourceOf, serviceActions } from "../service.ts";
import type { Instance } from "./state.ts";

/** Declares an action of Lighthouse by its bare name. */
export const lighthouseAction = serviceActions("lighthouse", "2020-03-24");

/** For APIs that are not in the list of those with resource-level permissions (https://www.tencentcloud.com/document/product/1103/41528). */
export const OPERATION_LEVEL = (): readonly string[] => ["*"];

export const INSTANCE_IDS = z.array(z.string());

/** `qcs::lighthouse:ap-shanghai:uin/100000000001:instance/<id>` of each. */
export function instanceResources(ids: readonly string[], call: Call, cloud: Cloud): readonly string[] {
  return ids.map((id) => resourceOf("lighthouse", call, cloud, `instance/${id}`));
}

/** For actions whose body names instances. */
export function ofItsInstances(body: { InstanceIds: readonly string[] }, call: Call, cloud: Cloud): readonly string[] {
  return instanceResources(body.InstanceIds, call, cloud);
}

/** For actions whose body names one instance. */
export function ofItsInstance(body: { InstanceId: string }, call: Call, cloud: Cloud): readonly string[] {
  return instanceResources([body.InstanceId], call, cloud);
}

/**
 * The instances of those ids in the region of the call.
 *
 * @param limit how many the action takes at once.
 * @throws ApiError `InvalidParameterValue.LimitExceeded`, `.Duplicated` and `.InstanceIdMalformed`, `ResourceNotFound.InstanceIdNotFound`
 */
export function instancesOf(cloud: Cloud, call: Call, ids: readonly string[], limit = 100): readonly Instance[] {
  checkInstanceIds(ids, limit);
  if (ids.length === 0) throw new ApiError("InvalidParameterValue", "`InstanceIds` must not be empty.");
  return ids.map((id) => {
    const instance = own(cloud.lighthouse.instances, id);
    if (instance === undefined || instance.region !== regionOf(call)) {
      throw new ApiError("ResourceNotFound.InstanceIdNotFound", `There is no instance ${id} in ${regionOf(call)}.`);
    }
    return instance;
  });
}

/** @throws ApiError as `instancesOf`, without looking whether the instances exist. */
export function checkInstanceIds(ids: readonly string[], limit = 100): void {
  if (ids.length > limit) {
    throw new ApiError("InvalidParameterValue.LimitExceeded", `\`InstanceIds\` takes at most ${limit} ids.`);
  }
  if (new Set(ids).size < ids.length) {
    throw new ApiError("InvalidParameterValue.Duplicated", "`InstanceIds` names an instance twice.");
  }
  const malformed = ids.find((id) => !/^lhins-[a-z0-9]{8}$/.test(id));
  if (malformed !== undefined) {
    throw new ApiError("InvalidParameterValue.InstanceIdMalformed", `\`${malformed}\` is not an instance id.`);
  }
}
