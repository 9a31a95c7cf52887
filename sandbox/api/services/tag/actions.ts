/** Tags: putting them on resources, taking them off, and finding resources by them. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { checkTags, readResource, readResourceList } from "./checks.ts";
import { tagAction } from "./declare.ts";
import { tagListActions } from "./lists.ts";
import { changeTags, type TaggedResource, tagsOf } from "./tags.ts";

const TAG = { TagKey: z.string(), TagValue: z.string() };

export const tagActions: readonly Action[] = [
  tagAction("ModifyResourceTags", {
    writes: true,
    body: z.strictObject({
      Resource: z.string(),
      ReplaceTags: z.array(z.strictObject(TAG)).optional(),
      DeleteTags: z.array(z.strictObject({ TagKey: z.string() })).optional(),
    }),
    answer: ({ Resource, ReplaceTags = [], DeleteTags = [] }, _call, cloud) => {
      const remove = DeleteTags.map(({ TagKey }) => TagKey);
      const replace = Object.fromEntries(ReplaceTags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      if (ReplaceTags.length + remove.length === 0) {
        throw new ApiError(
          "MissingParameter",
          "The request is missing a required parameter `ReplaceTags` or `DeleteTags`.",
        );
      }
      if (remove.some((key) => Object.hasOwn(replace, key))) {
        throw new ApiError(
          "InvalidParameterValue.DeleteTagsParamError",
          "A key cannot be in `ReplaceTags` and `DeleteTags`.",
        );
      }
      change(cloud, readResource(Resource, cloud), replace, remove);
      return {};
    },
  }),
  tagAction("AddResourceTag", {
    writes: true,
    body: z.strictObject({ ...TAG, Resource: z.string() }),
    answer: ({ TagKey, TagValue, Resource }, _call, cloud) => {
      const resource = readResource(Resource, cloud);
      if (Object.hasOwn(tagsOf(cloud, resource), TagKey)) {
        throw new ApiError("ResourceInUse.TagKeyAttached", `The resource has a tag of the key \`${TagKey}\` already.`);
      }
      change(cloud, resource, { [TagKey]: TagValue });
      return {};
    },
  }),
  tagAction("UpdateResourceTagValue", {
    writes: true,
    body: z.strictObject({ ...TAG, Resource: z.string() }),
    answer: ({ TagKey, TagValue, Resource }, _call, cloud) => {
      const resource = readResource(Resource, cloud);
      requireTag(cloud, resource, TagKey);
      change(cloud, resource, { [TagKey]: TagValue });
      return {};
    },
  }),
  tagAction("DeleteResourceTag", {
    writes: true,
    body: z.strictObject({ TagKey: z.string(), Resource: z.string() }),
    answer: ({ TagKey, Resource }, _call, cloud) => {
      const resource = readResource(Resource, cloud);
      requireTag(cloud, resource, TagKey);
      change(cloud, resource, {}, [TagKey]);
      return {};
    },
  }),
  tagAction("TagResources", {
    writes: true,
    body: z.strictObject({ ResourceList: z.array(z.string()).min(1), Tags: z.array(z.strictObject(TAG)).min(1) }),
    answer: ({ ResourceList, Tags }, _call, cloud) => {
      const tags = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      for (const resource of readResourceList(ResourceList, cloud)) change(cloud, resource, tags);
      return { FailedResources: [] };
    },
  }),
  tagAction("UnTagResources", {
    writes: true,
    body: z.strictObject({ ResourceList: z.array(z.string()).min(1), TagKeys: z.array(z.string()).min(1) }),
    answer: ({ ResourceList, TagKeys }, _call, cloud) => {
      for (const resource of readResourceList(ResourceList, cloud)) change(cloud, resource, {}, TagKeys);
      return { FailedResources: [] };
    },
  }),
  ...tagListActions,
];

function change(
  cloud: Cloud,
  resource: TaggedResource,
  replace: Readonly<Record<string, string>>,
  remove: readonly string[] = [],
): void {
  checkTags(replace, tagsOf(cloud, resource));
  changeTags(cloud, resource, replace, remove);
}

function requireTag(cloud: Cloud, resource: TaggedResource, key: string): void {
  if (!Object.hasOwn(tagsOf(cloud, resource), key)) {
    throw new ApiError("ResourceNotFound.AttachedTagKeyNotFound", `The resource has no tag of the key \`${key}\`.`);
  }
}
