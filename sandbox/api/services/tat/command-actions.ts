/** TAT actions on saved commands. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId } from "../../ids.ts";
import { FILTERS, filtered, PAGE, paged, refuseIdsWithFilters, rowsOf } from "../lists.ts";
import { regionOf } from "../service.ts";
import { changeTags, dropTags, tagList } from "../tag/tags.ts";
import { utcTime } from "../times.ts";
import { commandText, TEXT_MEMBERS } from "./command-text.ts";
import { invocationStatus } from "./invocations.ts";
import { checkCommandId, commandOf, commandResource, tatAction } from "./service.ts";
import type { Command, CommandText } from "./state.ts";

/** Saved commands of one region (https://cloud.tencent.com/document/api/1340/100132). */
export const MAX_COMMANDS = 500;

const TAGS = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();

const createCommand = tatAction("CreateCommand", {
  writes: true,
  body: z.strictObject({
    ...TEXT_MEMBERS,
    CommandName: z.string(),
    Content: z.string(),
    EnableParameter: z.boolean().optional(),
    Tags: TAGS,
  }),
  resources: () => ["*"],
  answer: ({ EnableParameter = false, Tags = [], ...sent }, call, cloud) => {
    if (Tags.length > 10) throw new ApiError("InvalidParameterValue", "`Tags` takes at most 10 tags.");
    const text = commandText(sent);
    checkDefaults(text, EnableParameter);
    return { CommandId: saveCommand(cloud, call, text, EnableParameter, Tags) };
  },
});

/**
 * Saves a command; also what RunCommand does when it is told to.
 *
 * @returns its id.
 * @throws ApiError `InvalidParameterValue.InvalidCommandName` without a name, `.CommandNameDuplicated` for a name in use in
 * the region, and `LimitExceeded` past the 500th.
 */
