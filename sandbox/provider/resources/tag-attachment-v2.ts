/** tencentcloud_tag_attachment_v2: one tag on one resource. The id is `<tag key>#<six-segment resource>`. */
import type { ApiClient } from "../client.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, stringOf } from "../protocol/value.ts";
import { differs, idParts } from "./arguments.ts";

export const tagAttachmentV2: Resource<ApiClient> = {
  forceNew: ["tag_key", "resource"],

  create: async (planned, { client, keep }) => {
    const TagKey = stringOf(planned, "tag_key") ?? "";
    const Resource = stringOf(planned, "resource") ?? "";
    await client.retried("tag", "AddResourceTag", { TagKey, TagValue: stringOf(planned, "tag_value") ?? "", Resource });
    const created = { ...planned, id: `${TagKey}#${Resource}` };
    keep(created);
    const state = await read(created, client);
    if (state !== null) return state;
    throw new DiagnosticError(`resource \`tencentcloud_tag_attachment_v2\` [${created.id}] not found after creation`);
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    const [TagKey, Resource] = idParts(prior);
    if (differs(prior, planned, "tag_value")) {
      const TagValue = stringOf(planned, "tag_value") ?? "";
      await client.retried("tag", "UpdateResourceTagValue", { TagKey, TagValue, Resource });
    }
    return read(planned, client);
  },

  delete: async (state, { client }) => {
    const [TagKey, Resource] = idParts(state);
    await client.retried("tag", "DeleteResourceTag", { TagKey, Resource });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const [key, resource] = idParts(state);
  const { ResourceTagMappingList: mappings } = await client.once("tag", "GetResources", { ResourceList: [resource] });
  const tags = (mappings ?? []).filter(({ Resource }) => Resource === resource).flatMap(({ Tags }) => Tags ?? []);
  const tag = tags.find(({ TagKey }) => TagKey === key);
  return tag === undefined ? null : { ...state, tag_key: key, tag_value: tag.TagValue ?? null, resource };
}
