/** TAT actions that run commands on servers, and show and cancel what runs. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId } from "../../ids.ts";
import { own } from "../../records.ts";
import { regionOf } from "../service.ts";
import { checkDefaults, saveCommand } from "./command-actions.ts";
import { commandText, TEXT_MEMBERS } from "./command-text.ts";
import { taskStatus } from "./invocations.ts";
import { checkPlaceholders, readParameters, recordedParameters } from "./parameters.ts";
import { checkServerIds, commandOf, commandResource, reachableServers, serverResources, tatAction } from "./service.ts";
import type { CommandText, Invocation } from "./state.ts";

const invokeCommand = tatAction("InvokeCommand", {
  writes: true,
  body: z.strictObject({
    CommandId: z.string(),
    InstanceIds: z.array(z.string()),
    Parameters: z.string().optional(),
    Username: z.string().optional(),
    WorkingDirectory: z.string().optional(),
    Timeout: z.int().optional(),
    OutputCOSBucketUrl: z.string().optional(),
    OutputCOSKeyPrefix: z.string().optional(),
  }),
  resources: ({ CommandId, InstanceIds }, call, cloud) => [
    commandResource(call, cloud, CommandId),
    ...serverResources(InstanceIds, call, cloud),
  ],
  answer: ({ CommandId, InstanceIds, Parameters = "", ...sent }, call, cloud) => {
    const { id, text, enableParameter } = commandOf(cloud, call, CommandId);
    const run = { commandId: id, text: commandText(sent, text), parameters: Parameters, enableParameter };
    return { InvocationId: invoke(cloud, call, run, InstanceIds) };
  },
});

/** Runs a command that nobody saved before, and saves it only with SaveCommand. */
const runCommand = tatAction("RunCommand", {
  writes: true,
  body: z.strictObject({
    ...TEXT_MEMBERS,
    Content: z.string(),
    InstanceIds: z.array(z.string()),
    SaveCommand: z.boolean().optional(),
    EnableParameter: z.boolean().optional(),
    Parameters: z.string().optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  }),
  resources: ({ InstanceIds }, call, cloud) => serverResources(InstanceIds, call, cloud),
  answer: (body, call, cloud) => {
    const { InstanceIds, SaveCommand = false, EnableParameter = false, Parameters = "", Tags = [], ...sent } = body;
    const text = commandText(sent);
    checkDefaults(text, EnableParameter);
    const run = { text, parameters: Parameters, enableParameter: EnableParameter };
    checkRun(run);
    reachableServers(cloud, call, InstanceIds);
    const commandId = SaveCommand
      ? saveCommand(cloud, call, text, EnableParameter, Tags)
      : `cmd-${nextId(cloud, "cmd", 8)}`;
    return { CommandId: commandId, InvocationId: invoke(cloud, call, { ...run, commandId }, InstanceIds) };
  },
});

interface Run {
  readonly text: CommandText;
  /** JSON text as it was sent. */
  readonly parameters: string;
  readonly enableParameter: boolean;
}

function invoke(cloud: Cloud, call: Call, run: Run & { readonly commandId: string }, ids: readonly string[]): string {
  checkRun(run);
  const servers = reachableServers(cloud, call, ids);
  const id = `inv-${nextId(cloud, "inv", 8)}`;
  const { commandRunning } = cloud.settings;
  const allowed = run.text.timeout * 1000;
  cloud.tat.invocations[id] = {
    id,
    region: regionOf(call),
    commandId: run.commandId,
    text: run.text,
    parameters: recordedParameters(run.text.content, run.parameters),
    createdAt: call.now,
    startsAt: call.now + Math.floor(Math.min(commandRunning, allowed) / 4),
    endsAt: call.now + Math.min(commandRunning, allowed),
    timesOut: commandRunning > allowed,
    tasks: servers.map((server) => ({ id: `invt-${nextId(cloud, "invt", 8)}`, instanceId: server.id })),
  };
  return id;
}

/** @throws ApiError `InvalidParameterValue.SupportParametersOnlyIfEnableParameter`, `.LackOfParameterInfo` and those of `readParameters` */
function checkRun({ text, parameters, enableParameter }: Run): void {
  if (parameters !== "" && !enableParameter) {
    throw new ApiError(
      "InvalidParameterValue.SupportParametersOnlyIfEnableParameter",
      "`Parameters` needs a command with `EnableParameter` = true.",
    );
  }
  if (!enableParameter) return;
  const values = new Map([...readParameters(text.defaultParameters), ...readParameters(parameters)]);
  checkPlaceholders(text.content, values);
}

/** Nothing happens to tasks that have ended: the Terraform provider cancels those too when it destroys an invocation. */
const cancelInvocation = tatAction("CancelInvocation", {
  writes: true,
  body: z.strictObject({ InvocationId: z.string(), InstanceIds: z.array(z.string()).optional() }),
  resources: ({ InvocationId, InstanceIds }, call, cloud) =>
    serverResources(InstanceIds ?? serversOf(cloud, InvocationId), call, cloud),
  answer: ({ InvocationId, InstanceIds = [] }, call, cloud) => {
    const invocation = invocationOf(cloud, call, InvocationId);
    checkServerIds(InstanceIds, 100);
    const stranger = InstanceIds.find((id) => !serversOf(cloud, InvocationId).includes(id));
    if (stranger !== undefined) {
      throw new ApiError(
        "InvalidParameterValue.InstanceIsNotRelatedToInvocation",
        `${InvocationId} does not run on ${stranger}.`,
      );
    }
    for (const task of invocation.tasks) {
      const isMeant = InstanceIds.length === 0 || InstanceIds.includes(task.instanceId);
      const isOpen = ["PENDING", "RUNNING"].includes(taskStatus(invocation, task, call.now));
      if (isMeant && isOpen) task.cancelledAt = call.now;
    }
    return {};
  },
});

function serversOf(cloud: Cloud, invocationId: string): readonly string[] {
  return (own(cloud.tat.invocations, invocationId)?.tasks ?? []).map(({ instanceId }) => instanceId);
}

function invocationOf(cloud: Cloud, call: Call, id: string): Invocation {
  if (!/^inv-[a-z0-9]{8}$/.test(id)) {
    throw new ApiError("InvalidParameterValue.InvalidInvocationId", `\`${id}\` is not an invocation id.`);
  }
  const invocation = own(cloud.tat.invocations, id);
  if (invocation === undefined || invocation.region !== regionOf(call)) {
    throw new ApiError("ResourceNotFound.InvocationNotFound", `There is no invocation ${id} in ${regionOf(call)}.`);
  }
  return invocation;
}

export const invocationActions: readonly Action[] = [invokeCommand, runCommand, cancelInvocation];
