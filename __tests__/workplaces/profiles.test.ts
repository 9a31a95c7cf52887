/** The profiles that a roster may name, held against those that there are policies for. */
import { expect, test } from "@jest/globals";
import { PROFILES } from "../../policies/profiles/profiles.ts";
import { DEVICE_LOGIN, PROFILES as NAMES } from "../../roster/profiles.ts";

test("every profile of a roster has its policies, and every profile with policies can be chosen, in one order", () => {
  expect(NAMES).toEqual(Object.keys(PROFILES));
  expect(Object.keys(DEVICE_LOGIN)).toEqual(NAMES);
});

test("the device-code login is on by default where the profile says so", () => {
  expect(DEVICE_LOGIN).toEqual(
    Object.fromEntries(Object.entries(PROFILES).map(([name, { deviceLogin }]) => [name, deviceLogin])),
  );
});

test("each profile but the narrowest names a narrower one and what that costs", () => {
  const names: readonly string[] = NAMES;
  for (const [name, { stricter }] of Object.entries(PROFILES)) {
    if (name === NAMES.at(-1)) expect(stricter).toBeUndefined();
    else expect(names.indexOf(stricter?.profile ?? "")).toBeGreaterThan(names.indexOf(name));
  }
});
