/** Rules of renames: Terraform moves one person's blocks to a new name, and would put them over another's without an error. */
import type { Entry } from "./entry.ts";
import { type Finding, valueAt } from "./finding.ts";

/** @param first Words for the place of an entry: `line 12`. */
export function renameViolations(entries: readonly Entry[], first: (entry: Entry) => string): Finding[] {
  const renamed = entries.filter((entry) => valueAt(entry.value, ["previously"]) !== undefined);
  return renamed.flatMap((entry) => [...withoutEnvironment(entry), ...notFree(entry, entries, renamed, first)]);
}

/** The environment keeps its alias, which a new name would no longer find. */
function withoutEnvironment(entry: Entry): Finding[] {
  if (entry.id !== undefined || entry.text("environment", "alias") !== undefined) return [];
  const [old = "…"] = previousNames(entry).map(({ name }) => name);
  return [
    {
      rule: "rename",
      path: [...entry.path, "previously"],
      message: "a rename keeps the environment, but the new name does not say which one that is",
      remedy: `write \`environment: { alias: ${old.toLowerCase()} }\` or its \`id\` beside it, for good`,
    },
  ];
}

function notFree(
  entry: Entry,
  entries: readonly Entry[],
  renamed: readonly Entry[],
  first: (entry: Entry) => string,
): Finding[] {
  const own = entry.text("name");
  return previousNames(entry).flatMap(({ name, index }) => {
    const wrong = (message: string, remedy: string): Finding[] => [
      { rule: "rename", path: [...entry.path, "previously", index], message, remedy },
    ];
    if (name === own) return wrong(`${name} is the name now`, "write the names that the employee had before");
    if (previousNames(entry).some((other) => other.index < index && other.name === name)) {
      return wrong(`${name} is named twice`, "keep one");
    }
    const taker = entries.find((other) => other !== entry && isSame(other.text("name"), name));
    if (taker !== undefined) {
      const isSwap = previousNames(taker).some((each) => isSame(each.name, own ?? ""));
      const order = isSwap
        ? "a swap takes three deployments: rename one of them to a name that nobody has first"
        : "deploy one after the other: first this rename, then remove `previously`, then give the name to somebody else";
      return wrong(
        `the name ${name} is free only when this rename is deployed, but the employee at ${first(taker)} has it`,
        order,
      );
    }
    const rival = renamed.find(
      (other) =>
        entries.indexOf(other) < entries.indexOf(entry) && previousNames(other).some((each) => isSame(each.name, name)),
    );
    return rival === undefined
      ? []
      : wrong(`the employee at ${first(rival)} had the name ${name} too`, "keep it where it is right");
  });
}

function previousNames(entry: Entry): { readonly name: string; readonly index: number }[] {
  const names = valueAt(entry.value, ["previously"]);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown, index) => (typeof name === "string" ? [{ name, index }] : []));
}

/** CAM's names are the same in upper and lower case. */
function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
