/** The shape of a lookups file, checked at reading, since people merge and edit what is committed. */
import { z } from "zod";
import type { EnvironmentLookup, Lookups } from "./lookups.ts";

/** Ids and names as the cloud gives them: never empty, and nothing that a policy's resource could be broken out of with. */
export const cloudId = z.string().regex(/^[\w.-]+$/, "expected an id of letters, digits, ., _ and -");

const digits = z.string().regex(/^\d+$/, "expected digits in quotes");

/** One environment; what the cloud answers goes through it too, before it is written. */
export const environmentSchema: z.ZodType<EnvironmentLookup> = z.strictObject({
  alias: cloudId,
  region: cloudId,
  package: cloudId,
  storageBucket: cloudId,
  logs: z.strictObject({ logsetId: cloudId, topicId: cloudId }).optional(),
  hostingBucket: cloudId.optional(),
});

export const lookupsSchema: z.ZodType<Lookups> = z.strictObject({
  account: z.strictObject({ ownerUin: digits, appId: digits }),
  environments: z.record(cloudId, environmentSchema),
  blueprints: z.record(z.string().min(1), z.strictObject({ id: cloudId })),
});
