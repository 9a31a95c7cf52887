/**
 * Rules between entries, which no schema can say. They read the file as it is written, valid or not, so that they are
 * reported together with the mistakes that the schema finds.
 */
import { unseenCharacters } from "./characters.ts";
import { Entry } from "./entry.ts";
import { type Finding, valueAt } from "./finding.ts";
import { grantViolations } from "./grants/grants.ts";
import { widePresets } from "./grants/wide-presets.ts";
import { ALIAS, MAX_SERVER_NAME, MAX_SUB_ACCOUNTS, SERVER_NAME_PREFIX } from "./limits.ts";
import { nestedIds } from "./nested-ids.ts";
import { apiKeyViolations } from "./rules-of-keys.ts";
import { originViolations } from "./rules-of-origins.ts";
import { renameViolations } from "./rules-of-renames.ts";
import { firewallViolations, openToEverybody } from "./rules-of-servers.ts";
import { environmentViolations } from "./rules-of-sharing.ts";
import { terseWaivers, waiverViolations } from "./rules-of-waivers.ts";
import type { Path } from "./yaml.ts";

/** Every violation in the parsed file. @param lineOf Line of the value at a path, for messages that point elsewhere. */
export function violations(file: unknown, lineOf: (path: Path) => number): Finding[] {
  const employees = valueAt(file, ["employees"]);
  if (!Array.isArray(employees)) return [];
  const entries = employees.map((value: unknown, index) => new Entry(value, index));
  const first = (entry: Entry) => `line ${lineOf(entry.path)}`;
  return [
    ...tooMany(entries),
    ...strangersProtected(entries, valueAt(file, ["guard", "protected"])),
    ...doubles(
      entries,
      (entry) => entry.text("name")?.toLowerCase(),
      ["name"],
      (entry, value) =>
        `the name ${value} is taken by the employee at ${first(entry)} (upper and lower case count as the same)`,
    ),
    ...environmentViolations(entries, first),
    ...renameViolations(entries, first),
    ...prefixes(entries, first),
    ...missingBundles(entries, valueAt(file, ["defaults", "server"])),
    ...longServerNames(entries, valueAt(file, ["defaults", "server"])),
    ...entries.flatMap((entry) => [
      ...environmentReference(entry),
      ...originViolations(entry, valueAt(file, ["defaults", "access", "apiKey"])),
      ...grantViolations(entry.value, entry.path),
      ...waiverViolations(entry.value, entry.path),
      ...apiKeyViolations(entry.value, entry.path),
      ...firewallViolations(entry.value, entry.path),
    ]),
    ...firewallViolations(valueAt(file, ["defaults"]), ["defaults"]),
    ...unseenCharacters(file),
    ...grantViolations(valueAt(file, ["defaults"]), ["defaults"]),
    ...waiverViolations(valueAt(file, ["defaults"]), ["defaults"]),
    ...apiKeyViolations(valueAt(file, ["defaults"]), ["defaults"]),
  ];
}

/** What a person should look at in a file that is valid. */
export function doubts(file: unknown): Finding[] {
  const employees = valueAt(file, ["employees"]);
  if (!Array.isArray(employees)) return [];
  const holders: (readonly [unknown, Path])[] = [
    [valueAt(file, ["defaults"]), ["defaults"]],
    ...employees.map((entry: unknown, index) => [entry, ["employees", index]] as const),
  ];
  return holders.flatMap(([holder, path]) => [
    ...terseWaivers(holder, path),
    ...openToEverybody(holder, path),
    ...widePresets(holder, path),
  ]);
}

function tooMany(entries: readonly Entry[]): Finding[] {
  const extra = entries[MAX_SUB_ACCOUNTS];
  if (extra === undefined) return [];
  return [
    {
      rule: "too-many-employees",
      path: extra.path,
      message: `${entries.length} employees, but a root account has at most ${MAX_SUB_ACCOUNTS} sub-accounts (CAM limit)`,
      remedy: "move the rest to a roster of another root account",
    },
  ];
}

