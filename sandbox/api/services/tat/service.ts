/** What every TAT action shares: the service's version, its resources, and the way to servers and commands. */
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { agentStatus, instanceState } from "../lighthouse/instances.ts";
import type { Instance } from "../lighthouse/state.ts";
import { regionOf, resourceOf, serviceActions } from "../service.ts";
import type { Command } from "./state.ts";

/** Declares an action of TencentCloud Automation Tools by its bare name. */
export const tatAction = serviceActions("tat", "2020-10-28");

/** `*` as the id for all commands (https://www.tencentcloud.com/document/product/1147/46037). */
export function commandResource(call: Call, cloud: Cloud, id: string): string {
  return resourceOf("tat", call, cloud, `command/${id}`);
}

/** Commands run on Lighthouse and CVM, and CAM is asked about the servers under the service they belong to. */
export function serverResources(ids: readonly string[], call: Call, cloud: Cloud): readonly string[] {
  return ids.map((id) => resourceOf(id.startsWith("ins-") ? "cvm" : "lighthouse", call, cloud, `instance/${id}`));
}

/** @throws ApiError `InvalidParameterValue.InvalidCommandId`, `ResourceNotFound.CommandNotFound` */
export function commandOf(cloud: Cloud, call: Call, id: string): Command {
  checkCommandId(id);
  const command = own(cloud.tat.commands, id);
  if (command === undefined || command.region !== regionOf(call)) {
    throw new ApiError("ResourceNotFound.CommandNotFound", `There is no command ${id} in ${regionOf(call)}.`);
  }
  return command;
}

/** @throws ApiError `InvalidParameterValue.InvalidCommandId` */
export function checkCommandId(id: string): void {
  if (!/^cmd-[a-z0-9]{8}$/.test(id)) {
    throw new ApiError("InvalidParameterValue.InvalidCommandId", `\`${id}\` is not a command id.`);
  }
}

/** @throws ApiError `InvalidParameterValue.InvalidInstanceId`, `InvalidParameterValue.LimitExceeded` */
export function checkServerIds(ids: readonly string[], limit: number): void {
  if (ids.length > limit) {
    throw new ApiError("InvalidParameterValue.LimitExceeded", `\`InstanceIds\` takes at most ${limit} ids.`);
  }
  const malformed = ids.find((id) => !/^(lh)?ins-[a-z0-9]{8}$/.test(id));
  if (malformed !== undefined) {
    throw new ApiError("InvalidParameterValue.InvalidInstanceId", `\`${malformed}\` is not an instance id.`);
  }
}

/**
 * Servers that a command can run on now. The sandbox has Lighthouse servers only: every CVM id is one that does not exist.
 *
 * @throws ApiError `MissingParameter`, `InvalidParameterValue.InconsistentInstance`, `ResourceNotFound.InstanceNotFound`,
 * `ResourceUnavailable.InstanceStateNotRunning`, `.AgentNotInstalled` and `.AgentStatusNotOnline`: the Terraform provider
 * repeats the call for five minutes on each ResourceUnavailable.
 */
export function reachableServers(cloud: Cloud, call: Call, ids: readonly string[]): readonly Instance[] {
  if (ids.length === 0) throw new ApiError("MissingParameter", "`InstanceIds` must not be empty.");
  checkServerIds(ids, 200);
  if (new Set(ids.map((id) => id.startsWith("ins-"))).size > 1) {
    throw new ApiError("InvalidParameterValue.InconsistentInstance", "`InstanceIds` mixes CVM and Lighthouse.");
  }
  return ids.map((id) => reachableServer(cloud, call, id));
}

function reachableServer(cloud: Cloud, call: Call, id: string): Instance {
  const server = own(cloud.lighthouse.instances, id);
  if (server === undefined || server.region !== regionOf(call)) {
    throw new ApiError("ResourceNotFound.InstanceNotFound", `There is no instance ${id} in ${regionOf(call)}.`);
  }
  const state = instanceState(server, call.now);
  if (state !== "RUNNING") {
    throw new ApiError("ResourceUnavailable.InstanceStateNotRunning", `The instance ${id} is ${state}, not RUNNING.`);
  }
  const agent = agentStatus(cloud, server, call.now);
  if (agent === "NotInstalled") {
    throw new ApiError("ResourceUnavailable.AgentNotInstalled", `The image of ${id} has no automation agent.`);
  }
  if (agent === "Offline") {
    throw new ApiError("ResourceUnavailable.AgentStatusNotOnline", `The agent of ${id} is not online yet.`);
  }
  return server;
}
