/** What every kind of lookup has: how the committed file holds it, how the cloud is asked for it, and how two answers differ. */
import type { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import type { Problem } from "../problems/problems.ts";
import type { Roster } from "../roster/roster.ts";

/** For whom and with what the cloud is asked. */
export interface Question {
  readonly roster: Roster;
  /** Of the roster's region. */
  readonly clients: Clients;
  /** Whether an environment that can be made may be missing: the roster is only previewed. */
  readonly preview?: boolean;
  /** Told in words what has been read so far. */
  readonly report: (progress: string) => void;
}

/** What was found, as far as nothing is wrong with it, and everything that is wrong. */
export interface Found<T> {
  readonly found: T;
  readonly problems: readonly Problem[];
}

/** One kind of lookup; `T` is its part of the lookups file. */
export interface LookupKind<T> {
  /** Checked at reading, since people merge and edit what is committed. */
  readonly schema: z.ZodType<T>;
  /**
   * Asks the cloud for exactly what the roster needs. Changes nothing there.
   *
   * @param previous what the lookups file has; undefined: nothing yet, or what is pinned is to be forgotten
   * @throws CloudError when a call fails
   */
  lookUp(question: Question, previous: T | undefined): Promise<Found<T>>;
  /** One line for each thing that is new or gone and for each value that differs; pure. */
  changes(previous: T | undefined, next: T): string[];
}
