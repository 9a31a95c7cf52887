/** Says in words how two lookups differ. */

/** The changes of each key that either has, by key. */
export function changesByKey<T>(
  previous: Readonly<Record<string, T>> | undefined,
  next: Readonly<Record<string, T>>,
  changes: (key: string, old: T | undefined, now: T | undefined) => string[],
): string[] {
  const [before, after] = [new Map(Object.entries(previous ?? {})), new Map(Object.entries(next))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .flatMap((key) => changes(key, before.get(key), after.get(key)));
}

/** No line, or one: `account appId: 1 became 2`. */
export function change(what: string, old: string | undefined, now: string | undefined): string[] {
  if (old === now) return [];
  if (old === undefined) return [`${what}: new, ${now}`];
  return [now === undefined ? `${what}: gone, was ${old}` : `${what}: ${old} became ${now}`];
}
