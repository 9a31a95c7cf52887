/** Placeholders of policy templates and the values that stand for them. */

/** What one employee's environment gives to fill a template with. */
export interface EnvironmentValues {
  /** Long form: `ap-shanghai`. */
  readonly region: string;
  /** UIN of the root account; not that of whoever calls. */
  readonly ownerUin: string;
  readonly appId: string;
  readonly environmentId: string;
  /** Bucket of the cloud storage, with the app id. */
  readonly storageBucket: string;
  /** `"none"`: the environment has no log service, and resources that name it are left out. */
  readonly logs: { readonly logsetId: string; readonly topicId: string } | "none";
  /** `"none"`: the environment has no static hosting, and resources that name its bucket are left out. */
  readonly hosting: { readonly bucket: string } | "none";
}

/** Marks a placeholder whose resource the environment does not have. */
export const LEFT_OUT = Symbol("left out");

/** Names as the CloudBase documents spell them, in their one spelling; `cos-bucketId` counts as `cosBucketId`. */
export const PLACEHOLDERS: Readonly<Record<string, (values: EnvironmentValues) => string | typeof LEFT_OUT>> = {
  region: (values) => values.region,
  uin: (values) => values.ownerUin,
  appId: (values) => values.appId,
  envId: (values) => values.environmentId,
  logsetId: ({ logs }) => (logs === "none" ? LEFT_OUT : logs.logsetId),
  topicId: ({ logs }) => (logs === "none" ? LEFT_OUT : logs.topicId),
  cosBucketId: (values) => values.storageBucket,
  staticBucketId: ({ hosting }) => (hosting === "none" ? LEFT_OUT : hosting.bucket),
};

/** Both spellings of the documents are one: `cos-bucketId` and `cosBucketId`. */
export function canonicalName(placeholder: string): string {
  return placeholder.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
