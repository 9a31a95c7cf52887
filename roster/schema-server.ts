/** What a roster says of a server. */
import { z } from "zod";
import { MONTHS } from "./limits.ts";
import { cidr, line } from "./schema-texts.ts";

const PORT = "a port is a number from 1 to 65535, a range or a list; write it like `443`, `8000-8010` or `80,443`";

const firewallRule = z
  .strictObject({
    protocol: z.enum(["TCP", "UDP"]).optional().describe("Default: TCP."),
    port: z
      .union(
        [
          z.int().min(1, PORT).max(65535, PORT),
          z.string().regex(/^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/, PORT),
        ],
        PORT,
      )
      .describe("Port that is open: one, a range (`8000-8010`) or a list (`80,443`)."),
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

export const serverOrNone = z
  .union([z.literal(false), server], "`server` is a map of settings, or `false` for no server")
  .describe("A Lighthouse server with the OpenClaw assistant; false or absent: none.");
