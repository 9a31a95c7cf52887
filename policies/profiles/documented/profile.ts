/** `documented`: the template of the page "Sub-account Mode" of the CloudBase documents, action for action. */
import { parsePolicyDocument } from "../../language/parse.ts";
import { CDN_PURGE, COMMAND_LINE_TOKENS, DATABASES_FUNCTIONS_LOGS, TAKEOVER } from "../declared.ts";
import type { Profile } from "../profile.ts";
import template from "./template.json" with { type: "json" };

export const documented: Profile = {
  template: parsePolicyDocument(template),
  bounded: false,
  deviceLogin: true,
  declared: {
    actions: [...TAKEOVER, ...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS, CDN_PURGE],
    regionless: [],
  },
  choice: {
    get: "the documents' template, action for action",
    lose: "all isolation: each employee can take over the root account",
    unknown: "nothing that would help",
  },
  stricter: {
    profile: "guarded",
    price: "nothing in daily work; whoever runs the account activates CloudBase once in the console",
  },
};