export function saveCommand(
  cloud: Cloud,
  call: Call,
  text: CommandText,
  enableParameter: boolean,
  tags: readonly { Key: string; Value: string }[],
): string {
  const region = regionOf(call);
  checkFreeName(cloud, region, text.name);
  if (commandsIn(cloud, region).length >= MAX_COMMANDS) {
    throw new ApiError("LimitExceeded", `The account has ${MAX_COMMANDS} commands in ${region}, which is the quota.`);
  }
  const id = `cmd-${nextId(cloud, "cmd", 8)}`;
  cloud.tat.commands[id] = { id, region, text, enableParameter, createdAt: call.now, updatedAt: call.now };
  changeTags(cloud, tagged(region, id), Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
  return id;
}

/** @throws ApiError `InvalidParameterValue.ParameterDisabled` for default values of parameters that are not enabled. */
export function checkDefaults({ defaultParameters }: CommandText, enableParameter: boolean): void {
  if (defaultParameters !== "" && !enableParameter) {
    throw new ApiError(
      "InvalidParameterValue.ParameterDisabled",
      "`DefaultParameters` needs `EnableParameter` = true.",
    );
  }
}

function checkFreeName(cloud: Cloud, region: string, name: string): void {
  if (name === "") throw new ApiError("InvalidParameterValue.InvalidCommandName", "`CommandName` must not be empty.");
  if (commandsIn(cloud, region).some((command) => command.text.name === name)) {
    throw new ApiError("InvalidParameterValue.CommandNameDuplicated", `There is a command ${name} already.`);
  }
}

const describeCommands = tatAction("DescribeCommands", {
  writes: false,
  body: z.strictObject({ ...PAGE, CommandIds: z.array(z.string()).optional(), Filters: FILTERS }),
  resources: ({ CommandIds = [] }, call, cloud) =>
    (CommandIds.length === 0 ? ["*"] : CommandIds).map((id) => commandResource(call, cloud, id)),
  answer: (body, call, cloud) => {
    const { CommandIds = [], Filters } = body;
    refuseIdsWithFilters(CommandIds, Filters, "InvalidParameter.ConflictParameter");
    CommandIds.forEach(checkCommandId);
    const named = rowsOf(cloud.tat.commands, CommandIds).filter(({ region }) => region === regionOf(call));
    const tags = ({ region, id }: Command) => tagList(cloud, tagged(region, id));
    const found = filtered(
      named,
      Filters,
      {
        "command-id": ({ id }) => [id],
        "command-name": ({ text }) => [text.name],
        "command-type": ({ text }) => [text.type],
        "created-by": () => ["USER"],
        "tag-key": (command) => tags(command).map(({ Key }) => Key),
        "tag-value": (command) => tags(command).map(({ Value }) => Value),
        "tag:": (command, key) => tags(command).flatMap(({ Key, Value }) => (Key === key ? [Value] : [])),
      },
      "InvalidParameterValue.InvalidFilter",
    );
    return { TotalCount: found.length, CommandSet: paged(found, body).map((command) => commandAnswer(cloud, command)) };
  },
});

/** The Terraform provider sends CommandId alone when nothing that it knows of has changed. */
const modifyCommand = tatAction("ModifyCommand", {
  writes: true,
  body: z.strictObject({ ...TEXT_MEMBERS, CommandId: z.string() }),
  resources: ofItsCommand,
  answer: ({ CommandId, ...sent }, call, cloud) => {
    const command = commandOf(cloud, call, CommandId);
    const text = commandText(sent, command.text);
    checkDefaults(text, command.enableParameter);
    if (text.name !== command.text.name) checkFreeName(cloud, command.region, text.name);
    command.text = text;
    command.updatedAt = call.now;
    return {};
  },
});

const deleteCommand = tatAction("DeleteCommand", {
  writes: true,
  body: z.strictObject({ CommandId: z.string() }),
  resources: ofItsCommand,
  answer: ({ CommandId }, call, cloud) => {
    const { id, region } = commandOf(cloud, call, CommandId);
    const running = Object.values(cloud.tat.invocations).find(
      (invocation) =>
        invocation.commandId === id && ["PENDING", "RUNNING"].includes(invocationStatus(invocation, call.now)),
    );
    if (running !== undefined) {
      throw new ApiError("ResourceUnavailable.CommandInExecuting", `The command ${id} is running as ${running.id}.`);
    }
    delete cloud.tat.commands[id];
    dropTags(cloud, tagged(region, id));
    return {};
  },
});

const describeQuotas = tatAction("DescribeQuotas", {
  writes: false,
  body: z.strictObject({ ResourceNames: z.array(z.enum(["COMMAND", "REGISTER_CODE"])) }),
  resources: () => ["*"],
  answer: ({ ResourceNames }, call, cloud) => ({
    GeneralResourceQuotaSet: ResourceNames.map((name) => ({
      ResourceName: name,
      ResourceQuotaUsed: name === "COMMAND" ? commandsIn(cloud, regionOf(call)).length : 0,
      ResourceQuotaTotal: name === "COMMAND" ? MAX_COMMANDS : 0,
    })),
  }),
});

function ofItsCommand({ CommandId }: { readonly CommandId: string }, call: Call, cloud: Cloud): readonly string[] {
  return [commandResource(call, cloud, CommandId)];
}

function commandsIn(cloud: Cloud, region: string): readonly Command[] {
  return Object.values(cloud.tat.commands).filter((command) => command.region === region);
}

function tagged(region: string, id: string) {
  return { service: "tat", region, prefix: "command", id };
}

function commandAnswer(cloud: Cloud, { id, region, text, enableParameter, createdAt, updatedAt }: Command): object {
  return {
    CommandId: id,
    CommandName: text.name,
    Description: text.description,
    Content: text.content,
    CommandType: text.type,
    WorkingDirectory: text.workingDirectory,
    Timeout: text.timeout,
    CreatedTime: utcTime(createdAt),
    UpdatedTime: utcTime(updatedAt),
    EnableParameter: enableParameter,
    DefaultParameters: text.defaultParameters,
    DefaultParameterConfs: [],
    Scenes: [],
    FormattedDescription: "",
    CreatedBy: "USER",
    Tags: tagList(cloud, tagged(region, id)),
    Username: text.username,
    OutputCOSBucketUrl: text.outputCosBucketUrl,
    OutputCOSKeyPrefix: text.outputCosKeyPrefix,
  };
}

export const commandActions: readonly Action[] = [
  createCommand,
  describeCommands,
  modifyCommand,
  deleteCommand,
  describeQuotas,
];
