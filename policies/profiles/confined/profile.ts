/**
 * `confined`: `guarded` less the account-wide actions that write or read in environments of others or answer with credentials. `tcb:*`
 * still grants them on the own environment, so that nothing is lost if CAM decides them by resource.
 */
import { parsePolicyDocument } from "../../language/parse.ts";
import type { Profile } from "../profile.ts";
import template from "./template.json" with { type: "json" };

export const confined: Profile = {
  template: parsePolicyDocument(template),
  bounded: true,
  deviceLogin: true,
  declared: { actions: [], regionless: [] },
  choice: {
    get: "isolation as far as policies can show it, with the console's pages and the device-code login",
    lose: "perhaps collections, records, functions by `tcb:` and their logs in the console and by MCP",
    unknown: "whether CAM decides those by environment; if it does, nothing is lost",
  },
  stricter: {
    profile: "strict",
    price:
      "pages of the console that show the account, the device-code login, triggers, and writing a bucket's policy and access lists",
  },
};
