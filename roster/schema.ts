/** The roster file as people write it: the zod schema that the parser, the types and employees.schema.json come from. */
import { z } from "zod";
import { isDay } from "./days.ts";
import { grants } from "./grants/grants.ts";
import { isPublicKey } from "./pgp.ts";
import { DEFAULT_PROFILE, PROFILES } from "./profiles.ts";
import { environment, environmentParts } from "./schema-environment.ts";
import { serverOrNone } from "./schema-server.ts";
import { bucket, cidr, line, name, region } from "./schema-texts.ts";

const team = line("the team", 64)
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} _.:/=+@-]*[\p{L}\p{N}_.:/=+@-])?$/u,
    "a team becomes a tag value; write letters, digits, spaces between them and _ . : / = + @ -",
  )
  .describe("Becomes the tag `team` on everything that can carry tags.");

const phone = z
  .string()
  .regex(/^\+[1-9]\d{0,2}[ -]\d{5,14}$/, "a phone has country code and number; write it like `+86 13800000000`")
  .describe("Country code, a space, the number: `+86 13800000000`.");

const POLICY = `a policy is one of ${PROFILES.join(", ")}, or the path of a template file relative to the roster, ending in .json`;

const policy = z
  .union([z.enum(PROFILES), z.string().regex(/^(?![/\\]|[A-Za-z]:).+\.json$/, POLICY)], POLICY)
  .describe(`Profile of the policy that confines the employee. Default: ${DEFAULT_PROFILE}.`);

const waivers = z
  .array(
    z.strictObject({
      action: z
        .string()
        .regex(
          /^[a-z0-9_-]+:[A-Za-z0-9*_.-]+$/,
          "a waiver names an action or those of one service; write it like `tcb:DeleteTable` or `ci:*`",
        )
        .describe("An action that the template allows and that the proof of isolation would refuse."),
      reason: line("the reason", 256).describe("Why that is accepted; reports repeat it."),
    }),
  )
  .min(1, "`waivers` is empty; write an action with a reason, or leave the key out")
  .describe("What a template of one's own may break. Beside `policy`, and only where that is a template file.");

const PGP_KEY =
  "a PGP key is the public key itself, binary and then base64, on one line; write what this prints: gpg --export <address> | base64 -w0";

const apiKey = z
  .strictObject({
    pgpKey: z
      .string()
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: PGP_KEY, abort: true })
      .refine((text) => isPublicKey(text), PGP_KEY)
      .optional()
      .describe(
        "Public PGP key of whoever may read the secret, in base64: the state has the secret encrypted for it, and nothing else.",
      ),
    plaintext: z
      .literal("accepted", "`plaintext` is `accepted`, or is left out")
      .optional()
      .describe("The secret may stand in Terraform's state in clear. In place of `pgpKey`."),
    keys: z
      .array(z.int().min(1))
      .min(1, "`keys` is empty; write the number of a key, or remove `apiKey`")
      .max(2, "a sub-account has two access keys at most (CAM); write two")
      .optional()
      .describe(
        "Numbers of the keys that there are: two while one takes the other's place. `npx subaccounts rotate` writes them. Default: [1].",
      ),
  })
  .describe("CAM access keys for programs. Default: none.");

const access = z
  .strictObject({
    console: z.boolean().describe("May sign in to the console. Default: true."),
    resetPassword: z.boolean().describe("Must set a new password at the first sign-in. Default: true."),
    deviceLogin: z
      .boolean()
      .describe(
        "Device-code login of CloudBase MCP works; attaches QcloudCamReadOnlyAccess. Default: true, and false with the policy strict.",
      ),
    mfa: z
      .boolean()
      .describe(
        "The console asks for a second factor at the sign-in, and at sensitive operations. Default: true where the console is.",
      ),
    apiKey,
    sourceIps: z
      .array(cidr)
      .min(
        1,
        "`sourceIps` is empty, so that no call could come from a right place; write a CIDR block, or leave the key out",
      )
      .describe("Where calls must come from; a condition of every statement that names a resource. Default: anywhere."),
  })
  .partial()
  .describe("How the employee may sign in, and from where.");

