/** The policy templates that come with the project, by profile. */
import type { PolicyDocument } from "./document.ts";
import { parsePolicyDocument } from "./language/parse.ts";
import documented from "./templates/documented.json" with { type: "json" };
import guarded from "./templates/guarded.json" with { type: "json" };
import reference from "./templates/reference.json" with { type: "json" };
import strict from "./templates/strict.json" with { type: "json" };

/**
 * Template of each profile, with placeholders. `documented` is the page "Sub-account Mode" and `reference` the page
 * "Permission Policy Reference" of the CloudBase documents, action for action; `guarded` is `documented` less what docs/policies.md lists;
 * `strict` is what of `guarded` names a resource, less the writes of a bucket's policy and access lists.
 */
export const TEMPLATES: Readonly<Record<"documented" | "reference" | "guarded" | "strict", PolicyDocument>> = {
  documented: parsePolicyDocument(documented),
  reference: parsePolicyDocument(reference),
  guarded: parsePolicyDocument(guarded),
  strict: parsePolicyDocument(strict),
};
