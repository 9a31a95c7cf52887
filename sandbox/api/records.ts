/** Records whose keys come from outside. */

/** The record's own member: `own({}, "constructor")` is undefined, where `({})["constructor"]` is a function. */
export function own<T>(record: Readonly<Record<string, T>>, key: string | number): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
