/** What the actions of one service have in common: its name, its version, its regions and its six-segment resources. */
import { isRegion } from "../../../policies/language/regions.ts";
import type { Action, ActionParts, Call } from "../action.ts";
import type { Cloud } from "../cloud.ts";
import { defineAction } from "../define.ts";
import { ApiError } from "../errors.ts";

/** Declares an action of one service by the bare name that X-TC-Action carries. */
export type DeclareAction = <Body>(action: string, parts: Omit<ActionParts<Body>, "name" | "version">) => Action;

/** @param version what clients send as X-TC-Version, such as `2020-03-24`. */
export function serviceActions(service: string, version: string): DeclareAction {
  return (action, parts) => defineAction({ ...parts, name: `${service}:${action}`, version });
}

/**
 * The region of a call to a service that lies in regions, long form: `ap-shanghai`.
 *
 * @throws ApiError `MissingParameter` without X-TC-Region, `UnsupportedRegion` for what is no region.
 */
export function regionOf(call: Call): string {
  if (call.region === undefined) {
    throw new ApiError("MissingParameter", "The request is missing a required parameter `Region`.");
  }
  // Policies may also use short names (`sh`), which no request may.
  if (!call.region.includes("-") || !isRegion(call.region)) {
    throw new ApiError("UnsupportedRegion", `The region \`${call.region}\` is not supported.`);
  }
  return call.region;
}

/** `qcs::lighthouse:ap-shanghai:uin/100000000001:instance/lhins-1`: what CAM is asked about for something in the call's region. */
export function resourceOf(service: string, call: Call, cloud: Cloud, resource: string): string {
  return `qcs::${service}:${regionOf(call)}:uin/${cloud.account.ownerUin}:${resource}`;
}
