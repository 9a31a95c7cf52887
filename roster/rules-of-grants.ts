/** Rules of grants: one kind each, a waiver with every preset, nothing twice. */
import { valueAt } from "./explain.ts";
import type { Violation } from "./rules.ts";
import type { Path } from "./yaml.ts";

const KINDS = ["tcr", "ci", "preset"] as const;

/** @param holder An employee's entry or the defaults, valid or not. */
export function grantViolations(holder: unknown, path: Path): Violation[] {
  const grants = valueAt(holder, ["grants"]);
  if (!Array.isArray(grants)) return [];
  const keys = grants.map(subjectOf);
  return grants.flatMap((grant: unknown, index) => {
    const at = [...path, "grants", index];
    const key = keys[index];
    const isTwice = key !== undefined && keys.indexOf(key) < index;
    return [
      ...(isTwice ? [{ path: at, message: `${key} is granted twice; keep one` }] : []),
      ...kindViolations(grant, at),
    ];
  });
}

function kindViolations(grant: unknown, path: Path): Violation[] {
  if (typeof grant !== "object" || grant === null || Array.isArray(grant)) return [];
  const kinds = KINDS.filter((kind) => valueAt(grant, [kind]) !== undefined);
  const [kind, ...others] = kinds;
  // With a key that nobody knows the schema says what may stand here.
  if (kind === undefined && Object.keys(grant).every((key) => key === "waiver")) {
    return [{ path, message: "a grant is for nothing; write one of `tcr`, `ci` and `preset`" }];
  }
  if (others.length > 0) {
    return [{ path, message: `a grant has ${kinds.join(" and ")}; write one \`- \` line each` }];
  }
  const hasWaiver = valueAt(grant, ["waiver"]) !== undefined;
  if (kind === "preset" && !hasWaiver) {
    const message = `the preset ${String(valueAt(grant, ["preset"]))} is for every resource of the account, so that a person must accept it; write \`waiver: <reason>\` beside it`;
    return [{ path, message }];
  }
  if (kind !== undefined && kind !== "preset" && hasWaiver) {
    return [{ path: [...path, "waiver"], message: `only a preset takes a waiver, ${kind} does not; remove it` }];
  }
  if (valueAt(grant, ["tcr", "repository"]) !== undefined && valueAt(grant, ["tcr", "namespace"]) === undefined) {
    const message = "a repository is in a namespace; write `namespace` beside it";
    return [{ path: [...path, "tcr", "repository"], message }];
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
