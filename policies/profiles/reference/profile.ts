/** `reference`: the template of the page "Permission Policy Reference" of the CloudBase documents, action for action. */
import { parsePolicyDocument } from "../../language/parse.ts";
import { COMMAND_LINE_TOKENS, DATABASES_FUNCTIONS_LOGS, TAKEOVER } from "../declared.ts";
import type { Profile } from "../profile.ts";
import template from "./template.json" with { type: "json" };

export const reference: Profile = {
  template: parsePolicyDocument(template),
  bounded: false,
  deviceLogin: true,
  declared: { actions: [...TAKEOVER, ...DATABASES_FUNCTIONS_LOGS, ...COMMAND_LINE_TOKENS], regionless: ["cls"] },
  choice: {
    get: "the documents' other template, action for action",
    lose: "all isolation, and functions by `scf:CreateFunction`",
    unknown: "nothing that would help",
  },
  stricter: {
    profile: "guarded",
    price: "nothing in daily work; whoever runs the account activates CloudBase once in the console",
  },
};
