/** Rules of environments: each employee has an own one, unless all who have it say that they share it. */

import type { Entry } from "./entry.ts";
import type { Finding } from "./finding.ts";

/** @param first Words for the place of an entry: `line 12`. */
export function environmentViolations(entries: readonly Entry[], first: (entry: Entry) => string): Finding[] {
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
): Finding[] {
  const owners = new Map<string, Entry[]>();
  return entries.flatMap((entry) => {
    const value = textOf(entry);
    if (value === undefined) return [];
    const before = owners.get(value) ?? [];
    owners.set(value, [...before, entry]);
    // Who is named on one side only gets a message of oneSided().
    const owner = before.find((other) => !entry.sharesWith(other) && !other.sharesWith(entry));
    if (owner === undefined) return [];
    return [
      {
        rule: "environment-twice",
        path: [...entry.path, "environment", key],
        message: `the ${what} ${JSON.stringify(value)} belongs to the employee at ${first(owner)}`,
        remedy: "every employee has an own environment",
      },
    ];
  });
}

function oneSided(entry: Entry, entries: readonly Entry[]): Finding[] {
  const name = entry.text("name");
  return entry.sharedWith.flatMap((other, index) => {
    const wrong = (message: string, remedy: string): Finding[] => [
      { rule: "sharing", path: [...entry.path, "environment", "sharedWith", index], message, remedy },
    ];
    if (other === name) return wrong("an employee cannot share with themselves", "write the others' names");
    if (entry.sharedWith.indexOf(other) < index) return wrong(`${other} is named twice`, "keep one");
    const partner = entries.find((each) => each.text("name") === other);
    if (partner === undefined) {
      return wrong(`there is no employee named ${JSON.stringify(other)} in this file`, "correct the name");
    }
    if (!partner.sharesWith(entry)) {
      return wrong(
        `${other} does not share the environment with ${name ?? "this employee"}`,
        `write \`sharedWith: [${name ?? "…"}]\` there too, or remove it here`,
      );
    }
    if (isOther(entry.id, partner.id) || isOther(entry.alias, partner.alias)) {
      return wrong(
        `${other} has another environment (${partner.id ?? partner.alias}), so that there is nothing to share`,
        "write the same `id` or `alias` in both entries",
      );
    }
    return [];
  });
}

/** Whether both are known and differ; an id and an alias can be compared only when they have been looked up. */
function isOther(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
