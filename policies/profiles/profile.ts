/** What a profile is: a template with all that the rest of the project must know of it. */
import type { PolicyDocument } from "../language/document.ts";

/** From the widest to the narrowest. */
export type ProfileName = "documented" | "reference" | "guarded" | "confined" | "strict";

/** What a profile allows on purpose although it breaks an invariant of the proof: known, reported, and no violation. */
export interface Declared {
  /** Actions that it allows for the whole account, by name. */
  readonly actions: readonly string[];
  /** Services whose resources may leave the region empty, which then means all regions. */
  readonly regionless: readonly string[];
}

export interface Profile {
  /** Document with placeholders. */
  readonly template: PolicyDocument;
  /** Whether the sub-accounts get the permission boundary. */
  readonly bounded: boolean;
  /** Whether the device-code login works unless the roster says otherwise; it takes a preset policy on `*`. */
  readonly deviceLogin: boolean;
  readonly declared: Declared;
  /** For whoever has to choose, each a part of a sentence that docs/policies.md repeats. */
  readonly choice: {
    readonly get: string;
    readonly lose: string;
    /** What no document says, and the proof cannot know either. */
    readonly unknown: string;
  };
  /** What to choose for more isolation, and what that costs; absent for the narrowest. */
  readonly stricter?: { readonly profile: ProfileName; readonly price: string };
}
