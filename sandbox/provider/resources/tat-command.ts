/** tencentcloud_tat_command: a saved command. The id is the command's. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { blocksOf, booleanOf, type Members, numberOf, stringOf } from "../protocol/value.ts";
import { differs, told } from "./arguments.ts";
import { modifyTags, tagChanges, tagResource } from "./tags.ts";

/** Attributes that create and update send alike, with the API's names. */
const TEXTS = {
  description: "Description",
  command_type: "CommandType",
  working_directory: "WorkingDirectory",
  default_parameters: "DefaultParameters",
  username: "Username",
  output_cos_bucket_url: "OutputCOSBucketUrl",
  output_cos_key_prefix: "OutputCOSKeyPrefix",
} as const;

/** Optional attributes are not computed, so what the API fills in (timeout 60, SHELL, root, /root) is drift unless configured. */
export const tatCommand: Resource<ApiClient> = {
  create: async (planned, { client, keep }) => {
    const tags = blocksOf(planned, "tags");
    const { CommandId } = await client.retried("tat", "CreateCommand", {
      CommandName: stringOf(planned, "command_name") ?? "",
      Content: base64(stringOf(planned, "content")),
      ...texts(planned, () => true),
      Timeout: numberOf(planned, "timeout"),
      EnableParameter: booleanOf(planned, "enable_parameter"),
      Tags:
        tags.length > 0
          ? tags.map((tag) => ({ Key: stringOf(tag, "key") ?? "", Value: stringOf(tag, "value") ?? "" }))
          : undefined,
    });
    const created = { ...planned, id: answered("CreateCommand", "CommandId", CommandId) };
    keep(created);
    return read(created, client);
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    const changed = (name: string) => differs(prior, planned, name);
    if (changed("enable_parameter")) throw new DiagnosticError("`enable_parameter` do not support change now.");
    const CommandId = stringOf(prior, "id") ?? "";
    // Sent even if nothing is left to change: an argument that was taken away cannot be unset.
    await client.retried("tat", "ModifyCommand", {
      CommandId,
      CommandName: changed("command_name") ? stringOf(planned, "command_name") || undefined : undefined,
      Content: changed("content") ? base64(stringOf(planned, "content")) : undefined,
      ...texts(planned, changed),
      Timeout: changed("timeout") ? numberOf(planned, "timeout") || undefined : undefined,
    });
    if (changed("tags")) {
      const resource = tagResource(client, CommandId, "tat", "command");
      await modifyTags(client, resource, tagChanges(tagMap(prior), tagMap(planned)));
    }
    return read(planned, client);
  },

  delete: async (state, { client }) => {
    await client.once("tat", "DeleteCommand", { CommandId: stringOf(state, "id") ?? "" });
  },
};

/** A command that is gone is an error, not a null: the real provider does not drop it from the state. */
async function read(state: Members, client: ApiClient): Promise<Members> {
  const id = stringOf(state, "id") ?? "";
  const { CommandSet } = await client.once("tat", "DescribeCommands", {
    Filters: [{ Name: "command-id", Values: [id] }],
    Offset: 0,
    Limit: 100,
  });
  const command = CommandSet?.[0];
  if (command === undefined) throw new DiagnosticError(`resource \`command\` ${id} does not exist`);
  const answers = told({
    command_name: command.CommandName,
    content: command.Content === undefined ? undefined : Buffer.from(command.Content, "base64").toString("utf8"),
    ...Object.fromEntries(Object.entries(TEXTS).map(([name, member]) => [name, command[member]])),
    timeout: command.Timeout,
    enable_parameter: command.EnableParameter,
    created_time: command.CreatedTime,
    updated_time: command.UpdatedTime,
    formatted_description: command.FormattedDescription,
    created_by: command.CreatedBy,
    tags: command.Tags?.map(({ Key, Value }) => ({ key: Key, value: Value })),
  });
  return { ...state, ...answers };
}

function texts(planned: Members, sent: (name: string) => boolean) {
  const members = Object.entries(TEXTS).map(([name, member]) => [
    member,
    sent(name) ? stringOf(planned, name) || undefined : undefined,
  ]);
  return Object.fromEntries(members);
}

function tagMap(values: Members): ReadonlyMap<string, string> {
  return new Map(blocksOf(values, "tags").map((tag) => [stringOf(tag, "key") ?? "", stringOf(tag, "value") ?? ""]));
}

function base64(text: string | undefined): string {
  return Buffer.from(text ?? "").toString("base64");
}
