/** `strict`: what of `confined` names a resource, less the writes of a bucket's policy and access lists. */
import { parsePolicyDocument } from "../../language/parse.ts";
import type { Profile } from "../profile.ts";
import template from "./template.json" with { type: "json" };

export const strict: Profile = {
  template: parsePolicyDocument(template),
  bounded: true,
  deviceLogin: false,
  declared: { actions: [], regionless: [] },
  choice: {
    get: "nothing that CAM cannot confine to the own environment: the SDK, `scf:` and API keys",
    lose: "what `confined` may lose, pages of the console, the device-code login, triggers, opening buckets",
    unknown: "what functions can do, and whether headers of an upload open an object",
  },
};
