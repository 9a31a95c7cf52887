/** Whose a resource is, by its id in Terraform: the name of the employee, then what it is for. */
import { firstNameOf } from "../terraform/id.ts";
import type { Change } from "./plan.ts";

/** Of one employee. */
export interface PersonChanges {
  readonly name: string;
  /** Of every resource of the employee, unchanged ones too. */
  readonly changes: readonly Change[];
}

/** Types that a stack has once for all. */
const SHARED_TYPES: readonly string[] = ["tencentcloud_tat_command", "tencentcloud_lighthouse_firewall_template"];

/** The employee that a resource is of; undefined: of the whole stack. Policies of an employee have a second part in their id. */
export function ownerOf({ type, id }: Pick<Change, "type" | "id">): string | undefined {
  if (SHARED_TYPES.includes(type) || !type.startsWith("tencentcloud_")) return undefined;
  return type === "tencentcloud_cam_policy" && !id.includes("__") ? undefined : firstNameOf(id);
}

/** What the resource is for, behind the employee's name: `environment`, `preset__QcloudCamReadOnlyAccess`; empty: itself. */
export function partOf({ id }: Pick<Change, "id">): string {
  const at = id.indexOf("__");
  return at < 0 ? "" : id.slice(at + 2);
}

/** Name of the preset policy that is attached; undefined for any other resource. */
export function presetOf(change: Pick<Change, "id">): string | undefined {
  const part = partOf(change);
  return part.startsWith("preset__") ? firstNameOf(part.slice("preset__".length)) : undefined;
}

/** Whether it attaches the policy that denies everything. */
export function isSuspension(change: Pick<Change, "type" | "id">): boolean {
  return change.type === "tencentcloud_cam_user_policy_attachment" && partOf(change) === "suspended";
}

/** The resources by employee, in the order of the names. */
export function byPerson(changes: readonly Change[]): PersonChanges[] {
  const people = new Map<string, Change[]>();
  const now = newNames(changes);
  for (const change of changes) {
    const owner = ownerOf(change);
    const name = owner === undefined ? undefined : (now.get(owner) ?? owner);
    if (name !== undefined) people.set(name, [...(people.get(name) ?? []), change]);
  }
  return [...people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => ({ name, changes: own }));
}

/** Names by those of before, unless somebody else has the old one: what is left under an old name is the same person's. */
function newNames(changes: readonly Change[]): ReadonlyMap<string, string> {
  const users = changes.filter(({ type }) => type === "tencentcloud_cam_user");
  const taken = new Set(users.map(({ id }) => firstNameOf(id)));
  return new Map(
    users.flatMap(({ previous, id }): [string, string][] => {
      const before = firstNameOf(previous?.slice(previous.indexOf(".") + 1) ?? "");
      return previous === undefined || taken.has(before) ? [] : [[before, firstNameOf(id)]];
    }),
  );
}
