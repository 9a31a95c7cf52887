/** Rules of waivers: where they may stand, and that they say something. */
import { type Finding, valueAt } from "./finding.ts";
import { PROFILES } from "./profiles.ts";
import type { Path } from "./yaml.ts";

/** @param holder An employee's entry or the defaults, valid or not. */
export function waiverViolations(holder: unknown, path: Path): Finding[] {
  const waivers = valueAt(holder, ["waivers"]);
  if (waivers === undefined) return [];
  const policy = valueAt(holder, ["policy"]);
  if (typeof policy === "string" && !PROFILES.some((profile) => profile === policy)) return [];
  const why =
    policy === undefined
      ? "waivers stand beside the `policy` that they are for"
      : `the profile ${String(policy)} takes no waivers, since it declares what it may break`;
  return [
    {
      rule: "waiver-place",
      path,
      key: "waivers",
      message: why,
      remedy: "remove them, or write `policy: <template>.json` beside them",
    },
  ];
}

/** Waivers, of templates and presets, that somebody will have to defend one day, with nothing to go by. */
export function terseWaivers(holder: unknown, path: Path): Finding[] {
  const reasons = [
    ...listAt(holder, "waivers").map((each, index) => ({
      text: valueAt(each, ["reason"]),
      at: ["waivers", index, "reason"],
    })),
    ...listAt(holder, "grants").map((each, index) => ({
      text: valueAt(each, ["waiver"]),
      at: ["grants", index, "waiver"],
    })),
  ];
  return reasons.flatMap(({ text, at }) =>
    typeof text !== "string" || /\S\s+\S/.test(text) || /\p{Script=Han}{4}/u.test(text)
      ? []
      : [
          {
            rule: "waiver-terse",
            path: [...path, ...at],
            message: `the waiver says no more than ${JSON.stringify(text)}`,
            remedy: "write who agreed and why",
          } as const,
        ],
  );
}

function listAt(holder: unknown, key: string): readonly unknown[] {
  const list = valueAt(holder, [key]);
  return Array.isArray(list) ? list : [];
}