const lastDay = z
  .string()
  .refine(isDay, "a day is year, month and day; write it like `2026-12-31`")
  .describe("The day after it, the employee is suspended (time of Beijing).");

const previously = z
  .array(name)
  .min(1, "`previously` is empty; write the names that the employee had, or leave the key out")
  .describe(
    "Names that the employee had, the first one first: server and environment stay, the sub-account is made anew. Remove it once it is deployed.",
  );

const adopt = z
  .boolean()
  .describe(
    "true: takes over what there is of the employee already: sub-account, policies and server of the names that the roster would give them. Remove it once it is deployed. Default: false.",
  );

const movedFrom = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "a stack is named like its roster file without ending; write it like `team-a`")
  .describe(
    "Name of the stack whose roster had the employee; sub-account, policies and server stay. Remove it once both stacks are deployed.",
  );

const employee = z.strictObject({
  name,
  status: z
    .enum(["active", "suspended"])
    .describe(
      "suspended: all that there is stays and goes on costing, and the employee can do nothing. Default: active.",
    )
    .optional(),
  lastDay: lastDay.optional(),
  previously: previously.optional(),
  adopt: adopt.optional(),
  movedFrom: movedFrom.optional(),
  email: z
    .email("an e-mail address has the form name@example.com; write it so")
    .describe("E-mail address of the sub-account, where CAM writes to.")
    .optional(),
  phone: phone.optional(),
  remark: line("the remark", 256).describe("Remark of the sub-account, as the console shows it.").optional(),
  team: team.optional(),
  environment: environment.optional(),
  server: serverOrNone.optional(),
  policy: policy.optional(),
  waivers: waivers.optional(),
  access: access.optional(),
  grants: grants.optional(),
});

const SHARE = "a share is from 0 to 1; write it like `0.25` for a quarter";

/** The whole file. Everything optional has its default in defaults.ts. */
export const rosterSchema = z
  .strictObject({
    account: z
      .strictObject({
        ownerUin: z
          .string()
          .regex(/^[1-9]\d{4,18}$/, 'a UIN is digits in quotes; write it like "100000000001"')
          .describe("UIN of the only root account that this roster may be applied to."),
        region: region.describe("Region of all environments and servers: `ap-shanghai`."),
        state: z
          .strictObject({
            cos: z
              .strictObject({
                bucket: bucket.describe(
                  "Bucket of the state, with the app id at its end; only for administrators to read.",
                ),
                region: region.describe("Region of that bucket."),
                prefix: z
                  .string()
                  .regex(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/, "a prefix is a path without slashes at its ends")
                  .describe("Folder in the bucket. Default: none.")
                  .optional(),
              })
              .describe("A COS bucket, with its lock."),
          })
          .optional()
          .describe("Where Terraform keeps its state. Default: a local file."),
      })
      .describe("The root account, and where things are."),
    guard: z
      .strictObject({
        share: z
          .number()
          .min(0, SHARE)
          .max(1, SHARE)
          .describe(
            "Part of the people whom one deployment may remove, interrupt or weaken, from 0 to 1. Default: 0.25.",
          ),
        people: z
          .int()
          .min(0, "a number of people is 0 or more; write it like `3`")
          .describe("How many people that may be whatever part it is. Default: 3."),
        protected: z
          .array(name)
          .describe("Names of people whom no deployment may hurt or suspend without a confirmation."),
      })
      .partial()
      .optional()
      .describe("When `npx subaccounts review` and `deploy` ask for a confirmation of exactly that plan."),
    defaults: z
      .strictObject({
        environment: z
          .strictObject(environmentParts)
          .partial()
          .describe("How environments are bought, and what they have."),
        server: serverOrNone,
        policy,
        waivers,
        access,
        grants,
      })
      .partial()
      .optional()
      .describe("Every employee's values, unless they say otherwise."),
    employees: z
      .array(employee)
      .min(1, "the list of employees is empty, which would delete everyone; write at least one")
      .describe("Everybody who has a workplace. Whoever is taken out loses it for good."),
  })
  .describe("Employees who get a CloudBase workplace on Tencent Cloud.");

/** A roster file that the schema accepts, before defaults and rules. */
export type RosterFile = z.infer<typeof rosterSchema>;
export type EmployeeEntry = RosterFile["employees"][number];
