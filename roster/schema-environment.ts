/** What a roster says of a CloudBase environment. */
import { z } from "zod";
import { ALIAS, ENVIRONMENT_ID, ENVIRONMENT_MONTHS } from "./limits.ts";
import { name } from "./schema-texts.ts";

const alias = z
  .string()
  .regex(ALIAS, "an alias has 1 to 20 of a-z 0-9 and single hyphens between them; write it like `alice-lab`")
  .describe("Alias of an existing CloudBase environment.");

const environmentId = z
  .string()
  .regex(ENVIRONMENT_ID, "an environment id has a-z 0-9 and hyphens; write it like `alice-8grqda2hfc2f62bb`")
  .describe("Id of an existing CloudBase environment.");

export const environmentParts = {
  package: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "a package id has a-z 0-9 and _; write it like `baas_personal`")
    .describe("CloudBase package that the environment must be on, and that `environments --create` buys."),
  months: z.literal(ENVIRONMENT_MONTHS).describe("Months that `environments` buys and renews. Default: 1."),
  renew: z
    .enum(["manual", "auto"])
    .describe("What happens when the months are over; said when the environment is made. Default: manual."),
  overrun: z
    .enum(["stop", "bill"])
    .describe(
      "When the package is used up, the environment stops, or goes on and is billed; said when it is made. Default: stop.",
    ),
  logs: z.boolean().describe("false: the environment has no log service; the policy leaves it out."),
  hosting: z.boolean().describe("false: the environment has no static hosting; the policy leaves it out."),
};

const sharedWith = z
  .array(name)
  .min(1, "`sharedWith` is empty; write the names of those who have the same environment, or leave the key out")
  .describe("Names of employees who have the same environment on purpose; each of them must say so too.");

export const environment = z
  .strictObject({ id: environmentId, alias, ...environmentParts, sharedWith })
  .partial()
  .describe("The employee's own CloudBase environment. Default: the one whose alias is the employee's name.");
