/** Which resources have which tags. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { readResource } from "./checks.ts";
import { tagAction } from "./declare.ts";
import { type TaggedResource, taggedResources, tagsOf } from "./tags.ts";

const FILTERS = z.array(z.strictObject({ TagKey: z.string(), TagValue: z.array(z.string()).optional() }));

/** Ids in one DescribeResourceTagsByResourceIds. */
const MOST_IDS = 50;

export const tagListActions: readonly Action[] = [
  tagAction("DescribeResourceTagsByResourceIds", {
    writes: false,
    body: z.strictObject({
      ServiceType: z.string(),
      ResourcePrefix: z.string(),
      ResourceIds: z.array(z.string()).min(1).max(MOST_IDS),
      ResourceRegion: z.string(),
      Offset: z.int().min(0).optional(),
      Limit: z.int().min(1).optional(),
    }),
    answer: ({ ServiceType, ResourcePrefix, ResourceIds, ResourceRegion, Offset = 0, Limit = 15 }, _call, cloud) => {
      const rows = ResourceIds.flatMap((id) =>
        sortedTags(cloud, { service: ServiceType, region: ResourceRegion, prefix: ResourcePrefix, id }).map((tag) => ({
          ...tag,
          ResourceId: id,
          ServiceType,
        })),
      );
      return { TotalCount: rows.length, Offset, Limit, Tags: rows.slice(Offset, Offset + Limit) };
    },
  }),
  tagAction("GetResources", {
    writes: false,
    body: z.strictObject({
      ResourceList: z.array(z.string()).optional(),
      TagFilters: FILTERS.optional(),
      PaginationToken: z.string().optional(),
      MaxResults: z.int().min(1).max(200).optional(),
    }),
    answer: ({ ResourceList, TagFilters = [], PaginationToken = "", MaxResults = 50 }, _call, cloud) => {
      // Rows carry the resource as it was asked for: the Terraform provider compares the texts.
      const asked = ResourceList?.map((text) => ({ text, resource: readResource(text, cloud) }));
      const rows = (asked ?? taggedResources(cloud).map((resource) => ({ text: printed(resource, cloud), resource })))
        .filter(({ resource }) => passes(cloud, resource, TagFilters))
        .map(({ text, resource }) => ({ Resource: text, Tags: sortedTags(cloud, resource) }))
        .filter(({ Tags }) => Tags.length > 0);
      const start = readToken(PaginationToken);
      const end = start + MaxResults;
      return {
        PaginationToken: end < rows.length ? String(end) : "",
        ResourceTagMappingList: rows.slice(start, end),
      };
    },
  }),
  tagAction("DescribeResourcesByTags", {
    writes: false,
    body: z.strictObject({
      TagFilters: FILTERS.min(1),
      Offset: z.int().min(0).optional(),
      Limit: z.int().min(1).optional(),
      ResourcePrefix: z.string().optional(),
      ResourceId: z.string().optional(),
      ResourceRegion: z.string().optional(),
      ServiceType: z.string().optional(),
    }),
    answer: ({ TagFilters, Offset = 0, Limit = 15, ...sought }, _call, cloud) => {
      const rows = taggedResources(cloud).filter(
        (resource) =>
          isOr(sought.ServiceType, resource.service) &&
          isOr(sought.ResourceRegion, resource.region) &&
          isOr(sought.ResourcePrefix, resource.prefix) &&
          isOr(sought.ResourceId, resource.id) &&
          passes(cloud, resource, TagFilters),
      );
      return {
        TotalCount: rows.length,
        Offset,
        Limit,
        Rows: rows.slice(Offset, Offset + Limit).map((resource) => ({
          ResourceRegion: resource.region,
          ServiceType: resource.service,
          ResourcePrefix: resource.prefix,
          ResourceId: resource.id,
          Tags: sortedTags(cloud, resource),
        })),
      };
    },
  }),
];

function sortedTags(cloud: Cloud, resource: TaggedResource): { TagKey: string; TagValue: string }[] {
  return Object.entries(tagsOf(cloud, resource))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Every filter must hold; one value of each is enough, and a filter without values asks for the key alone. */
function passes(cloud: Cloud, resource: TaggedResource, filters: z.output<typeof FILTERS>): boolean {
  const tags = tagsOf(cloud, resource);
  return filters.every(({ TagKey, TagValue = [] }) => {
    if (!Object.hasOwn(tags, TagKey)) return false;
    return TagValue.length === 0 || TagValue.includes(tags[TagKey] ?? "");
  });
}

function isOr(sought: string | undefined, value: string): boolean {
  return sought === undefined || sought === "" || sought === value;
}

function printed({ service, region, prefix, id }: TaggedResource, { account }: Cloud): string {
  return `qcs::${service}:${region}:uin/${account.ownerUin}:${prefix}/${id}`;
}

function readToken(token: string): number {
  if (token === "") return 0;
  if (/^\d{1,9}$/.test(token)) return Number(token);
  throw new ApiError("InvalidParameter", "The parameter `PaginationToken` is not valid.");
}
