/** `guarded`, the default: `documented` less what leads to the root account or to its secrets (docs/policies.md lists it). */
import { parsePolicyDocument } from "../../language/parse.ts";
import { CDN_PURGE, COMMAND_LINE_TOKENS, DATABASES_FUNCTIONS_LOGS } from "../declared.ts";
import type { Profile } from "../profile.ts";
import template from "./template.json" with { type: "json" };

export const guarded: Profile = {
  template: parsePolicyDocument(template),
  bounded: true,
  deviceLogin: true,
  declared: { actions: [...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS, CDN_PURGE], regionless: [] },
  choice: {
    get: "everything in the own environment, by console, MCP and SDK, and no way to the root account",
    lose: "isolation of collections, functions and logs: colleagues can read and change them",
    unknown: "whether the service itself stops D2 to D5 and K2",
  },
  stricter: {
    profile: "confined",
    price:
      "if CAM asks for no resource: collections, records, functions by `tcb:` and their logs in the console and by MCP; documents through the SDK and functions by `scf:` stay",
  },
};
