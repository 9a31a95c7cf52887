/** The profiles that a roster may name. Their policies are in policies/profiles, which this room may not import; workplaces holds both together. */

/** Whether the device-code login works unless the entry says otherwise, by profile, from the widest to the narrowest. */
export const DEVICE_LOGIN = {
  documented: true,
  reference: true,
  guarded: true,
  confined: true,
  strict: false,
} as const satisfies Readonly<Record<string, boolean>>;

export type Profile = keyof typeof DEVICE_LOGIN;

/** From the widest to the narrowest. */
export const PROFILES = [
  "documented",
  "reference",
  "guarded",
  "confined",
  "strict",
] as const satisfies readonly Profile[];

/** What an employee gets when the roster says nothing. */
export const DEFAULT_PROFILE: Profile = "guarded";
