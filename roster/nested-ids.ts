/** Finds ids that start with another's: a policy for the shorter one could reach the longer one. */

/** Two holders of ids, of which one id is the beginning of the other. */
export interface NestedIds<T> {
  readonly longer: T;
  readonly shorter: T;
}

/**
 * One pair for each id that starts with another one, in the order of the ids. Equal ids are no pair.
 *
 * CAM's documents leave open whether a resource without `*` also matches longer ones
 * (https://www.tencentcloud.com/document/product/598/10607), so one id may not be the start of another.
 */
export function nestedIds<T>(holders: readonly T[], idOf: (holder: T) => string): NestedIds<T>[] {
  const sorted = [...holders].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  // All ids between an id and one that it starts start with it too, so the last id that starts with no earlier one is enough.
  const found: NestedIds<T>[] = [];
  let shorter: T | undefined;
  for (const longer of sorted) {
    if (shorter !== undefined && idOf(longer) !== idOf(shorter) && idOf(longer).startsWith(idOf(shorter))) {
      found.push({ longer, shorter });
    } else {
      shorter = longer;
    }
  }
  return found;
}
