/** The roster file as people write it: the zod schema that the parser, the types and employees.schema.json come from. */
import { z } from "zod";
import { isDay } from "./days.ts";
import { grants } from "./grants/grants.ts";
import { ALIAS, ENVIRONMENT_ID, ENVIRONMENT_MONTHS, MONTHS, NAME } from "./limits.ts";
import { isPublicKey } from "./pgp.ts";
import { DEFAULT_PROFILE, PROFILES } from "./profiles.ts";
import { bucket, cidr, line, region } from "./schema-texts.ts";

const name = z
  .string()
  .regex(NAME, "a name has 1 to 64 of A-Z a-z 0-9 _ . - and starts with a letter or digit; write it like `alice`")
  .describe("Name of the CAM sub-account, for sign-in. It cannot be changed later without making a new user.");

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

const alias = z
  .string()
  .regex(ALIAS, "an alias has 1 to 20 of a-z 0-9 and single hyphens between them; write it like `alice-lab`")
  .describe("Alias of an existing CloudBase environment.");

const environmentId = z
  .string()
  .regex(ENVIRONMENT_ID, "an environment id has a-z 0-9 and hyphens; write it like `alice-8grqda2hfc2f62bb`")
  .describe("Id of an existing CloudBase environment.");

const environmentParts = {
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

const PORT = "a port is a number from 1 to 65535, a range or a list; write it like `443`, `8000-8010` or `80,443`";

const sharedWith = z
  .array(name)
  .min(1, "`sharedWith` is empty; write the names of those who have the same environment, or leave the key out")
  .describe("Names of employees who have the same environment on purpose; each of them must say so too.");

const firewallRule = z
  .strictObject({
    protocol: z.enum(["TCP", "UDP"]).optional().describe("Default: TCP."),
    port: z.union(
      [
        z.int().min(1, PORT).max(65535, PORT),
        z.string().regex(/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/, PORT),
      ],
      PORT,
    ),
    cidr: cidr.describe("Who may connect: `203.0.113.0/24`."),
  })
  .describe("One opening in the server's firewall; without any, only ping passes.");

const server = z
  .strictObject({
    bundle: z
      .string()
      .regex(/^[a-z0-9_]+$/, "a bundle id has a-z 0-9 and _; write it like `bundle_starter_mc_promo_med4_02`")
      .describe("Lighthouse bundle: size and price of the server."),
    blueprint: line("the blueprint", 60).describe("Title of a Lighthouse image, or its id (`lhbp-` and 8 characters)."),
    months: z.literal(MONTHS).describe("Months to buy at first. Default: 1."),
    renew: z.enum(["manual", "auto"]).describe("What happens when the months are over. Default: manual."),
    firewall: z.array(firewallRule).describe("Who may connect from outside. Default: nobody."),
  })
  .partial();

const serverOrNone = z
  .union([z.literal(false), server], "`server` is a map of settings, or `false` for no server")
  .describe("A Lighthouse server with the OpenClaw assistant; false or absent: none.");

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
  .partial();

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
  email: z.email("an e-mail address has the form name@example.com; write it so").optional(),
  phone: phone.optional(),
  remark: line("the remark", 256).optional(),
  team: team.optional(),
  environment: z
    .strictObject({ id: environmentId, alias, ...environmentParts, sharedWith })
    .partial()
    .describe("The employee's own CloudBase environment. Default: the one whose alias is the employee's name.")
    .optional(),
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
    account: z.strictObject({
      ownerUin: z
        .string()
        .regex(/^[1-9]\d{4,18}$/, 'a UIN is digits in quotes; write it like "100000000001"')
        .describe("UIN of the only root account that this roster may be applied to."),
      region: region.describe("Region of all environments and servers: `ap-shanghai`."),
      state: z
        .strictObject({
          cos: z.strictObject({
            bucket,
            region,
            prefix: z
              .string()
              .regex(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/, "a prefix is a path without slashes at its ends")
              .optional(),
          }),
        })
        .optional()
        .describe("Where Terraform keeps its state. Default: a local file."),
    }),
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
        environment: z.strictObject(environmentParts).partial(),
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
      .min(1, "the list of employees is empty, which would delete everyone; write at least one"),
  })
  .describe("Employees who get a CloudBase workplace on Tencent Cloud.");

/** A roster file that the schema accepts, before defaults and rules. */
export type RosterFile = z.infer<typeof rosterSchema>;
export type EmployeeEntry = RosterFile["employees"][number];
