/** Values of Terraform's type system (cty) as the provider works with them, and readers that narrow them. */

/** Stands for a value that is known only after apply. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** Lists, sets and maps hold one type each; which it is, the schema says. */
export type Value = null | boolean | number | string | typeof UNKNOWN | readonly Value[] | Members;

/** An object or a map by name: the configuration, plan or state of one resource, or a block in it. */
export interface Members {
  readonly [name: string]: Value;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMembers(value: Value | undefined): value is Members {
  return typeof value === "object" && value !== null && !isList(value);
}

/**
 * A string attribute.
 *
 * @returns `undefined` where it is null, unknown or not there. Write `|| undefined` behind it where the real provider leaves
 * an empty string out (its `GetOk`).
 * @throws TypeError when it holds another type, which is a mistake in the resource.
 */
export function stringOf(values: Members, name: string): string | undefined {
  const value = knownOf(values, name);
  if (value === undefined || typeof value === "string") return value;
  throw new TypeError(`${name} is not a string`);
}

/** A number attribute; see {@link stringOf}. */
export function numberOf(values: Members, name: string): number | undefined {
  const value = knownOf(values, name);
  if (value === undefined || typeof value === "number") return value;
  throw new TypeError(`${name} is not a number`);
}

/** A bool attribute; see {@link stringOf}. */
export function booleanOf(values: Members, name: string): boolean | undefined {
  const value = knownOf(values, name);
  if (value === undefined || typeof value === "boolean") return value;
  throw new TypeError(`${name} is not a bool`);
}

/** The blocks of a nested list block in their order; empty where there are none. */
export function blocksOf(values: Members, name: string): readonly Members[] {
  const value = knownOf(values, name) ?? [];
  if (isList(value) && value.every(isMembers)) return value;
  throw new TypeError(`${name} is not a list of blocks`);
}

/** The entries of a map of strings, sorted by key so that requests are the same from run to run; empty where there are none. */
export function stringMapOf(values: Members, name: string): ReadonlyMap<string, string> {
  const value = knownOf(values, name) ?? {};
  if (!isMembers(value)) throw new TypeError(`${name} is not a map`);
  return new Map(
    Object.keys(value)
      .sort()
      .map((key) => [key, stringOf(value, key) ?? ""]),
  );
}

function knownOf(values: Members, name: string): Exclude<Value, null | typeof UNKNOWN> | undefined {
  const value = values[name];
  return value === null || value === UNKNOWN ? undefined : value;
}
