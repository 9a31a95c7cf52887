/** What every kind of grant has in the roster: one file each, joined in grants.ts. */
import type { Finding } from "../finding.ts";
import type { Path } from "../yaml.ts";

/** One kind; `Entry` is a grant as the schema lets it through, `Grant` what comes of it. */
export interface RosterGrant<Entry, Grant> {
  /** The grant, from an entry that is of this kind. */
  complete(entry: Entry): Grant | undefined;
  /** What a grant is for, in words that are the same for two grants of the same; undefined where it cannot be told. */
  subject(value: unknown): string | undefined;
  /** What the schema does not say: keys that go together. The value may be invalid. */
  violations(value: unknown, path: Path): Finding[];
}

/** The value where it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
