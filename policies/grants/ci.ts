/** Grants of Cloud Infinite, which processes what is in a bucket, together with the permissions on that bucket. */
import type { GrantKind } from "./kind.ts";

export interface CiGrant {
  readonly kind: "ci";
  /** With the app id: `pictures-1250000000`. */
  readonly bucket: string;
  readonly region?: string;
  /** `read`: look and download; `write`: process and store as well. */
  readonly access: "read" | "write";
}

const CI_ACTIONS = { read: ["ci:Describe*", "ci:Get*", "ci:List*"], write: ["ci:*"] } as const;

/** Viewing the configuration takes cos:GetBucket; the rest reads objects. */
const READS: readonly string[] = [
  "cos:GetBucket",
  "cos:GetObject",
  "cos:HeadBucket",
  "cos:HeadObject",
  "cos:OptionsObject",
];

/** Binding takes cos:PutBucket, unbinding cos:DeleteBucket, changing the configuration cos:PutObject; the rest stores objects. */
const WRITES: readonly string[] = [
  "cos:AbortMultipartUpload",
  "cos:CompleteMultipartUpload",
  "cos:DeleteBucket",
  "cos:DeleteObject",
  "cos:InitiateMultipartUpload",
  "cos:ListMultipartUploads",
  "cos:ListParts",
  "cos:PostObject",
  "cos:PutBucket",
  "cos:PutObject",
  "cos:UploadPart",
];

/**
 * Sub-accounts need the permissions of both services (page "Authorize Sub-Accounts to Access Cloud Infinite Services" of the Cloud
 * Infinite documents; the forms are in https://www.tencentcloud.com/document/product/1045/74763). The two name a bucket
 * in two ways: `bucket/<bucket>` for CI, by app id both.
 */
export const ci: GrantKind<CiGrant> = {
  service: "Cloud Infinite",
  families: ["cos:*", "ci:*"],
  refusal: ({ bucket }, { appId }) =>
    bucket.endsWith(`-${appId}`)
      ? undefined
      : `the bucket ${bucket} is not of this root account, whose buckets end in -${appId}; correct the grant`,
  statements: ({ bucket, region, access }, account) => {
    const resource = (service: string, path: string) =>
      `qcs::${service}:${region ?? account.region}:uid/${account.appId}:${path}/*`;
    return [
      { effect: "allow", action: CI_ACTIONS[access], resource: [resource("ci", `bucket/${bucket}`)] },
      {
        effect: "allow",
        action: access === "write" ? [...READS, ...WRITES] : READS,
        resource: [resource("cos", bucket)],
      },
    ];
  },
  resources: ({ bucket, region: own }, region) => [
    { service: "ci", region: own ?? region, path: `bucket/${bucket}` },
    { service: "cos", region: own ?? region, path: bucket },
  ],
};
