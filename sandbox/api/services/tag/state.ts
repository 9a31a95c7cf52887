/** Tags of every resource in the cloud, whatever its service. */

export interface TagState {
  /** Tag values by tag key, by the resource's key from tags.ts. */
  resources: Record<string, Record<string, string>>;
}

export function newTagState(): TagState {
  return { resources: {} };
}
