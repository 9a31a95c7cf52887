/** Rules of grants: one kind each, a waiver with every preset, nothing twice. */
import { type Finding, valueAt } from "./finding.ts";
import type { Path } from "./yaml.ts";

const KINDS = ["tcr", "ci", "preset"] as const;

/** @param holder An employee's entry or the defaults, valid or not. */
export function grantViolations(holder: unknown, path: Path): Finding[] {
  const grants = valueAt(holder, ["grants"]);
  if (!Array.isArray(grants)) return [];
  const keys = grants.map(subjectOf);
  return grants.flatMap((grant: unknown, index) => {
    const at = [...path, "grants", index];
    const key = keys[index];
    const isTwice = key !== undefined && keys.indexOf(key) < index;
    return [
      ...(isTwice
        ? [{ rule: "grant-twice", path: at, message: `${key} is granted twice`, remedy: "keep one" } as const]
        : []),
      ...kindViolations(grant, at),
    ];
  });
}

function kindViolations(grant: unknown, path: Path): Finding[] {
  if (typeof grant !== "object" || grant === null || Array.isArray(grant)) return [];
  const kinds = KINDS.filter((kind) => valueAt(grant, [kind]) !== undefined);
  const [kind, ...others] = kinds;
  // With a key that nobody knows the schema says what may stand here.
  if (kind === undefined && Object.keys(grant).every((key) => key === "waiver")) {
    return [
      {
        rule: "grant-kind",
        path,
        message: "a grant is for nothing",
        remedy: "write one of `tcr`, `ci` and `preset`",
      },
    ];
  }
  if (others.length > 0) {
    return [
      {
        rule: "grant-kind",
        path,
        message: `a grant has ${kinds.join(" and ")}`,
        remedy: "write one `- ` line each",
      },
    ];
  }
  const hasWaiver = valueAt(grant, ["waiver"]) !== undefined;
  if (kind === "preset" && !hasWaiver) {
    return [
      {
        rule: "grant-waiver",
        path,
        message: `the preset ${String(valueAt(grant, ["preset"]))} is for every resource of the account, so that a person must accept it`,
        remedy: "write `waiver: <reason>` beside it",
      },
    ];
  }
  if (kind !== undefined && kind !== "preset" && hasWaiver) {
    return [
      {
        rule: "grant-waiver",
        path: [...path, "waiver"],
        message: `only a preset takes a waiver, ${kind} does not`,
        remedy: "remove it",
      },
    ];
  }
  if (valueAt(grant, ["tcr", "repository"]) !== undefined && valueAt(grant, ["tcr", "namespace"]) === undefined) {
    return [
      {
        rule: "grant-repository",
        path: [...path, "tcr", "repository"],
        message: "a repository is in a namespace",
        remedy: "write `namespace` beside it",
      },
    ];
  }
  return [];
}

/** What a grant is for, in words that are the same for two grants of the same; undefined where it cannot be told. */
function subjectOf(grant: unknown): string | undefined {
  const text = (...path: string[]) => {
    const value = valueAt(grant, path);
    return typeof value === "string" ? value : undefined;
  };
  const [preset, instance, bucket] = [text("preset"), text("tcr", "instance"), text("ci", "bucket")];
  if (preset !== undefined) return `the preset ${preset}`;
  if (bucket !== undefined) return `the bucket ${bucket}`;
  if (instance === undefined) return undefined;
  const parts = [instance, text("tcr", "namespace"), text("tcr", "repository")];
  return `the registry ${parts.filter((part) => part !== undefined).join("/")}`;
}

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
