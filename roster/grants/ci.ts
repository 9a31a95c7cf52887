/** Grants of Cloud Infinite on one bucket. */
import { z } from "zod";
import { valueAt } from "../finding.ts";
import { bucket, region } from "../schema-texts.ts";
import { type RosterGrant, textOf } from "./kind.ts";

/** Cloud Infinite on one bucket. */
export interface CiGrant {
  readonly kind: "ci";
  /** With the app id: `pictures-1250000000`. */
  readonly bucket: string;
  /** Absent: the region of the roster. */
  readonly region?: string;
  readonly access: "read" | "write";
}

export const ciKeys = {
  ci: z
    .strictObject({
      bucket: bucket.describe("Bucket with the app id: `pictures-1250000000`."),
      region: region.optional().describe("Default: the region of the roster."),
      access: z.enum(["read", "write"]).describe("read: look and download; write: process and store as well."),
    })
    .describe("Cloud Infinite on one bucket, with the permissions on the bucket that it takes."),
};

type Entry = { readonly ci?: z.infer<typeof ciKeys.ci> | undefined };

export const ci: RosterGrant<Entry, CiGrant> = {
  complete: (entry) => {
    if (entry.ci === undefined) return undefined;
    const { region, ...rest } = entry.ci;
    return { kind: "ci", ...rest, ...(region === undefined ? {} : { region }) };
  },
  subject: (value) => {
    const name = textOf(valueAt(value, ["ci", "bucket"]));
    return name === undefined ? undefined : `the bucket ${name}`;
  },
  violations: () => [],
};
