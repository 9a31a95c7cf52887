/** What every CloudBase action shares: the service's version, the form of its resources, and the way to an environment. */
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { regionOf, resourceOf, serviceActions } from "../service.ts";
import type { Environment } from "./state.ts";

/** Declares an action of CloudBase by its bare name. */
export const tcbAction = serviceActions("tcb", "2018-06-08");

/**
 * Actions that CAM grants for all environments or for none: it is asked about `*` and knows nothing of the environment
 * (https://www.tencentcloud.com/document/product/598/98174).
 */
export const OPERATION_LEVEL = (): readonly string[] => ["*"];

/** `qcs::tcb:ap-shanghai:uin/100000000001:env/<id>`; `*` as the id for all environments. */
export function environmentResource(call: Call, cloud: Cloud, id: string): string {
  return resourceOf("tcb", call, cloud, `env/${id}`);
}

/** For actions whose body names one environment. */
export function ofItsEnvironment(body: { readonly EnvId: string }, call: Call, cloud: Cloud): readonly string[] {
  return [environmentResource(call, cloud, body.EnvId)];
}

/**
 * The environment of that id, if it lies in the region of the call: an environment is not seen from elsewhere.
 *
 * @throws ApiError `InvalidParameter.EnvId`
 */
export function environmentOf(cloud: Cloud, call: Call, id: string): Environment {
  const environment = own(cloud.tcb.environments, id);
  if (environment === undefined || environment.region !== regionOf(call)) {
    throw new ApiError("InvalidParameter.EnvId", `There is no environment ${id} in ${regionOf(call)}.`);
  }
  return environment;
}

/**
 * The same for what needs a working environment.
 *
 * @throws ApiError `ResourceUnavailable` while it is being made, and once it is isolated.
 */
export function readyEnvironmentOf(cloud: Cloud, call: Call, id: string): Environment {
  const environment = environmentOf(cloud, call, id);
  if (environment.isolatedAt !== undefined) {
    throw new ApiError("ResourceUnavailable", `The environment ${id} is isolated.`);
  }
  if (call.now < environment.readyAt) {
    throw new ApiError("ResourceUnavailable", `The environment ${id} is still being made.`);
  }
  return environment;
}
