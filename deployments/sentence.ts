/** One thing that happens to a person, in words, with the resources that it is about. */
import { type Change, isChanged } from "./plan.ts";

/**
 * What it is for the person, worst first:
 * - `removal`: something is deleted for good;
 * - `interruption`: something that works stops, or starts anew;
 * - `weakening`: a protection goes, or a permission comes;
 * - `suspension`; `loss` of a permission; `gain`; `joining`; `detail`.
 */
export const EFFECTS = [
  "removal",
  "interruption",
  "weakening",
  "suspension",
  "loss",
  "joining",
  "gain",
  "detail",
] as const;
export type Effect = (typeof EFFECTS)[number];

export interface Sentence {
  readonly effect: Effect;
  /** Goes on behind the name: `joins, with …`. Values from outside are not escaped yet. */
  readonly text: string;
  /** Of resources. */
  readonly addresses: readonly string[];
}

/** Changes of one person of which some have been told. Each is told once. */
export class Untold {
  readonly #left: Map<string, Change>;
  readonly sentences: Sentence[] = [];

  /** @param all Of one person, unchanged ones too. */
  constructor(readonly all: readonly Change[]) {
    this.#left = new Map(all.filter(isChanged).map((change) => [change.address, change]));
  }

  get left(): readonly Change[] {
    return [...this.#left.values()];
  }

  /** The first that is not told yet. */
  find(isIt: (change: Change) => boolean): Change | undefined {
    return this.left.find(isIt);
  }

  /** Tells a sentence about changes, which are then told. */
  tell(effect: Effect, text: string, changes: readonly Change[]): void {
    for (const { address } of changes) this.#left.delete(address);
    this.sentences.push({ effect, text, addresses: changes.map(({ address }) => address).sort() });
  }

  /** Those that are not told yet and are so. */
  take(isIt: (change: Change) => boolean): Change[] {
    return this.left.filter(isIt);
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
