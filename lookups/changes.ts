/** Says in words how two lookups differ. */
import type { EnvironmentLookup, Lookups } from "./lookups.ts";

/** One line for each environment or blueprint that is new or gone and for each value that differs; empty: nothing changed. Pure. */
export function lookupChanges(previous: Lookups | undefined, next: Lookups): string[] {
  return [
    ...(["ownerUin", "appId"] as const).flatMap((key) =>
      change(`account ${key}`, previous?.account[key], next.account[key]),
    ),
    ...sections(previous?.environments ?? {}, next.environments, environmentChanges),
    ...sections(previous?.blueprints ?? {}, next.blueprints, (title, old, now) =>
      change(`blueprint "${title}"`, old?.id, now?.id),
    ),
  ];
}

function sections<T>(
  previous: Readonly<Record<string, T>>,
  next: Readonly<Record<string, T>>,
  changes: (key: string, old: T | undefined, now: T | undefined) => string[],
): string[] {
  const [before, after] = [new Map(Object.entries(previous)), new Map(Object.entries(next))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .flatMap((key) => changes(key, before.get(key), after.get(key)));
}

/** An environment that comes or goes is one line: its parts come and go with it. */
function environmentChanges(
  id: string,
  old: EnvironmentLookup | undefined,
  now: EnvironmentLookup | undefined,
): string[] {
  const name = `environment ${id}`;
  if (old === undefined || now === undefined) return change(`${name} alias`, old?.alias, now?.alias);
  return [
    ...(["alias", "hostingBucket", "package", "region", "storageBucket"] as const).flatMap((key) =>
      change(`${name} ${key}`, old[key], now[key]),
    ),
    ...(["logsetId", "topicId"] as const).flatMap((key) => change(`${name} ${key}`, old.logs?.[key], now.logs?.[key])),
  ];
}

function change(what: string, old: string | undefined, now: string | undefined): string[] {
  if (old === now) return [];
  if (old === undefined) return [`${what}: new, ${now}`];
  return [now === undefined ? `${what}: gone, was ${old}` : `${what}: ${old} became ${now}`];
}
