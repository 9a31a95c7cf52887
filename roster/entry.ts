/** An entry of the roster as it is written, valid or not, for the rules between entries. */
import { valueAt } from "./finding.ts";
import type { Path } from "./yaml.ts";

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
