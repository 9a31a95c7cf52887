/** Texts that several parts of a roster have in common. */
import { z } from "zod";
import { networkOf } from "./addresses.ts";
import { NAME } from "./limits.ts";
import { nearestRegion, REGIONS } from "./regions.ts";

export const region = z
  .string()
  .regex(/^[a-z]{2,}(?:-[a-z0-9]+)+$/, "a region is written in its long form; write it like `ap-shanghai`")
  .refine((text) => !/^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(text) || REGIONS.includes(text), {
    error: ({ input }) => `there is no such region; ${nearestRegion(String(input))}`,
  });

/** Texts that Terraform stores as they are: one line, and nothing that a tag or a console would refuse. */
export const line = (what: string, most: number) =>
  z
    .string()
    .min(1, `${what} is empty; write a text or leave the key out`)
    .max(most, `${what} is longer than ${most} characters; shorten it`)
    .regex(/^[^\p{Cc}]*$/u, `${what} is more than one line or has control characters; write one line`);

export const cidr = z
  .cidrv4("a CIDR block has an address and a prefix length; write it like `203.0.113.0/24`")
  .refine((text) => [undefined, text].includes(networkOf(text)), {
    error: ({ input }) => `a CIDR block has no bits of a host; write \`${networkOf(String(input)) ?? ""}\``,
  });

/** Name of a COS bucket, which has the app id at its end. */
export const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*-\d+$/, "a bucket name ends in the app id; write it like `tfstate-1250000000`");

/** Name of an employee. */
export const name = z
  .string()
  .regex(NAME, "a name has 1 to 64 of A-Z a-z 0-9 _ . - and starts with a letter or digit; write it like `alice`")
  .describe("Name of the CAM sub-account, for sign-in. It cannot be changed later without making a new user.");
