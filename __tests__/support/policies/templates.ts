/** The template of each profile. */
import type { PolicyDocument } from "../../../policies/language/document.ts";
import { PROFILES, type ProfileName } from "../../../policies/profiles/profiles.ts";

export const TEMPLATES: Readonly<Record<ProfileName, PolicyDocument>> = {
  documented: PROFILES.documented.template,
  reference: PROFILES.reference.template,
  guarded: PROFILES.guarded.template,
  confined: PROFILES.confined.template,
  strict: PROFILES.strict.template,
};
