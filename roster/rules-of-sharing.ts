/** Rules of environments: each employee has an own one, unless all who have it say that they share it. */
import type { Entry, Violation } from "./rules.ts";

/** @param first Words for the place of an entry: `line 12`. */
export function environmentViolations(entries: readonly Entry[], first: (entry: Entry) => string): Violation[] {
  return [
    ...taken(entries, (entry) => entry.alias, "alias", "environment alias", first),
    ...taken(entries, (entry) => entry.id, "id", "environment", first),
    ...entries.flatMap((entry) => oneSided(entry, entries)),
  ];
}

function taken(
  entries: readonly Entry[],
  textOf: (entry: Entry) => string | undefined,
  key: "alias" | "id",
  what: string,
  first: (entry: Entry) => string,
): Violation[] {
  const owners = new Map<string, Entry[]>();
  return entries.flatMap((entry) => {
    const value = textOf(entry);
    if (value === undefined) return [];
    const before = owners.get(value) ?? [];
    owners.set(value, [...before, entry]);
    // Who is named on one side only gets a message of oneSided().
    const owner = before.find((other) => !entry.sharesWith(other) && !other.sharesWith(entry));
    if (owner === undefined) return [];
    const message = `the ${what} ${JSON.stringify(value)} belongs to the employee at ${first(owner)}; every employee has an own environment`;
    return [{ path: [...entry.path, "environment", key], message }];
  });
}

function oneSided(entry: Entry, entries: readonly Entry[]): Violation[] {
  const name = entry.text("name");
  return entry.sharedWith.flatMap((other, index) => {
    const path = [...entry.path, "environment", "sharedWith", index];
    if (other === name) return [{ path, message: "an employee cannot share with themselves; write the others' names" }];
    if (entry.sharedWith.indexOf(other) < index) return [{ path, message: `${other} is named twice; keep one` }];
    const partner = entries.find((each) => each.text("name") === other);
    if (partner === undefined) {
      return [{ path, message: `there is no employee named ${JSON.stringify(other)} in this file; correct the name` }];
    }
    if (!partner.sharesWith(entry)) {
      const message = `${other} does not share the environment with ${name ?? "this employee"}; write \`sharedWith: [${name ?? "…"}]\` there too, or remove it here`;
      return [{ path, message }];
    }
    if (isOther(entry.id, partner.id) || isOther(entry.alias, partner.alias)) {
      const message = `${other} has another environment (${partner.id ?? partner.alias}), so that there is nothing to share; write the same \`id\` or \`alias\` in both entries`;
      return [{ path, message }];
    }
    return [];
  });
}

/** Whether both are known and differ; an id and an alias can be compared only when they have been looked up. */
function isOther(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
