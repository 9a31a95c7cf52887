/**
 * Rules between entries, which no schema can say. They read the file as it is written, valid or not, so that they are
 * reported together with the mistakes that the schema finds.
 */
import { valueAt } from "./explain.ts";
import { ALIAS, MAX_SERVER_NAME, MAX_SUB_ACCOUNTS, SERVER_NAME_PREFIX } from "./limits.ts";
import { nestedIds } from "./nested-ids.ts";
import { grantViolations } from "./rules-of-grants.ts";
import { environmentViolations } from "./rules-of-sharing.ts";
import type { Path } from "./yaml.ts";

/** A mistake at the value of a path. */
export interface Violation {
  readonly path: Path;
  readonly message: string;
}

/** Every violation in the parsed file. @param lineOf Line of the value at a path, for messages that point elsewhere. */
export function violations(file: unknown, lineOf: (path: Path) => number): Violation[] {
  const employees = valueAt(file, ["employees"]);
  if (!Array.isArray(employees)) return [];
  const entries = employees.map((value: unknown, index) => new Entry(value, index));
  const first = (entry: Entry) => `line ${lineOf(entry.path)}`;
  return [
    ...tooMany(entries),
    ...doubles(
      entries,
      (entry) => entry.text("name")?.toLowerCase(),
      ["name"],
      (entry, value) =>
        `the name ${value} is taken by the employee at ${first(entry)} (upper and lower case count as the same); write another`,
    ),
    ...environmentViolations(entries, first),
    ...prefixes(entries, first),
    ...missingBundles(entries, valueAt(file, ["defaults", "server"])),
    ...longServerNames(entries, valueAt(file, ["defaults", "server"])),
    ...entries.flatMap((entry) => [...environmentReference(entry), ...grantViolations(entry.value, entry.path)]),
    ...grantViolations(valueAt(file, ["defaults"]), ["defaults"]),
  ];
}

/** One entry of `employees`, of which nothing is known but its place. */
export class Entry {
  readonly path: Path;

  constructor(
    readonly value: unknown,
    index: number,
  ) {
    this.path = ["employees", index];
  }

  text(...keys: string[]): string | undefined {
    const value = valueAt(this.value, keys);
    return typeof value === "string" ? value : undefined;
  }

  /** Names as written, under `environment`. */
  get sharedWith(): readonly string[] {
    const names = valueAt(this.value, ["environment", "sharedWith"]);
    return Array.isArray(names) ? names.filter((name: unknown) => typeof name === "string") : [];
  }

  /** Whether this entry names the other one as somebody with the same environment. */
  sharesWith(other: Entry): boolean {
    const name = other.text("name");
    return name !== undefined && this.sharedWith.includes(name);
  }

  get id(): string | undefined {
    return this.text("environment", "id");
  }

  /** As written, or the name, which stands for it. */
  get alias(): string | undefined {
    if (this.id !== undefined) return undefined;
    return this.text("environment", "alias") ?? this.text("name");
  }
}

function tooMany(entries: readonly Entry[]): Violation[] {
  const extra = entries[MAX_SUB_ACCOUNTS];
  if (extra === undefined) return [];
  const message = `${entries.length} employees, but a root account has at most ${MAX_SUB_ACCOUNTS} sub-accounts (CAM limit); move the rest to a roster of another root account`;
  return [{ path: extra.path, message }];
}

function doubles(
  entries: readonly Entry[],
  textOf: (entry: Entry) => string | undefined,
  at: readonly string[],
  message: (first: Entry, value: string) => string,
): Violation[] {
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const value = textOf(entry);
    if (value === undefined) return [];
    const first = firsts.get(value);
    if (first === undefined) {
      firsts.set(value, entry);
      return [];
    }
    return [{ path: [...entry.path, ...at], message: message(first, JSON.stringify(entry.text(...at) ?? value)) }];
  });
}

function prefixes(entries: readonly Entry[], first: (entry: Entry) => string): Violation[] {
  const named = entries.flatMap((entry) => (entry.id === undefined ? [] : [{ entry, id: entry.id }]));
  return nestedIds(named, ({ id }) => id).map(({ longer, shorter }) => ({
    path: [...longer.entry.path, "environment", "id"],
    message: `the environment id "${longer.id}" starts with "${shorter.id}" at ${first(shorter.entry)}, so that a policy for the one could reach the other; give one of them another environment`,
  }));
}

function environmentReference(entry: Entry): Violation[] {
  const { id } = entry;
  const alias = entry.text("environment", "alias");
  if (id !== undefined && alias !== undefined) {
    return [
      { path: [...entry.path, "environment"], message: "an environment has `id` and `alias`; write one of them" },
    ];
  }
  const name = entry.text("name");
  if (id === undefined && alias === undefined && name !== undefined && !ALIAS.test(name)) {
    const message = `the name ${JSON.stringify(name)} cannot be the alias of an environment (1 to 20 of a-z 0-9 -); write \`environment: { alias: … }\` or \`environment: { id: … }\``;
    return [{ path: [...entry.path, "name"], message }];
  }
  return [];
}

/** Reported once under `defaults` where employees only inherit the gap. */
function missingBundles(entries: readonly Entry[], byDefault: unknown): Violation[] {
  const message =
    "the server has no `bundle`, which sets its size and price; write `server: { bundle: … }` here or under `defaults`, or `server: false`";
  if (isMap(byDefault) && Object.hasOwn(byDefault, "bundle")) return [];
  const inherited = isMap(byDefault) && entries.some((entry) => valueAt(entry.value, ["server"]) === undefined);
  return [
    ...(inherited ? [{ path: ["defaults", "server"], message }] : []),
    ...entries.flatMap((entry) => {
      const own = valueAt(entry.value, ["server"]);
      return isMap(own) && !Object.hasOwn(own, "bundle") ? [{ path: [...entry.path, "server"], message }] : [];
    }),
  ];
}

function longServerNames(entries: readonly Entry[], byDefault: unknown): Violation[] {
  const most = MAX_SERVER_NAME - SERVER_NAME_PREFIX.length;
  return entries.flatMap((entry) => {
    const name = entry.text("name");
    if (name === undefined || name.length <= most || !isMap(valueAt(entry.value, ["server"]) ?? byDefault)) return [];
    const message = `the server would be named ${SERVER_NAME_PREFIX}${name}, longer than ${MAX_SERVER_NAME} characters; write a name of at most ${most}, or \`server: false\``;
    return [{ path: [...entry.path, "name"], message }];
  });
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
