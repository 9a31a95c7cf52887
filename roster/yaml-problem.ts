/** What is wrong with a roster as YAML, before anything is known of its meaning. */
import type { Place } from "../problems/problems.ts";
import type { RosterRule } from "./rule-ids.ts";

export interface YamlProblem extends Place {
  readonly rule: RosterRule;
  readonly message: string;
  readonly remedy?: string;
}
