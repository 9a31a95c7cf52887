/** The register of profiles. A new one takes a folder beside this file, its name in profile.ts and in roster/profiles.ts, and an entry here. */
import { confined } from "./confined/profile.ts";
import { documented } from "./documented/profile.ts";
import { guarded } from "./guarded/profile.ts";
import type { Declared, Profile, ProfileName } from "./profile.ts";
import { reference } from "./reference/profile.ts";
import { strict } from "./strict/profile.ts";

export type { Declared, Profile, ProfileName } from "./profile.ts";

/** From the widest to the narrowest. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = { documented, reference, guarded, confined, strict };

/** The profile of that name; undefined for another text, such as the path of a template of one's own. */
export function profileNamed(name: string): Profile | undefined {
  return new Map<string, Profile>(Object.entries(PROFILES)).get(name);
}

const NOTHING: Declared = { actions: [], regionless: [] };

/** What the profile declares; nothing for a text that names none, since a template of one's own declares by waivers alone. */
export function declaredBy(name: string): Declared {
  return profileNamed(name)?.declared ?? NOTHING;
}
