/** Reading and changing the tags of a resource; for every service whose answers show tags. */
import type { Cloud } from "../../cloud.ts";
import { own } from "../../records.ts";

/** What a six-segment resource names: `qcs::lighthouse:ap-shanghai:uin/100000000001:instance/lhins-1`. */
export interface TaggedResource {
  /** `lighthouse` */
  readonly service: string;
  /** `ap-shanghai`; not looked at for a service without regions. */
  readonly region: string;
  /** `instance` */
  readonly prefix: string;
  /** `lhins-1` */
  readonly id: string;
}

/** Tag values by key; empty where there are none. */
export function tagsOf(cloud: Cloud, resource: TaggedResource): Readonly<Record<string, string>> {
  return own(cloud.tags.resources, tagKey(resource)) ?? {};
}

/** The same in the form of most answers, in the order of the keys: `[{ Key, Value }]`. */
export function tagList(cloud: Cloud, resource: TaggedResource): { Key: string; Value: string }[] {
  return Object.entries(tagsOf(cloud, resource))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** Adds the given tags, replacing the values of keys that are there, and removes the given keys. */
export function changeTags(
  cloud: Cloud,
  resource: TaggedResource,
  replace: Readonly<Record<string, string>>,
  remove: readonly string[] = [],
): void {
  const tags = new Map(Object.entries(tagsOf(cloud, resource)));
  for (const [key, value] of Object.entries(replace)) tags.set(key, value);
  for (const key of remove) tags.delete(key);
  if (tags.size === 0) delete cloud.tags.resources[tagKey(resource)];
  else cloud.tags.resources[tagKey(resource)] = Object.fromEntries(tags);
}

/** Forgets the tags of a resource that is deleted. */
export function dropTags(cloud: Cloud, resource: TaggedResource): void {
  delete cloud.tags.resources[tagKey(resource)];
}

/** Every resource that has tags, in the order in which they got their first one. */
export function taggedResources(cloud: Cloud): TaggedResource[] {
  return Object.keys(cloud.tags.resources).flatMap((key) => {
    const [, service, region, prefix, id] = /^([^:]*):([^:]*):([^/]*)\/(.*)$/s.exec(key) ?? [];
    if (service === undefined || region === undefined || prefix === undefined || id === undefined) return [];
    return [{ service, region, prefix, id }];
  });
}

/** Services whose resources lie in no region, so that a client may write any region or none. */
const WITHOUT_REGION: ReadonlySet<string> = new Set(["cam"]);

function tagKey({ service, region, prefix, id }: TaggedResource): string {
  return [service, WITHOUT_REGION.has(service) ? "" : region, `${prefix}/${id}`].join(":");
}
