/** Doubts about preset policies. */
import { type Finding, valueAt } from "../finding.ts";
import type { Path } from "../yaml.ts";

/** Presets with which an employee can do everything, or give themselves everything. */
const WIDE_PRESETS: readonly string[] = [
  "AdministratorAccess",
  "QcloudCamFullAccess",
  "QcloudCamSubaccountsAuthorizeRoleFullAccess",
];

/** @param holder An employee's entry or the defaults, valid or not. */
export function widePresets(holder: unknown, path: Path): Finding[] {
  const grants = valueAt(holder, ["grants"]);
  if (!Array.isArray(grants)) return [];
  return grants.flatMap((grant: unknown, index): Finding[] => {
    const preset = valueAt(grant, ["preset"]);
    if (typeof preset !== "string" || !WIDE_PRESETS.includes(preset)) return [];
    return [
      {
        rule: "grant-everything",
        path: [...path, "grants", index],
        message: `${preset} gives away the whole root account`,
        remedy: "grant what is needed instead",
      },
    ];
  });
}
