/** What the fixtures of lint rules are made of. */
import type { LintOptions } from "../../../policies/lint/lint.ts";

/** A policy that the rule refuses and one, as close to it as can be, that it accepts: text or JSON. */
export interface Fixture {
  readonly refused: unknown;
  readonly accepted: unknown;
  readonly options?: { readonly refused: LintOptions; readonly accepted: LintOptions };
}

export type Fixtures = Readonly<Record<string, Fixture>>;

export const OWN = "qcs::tcb::uin/100000000001:env/alice-1";

/** A policy of one statement, in which everything is right but what the fixture says. */
export function policy(statement: object = {}): object {
  return {
    version: "2.0",
    statement: [{ effect: "allow", action: ["tcb:DescribeEnvInfo"], resource: [OWN], ...statement }],
  };
}

export function policyOn(...resource: string[]): object {
  return policy({ resource });
}

export function policyOf(...action: string[]): object {
  return policy({ action });
}

export function accountWide(...action: string[]): object {
  return policy({ action, resource: ["*"] });
}

export function when(condition: object): object {
  return policy({ condition });
}
