/** The part of the schema that says what an employee may use besides the own environment. Which keys go together: rules-of-grants.ts. */
import { z } from "zod";
import { POLICY_NAME, TCR_INSTANCE, TCR_NAME, TCR_REPOSITORY } from "./limits.ts";
import { bucket, line, region } from "./schema-texts.ts";

const tcr = z
  .strictObject({
    instance: z.string().regex(TCR_INSTANCE, "a registry has an id; write it like `tcr-xxxxxxxx`"),
    namespace: z
      .string()
      .regex(TCR_NAME, "a namespace has a-z 0-9 and single . _ - between them; write it like `team-01`")
      .optional()
      .describe("Default: all namespaces of the instance."),
    repository: z
      .string()
      .regex(TCR_REPOSITORY, "a repository has a-z 0-9 and . _ - / between them; write it like `repo-demo`")
      .optional()
      .describe("Default: all repositories of the namespace."),
    region: region.optional().describe("Default: the region of the roster."),
    access: z.enum(["read", "write", "full"]).describe("read: look and pull; write: push as well; full: everything."),
  })
  .describe("Tencent Container Registry, Enterprise edition.");

const ci = z
  .strictObject({
    bucket: bucket.describe("Bucket with the app id: `pictures-1250000000`."),
    region: region.optional().describe("Default: the region of the roster."),
    access: z.enum(["read", "write"]).describe("read: look and download; write: process and store as well."),
  })
  .describe("Cloud Infinite on one bucket, with the permissions on the bucket that it takes.");

/** One of `tcr`, `ci` and `preset`: as one map, so that mistakes are found in what was written. */
export const grants = z
  .array(
    z
      .strictObject({
        tcr,
        ci,
        preset: z
          .string()
          .regex(
            POLICY_NAME,
            "a preset policy's name has A-Z a-z 0-9 and + = , . @ _ -; write it like `QcloudCIFullAccess`",
          )
          .describe("Name of a preset policy to attach, which is for every resource of the account. Needs a waiver."),
        waiver: line("the waiver", 256).describe("Why a preset policy is accepted; reports repeat it."),
      })
      .partial(),
  )
  .describe("What the employee may use besides the own environment.");

export type GrantEntry = z.infer<typeof grants>[number];
