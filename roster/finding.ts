/** A mistake or doubt at a place of the file, before lines and columns are known. */
import type { RosterRule } from "./rule-ids.ts";
import type { Path } from "./yaml.ts";

export interface Finding {
  readonly rule: RosterRule;
  readonly path: Path;
  /** Set where the key itself is the mistake. */
  readonly key?: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly remedy?: string;
}

/** The value at a path of plain data, or undefined. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