/** A slip here would protect nobody. */
function strangersProtected(entries: readonly Entry[], names: unknown): Finding[] {
  if (!Array.isArray(names)) return [];
  const known = new Set(entries.map((entry) => entry.text("name")));
  return names.flatMap((name: unknown, index) =>
    typeof name !== "string" || known.has(name)
      ? []
      : [
          {
            rule: "protected-unknown",
            path: ["guard", "protected", index],
            message: `${JSON.stringify(name)} is protected, and no employee has that name`,
            remedy: "correct the name, or take it out first where the employee is to leave",
          } as const,
        ],
  );
}

function doubles(
  entries: readonly Entry[],
  textOf: (entry: Entry) => string | undefined,
  at: readonly string[],
  message: (first: Entry, value: string) => string,
): Finding[] {
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const value = textOf(entry);
    if (value === undefined) return [];
    const first = firsts.get(value);
    if (first === undefined) {
      firsts.set(value, entry);
      return [];
    }
    return [
      {
        rule: "name-twice",
        path: [...entry.path, ...at],
        message: message(first, JSON.stringify(entry.text(...at) ?? value)),
        remedy: "write another",
      },
    ];
  });
}

function prefixes(entries: readonly Entry[], first: (entry: Entry) => string): Finding[] {
  const named = entries.flatMap((entry) => (entry.id === undefined ? [] : [{ entry, id: entry.id }]));
  return nestedIds(named, ({ id }) => id).map(({ longer, shorter }) => ({
    rule: "environment-nested",
    path: [...longer.entry.path, "environment", "id"],
    message: `the environment id "${longer.id}" starts with "${shorter.id}" at ${first(shorter.entry)}, so that a policy for the one could reach the other`,
    remedy: "give one of them another environment",
  }));
}

function environmentReference(entry: Entry): Finding[] {
  const { id } = entry;
  const alias = entry.text("environment", "alias");
  if (id !== undefined && alias !== undefined) {
    return [
      {
        rule: "environment-reference",
        path: [...entry.path, "environment"],
        message: "an environment has `id` and `alias`",
        remedy: "write one of them",
      },
    ];
  }
  const name = entry.text("name");
  if (id === undefined && alias === undefined && name !== undefined && !ALIAS.test(name)) {
    return [
      {
        rule: "environment-reference",
        path: [...entry.path, "name"],
        message: `the name ${JSON.stringify(name)} cannot be the alias of an environment (1 to 20 of a-z 0-9 -)`,
        remedy: "write `environment: { alias: … }` or `environment: { id: … }`",
      },
    ];
  }
  return [];
}

/** Reported once under `defaults` where employees only inherit the gap. */
function missingBundles(entries: readonly Entry[], byDefault: unknown): Finding[] {
  const missing = (path: Path): Finding => ({
    rule: "server-bundle",
    path,
    message: "the server has no `bundle`, which sets its size and price",
    remedy: "write `server: { bundle: … }` here or under `defaults`, or `server: false`",
  });
  if (isMap(byDefault) && Object.hasOwn(byDefault, "bundle")) return [];
  const inherited = isMap(byDefault) && entries.some((entry) => valueAt(entry.value, ["server"]) === undefined);
  return [
    ...(inherited ? [missing(["defaults", "server"])] : []),
    ...entries.flatMap((entry) => {
      const own = valueAt(entry.value, ["server"]);
      return isMap(own) && !Object.hasOwn(own, "bundle") ? [missing([...entry.path, "server"])] : [];
    }),
  ];
}

function longServerNames(entries: readonly Entry[], byDefault: unknown): Finding[] {
  const most = MAX_SERVER_NAME - SERVER_NAME_PREFIX.length;
  return entries.flatMap((entry) => {
    const name = entry.text("name");
    if (name === undefined || name.length <= most || !isMap(valueAt(entry.value, ["server"]) ?? byDefault)) return [];
    return [
      {
        rule: "server-name",
        path: [...entry.path, "name"],
        message: `the server would be named ${SERVER_NAME_PREFIX}${name}, longer than ${MAX_SERVER_NAME} characters`,
        remedy: `write a name of at most ${most}, or \`server: false\``,
      },
    ];
  });
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
