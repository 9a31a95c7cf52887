/** The forms that ids and environments have in a lookups file, and in what the cloud answers. */
import { z } from "zod";
import type { EnvironmentLookup } from "./lookups.ts";

/** Ids and names as the cloud gives them: never empty, and nothing that a policy's resource could be broken out of with. */
export const cloudId = z.string().regex(/^[\w.-]+$/, "expected an id of letters, digits, ., _ and -");

/** One environment; what the cloud answers goes through it too, before it is written. */
export const environmentSchema: z.ZodType<EnvironmentLookup> = z.strictObject({
  alias: cloudId,
  region: cloudId,
  package: cloudId,
  storageBucket: cloudId,
  logs: z.strictObject({ logsetId: cloudId, topicId: cloudId }).optional(),
  hostingBucket: cloudId.optional(),
});
