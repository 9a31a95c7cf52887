/** The register of grants in the roster: what an employee may use besides the own environment. */
import { z } from "zod";
import { type Finding, valueAt } from "../finding.ts";
import type { Path } from "../yaml.ts";
import { type CiGrant, ci, ciKeys } from "./ci.ts";
import { type PresetGrant, preset, presetKeys } from "./preset.ts";
import { type TcrGrant, tcr, tcrKeys } from "./tcr.ts";

export type Grant = TcrGrant | CiGrant | PresetGrant;

/** Each is the key that says that a grant is of it. */
const NAMES = ["tcr", "ci", "preset"] as const;

const KINDS = { tcr, ci, preset } satisfies Record<(typeof NAMES)[number], unknown>;

/** One of the kinds: as one map, so that mistakes are found in what was written. */
export const grants = z
  .array(z.strictObject({ ...tcrKeys, ...ciKeys, ...presetKeys }).partial())
  .describe("What the employee may use besides the own environment.");

type GrantEntry = z.infer<typeof grants>[number];

/**
 * The finished grant.
 *
 * @throws TypeError for an entry that the schema or the violations below should have refused
 */
export function completeGrant(entry: GrantEntry): Grant {
  const [kind, ...others] = NAMES.filter((name) => entry[name] !== undefined);
  const grant = kind === undefined || others.length > 0 ? undefined : KINDS[kind].complete(entry);
  if (grant === undefined) throw new TypeError("a grant of no kind, of several or of half a kind was let through");
  return grant;
}

/** One kind each, a waiver with every preset and nothing else, nothing twice. @param holder An employee's entry or the defaults, valid or not. */
export function grantViolations(holder: unknown, path: Path): Finding[] {
  const all = valueAt(holder, ["grants"]);
  if (!Array.isArray(all)) return [];
  const subjects = all.map(subjectOf);
  return all.flatMap((grant: unknown, index) => {
    const at = [...path, "grants", index];
    const subject = subjects[index];
    const isTwice = subject !== undefined && subjects.indexOf(subject) < index;
    return [
      ...(isTwice
        ? [{ rule: "grant-twice", path: at, message: `${subject} is granted twice`, remedy: "keep one" } as const]
        : []),
      ...kindViolations(grant, at),
    ];
  });
}

function subjectOf(grant: unknown): string | undefined {
  return NAMES.map((name) => KINDS[name].subject(grant)).find((subject) => subject !== undefined);
}

function kindViolations(grant: unknown, path: Path): Finding[] {
  if (typeof grant !== "object" || grant === null || Array.isArray(grant)) return [];
  const [kind, ...others] = NAMES.filter((name) => valueAt(grant, [name]) !== undefined);
  if (kind === undefined) {
    // With a key that nobody knows the schema says what may stand here.
    if (!Object.keys(grant).every((key) => key === "waiver")) return [];
    const remedy = `write one of ${NAMES.map((name) => `\`${name}\``).join(", ")}`.replace(/, (?=[^,]*$)/, " and ");
    return [{ rule: "grant-kind", path, message: "a grant is for nothing", remedy }];
  }
  if (others.length > 0) {
    const message = `a grant has ${[kind, ...others].join(" and ")}`;
    return [{ rule: "grant-kind", path, message, remedy: "write one `- ` line each" }];
  }
  if (kind !== "preset" && valueAt(grant, ["waiver"]) !== undefined) {
    const message = `only a preset takes a waiver, ${kind} does not`;
    return [{ rule: "grant-waiver", path: [...path, "waiver"], message, remedy: "remove it" }];
  }
  return KINDS[kind].violations(grant, path);
}
