/** Tags of CAM users, policies and commands, through the tag service as the real provider does. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { type Members, stringMapOf } from "../protocol/value.ts";

/** Page size of the real provider (DESCRIBE_TAGS_LIMIT); a full page means that there may be more. */
const PAGE = 20;

export interface TagChanges {
  readonly replace: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** Six-segment name of what carries the tags, in the real provider's form with an empty account. */
export function tagResource(client: ApiClient, id: number | string, service = "cam", type = "uin"): string {
  return `qcs::${service}:${client.region}:uin/:${type}/${id}`;
}

export function changedTags(prior: Members, planned: Members): TagChanges {
  return tagChanges(stringMapOf(prior, "tags"), stringMapOf(planned, "tags"));
}

export function tagChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): TagChanges {
  return {
    replace: new Map([...after].filter(([key, value]) => before.get(key) !== value)),
    remove: [...before.keys()].filter((key) => !after.has(key)),
  };
}

export async function replaceTags(client: ApiClient, resource: string, replace: TagChanges["replace"]): Promise<void> {
  await modifyTags(client, resource, { replace, remove: [] });
}

export async function modifyTags(client: ApiClient, resource: string, { replace, remove }: TagChanges): Promise<void> {
  await client.retried("tag", "ModifyResourceTags", {
    Resource: resource,
    // Left out when empty, as the real provider's SDK does.
    ReplaceTags: replace.size > 0 ? [...replace].map(([TagKey, TagValue]) => ({ TagKey, TagValue })) : undefined,
    DeleteTags: remove.length > 0 ? remove.map((TagKey) => ({ TagKey })) : undefined,
  });
}

/** Tags of a CAM user, or null where there are none. */
export async function readTags(client: ApiClient, uin: number): Promise<Members | null> {
  const id = String(uin);
  // Not an object, which would take a tag named `__proto__` for its prototype.
  const tags = new Map<string, string>();
  let offset = 0;
  for (;;) {
    const { Tags: page } = await client.retried("tag", "DescribeResourceTagsByResourceIds", {
      ServiceType: "cam",
      ResourcePrefix: "uin",
      ResourceRegion: client.region,
      ResourceIds: [id],
      Offset: offset,
      Limit: PAGE,
    });
    for (const tag of page ?? []) {
      const action = "DescribeResourceTagsByResourceIds";
      if (answered(action, "ResourceId", tag.ResourceId) !== id) continue;
      tags.set(answered(action, "TagKey", tag.TagKey), answered(action, "TagValue", tag.TagValue));
    }
    const count = page?.length ?? 0;
    if (count !== PAGE) return tags.size > 0 ? Object.fromEntries(tags) : null;
    offset += count;
  }
}
