/** What a lint rule is, what it looks at, and what it finds. */
import type { Place } from "../language/json.ts";
import type { PlacedProblem } from "../language/parse.ts";
import type { LocatedResource, ReadPolicy, ReadStatement } from "../language/read.ts";
import type { Resource } from "../language/resource.ts";

/** `error`: CAM or the Terraform provider refuses it, or it gives away the account. `warning`: it rarely means what it says. */
export type Severity = "error" | "warning";

/** What is known around a policy; rules that need what is absent stay silent. */
export interface LintOptions {
  /** UIN of the root account that every resource must name. */
  readonly ownerUin?: string;
  /** App id of that account. */
  readonly appId?: string;
  /** Region that resources should name: `ap-shanghai`. */
  readonly region?: string;
  readonly policyName?: string;
  readonly description?: string;
  /** Preset policies that go with it. */
  readonly presets?: readonly string[];
  /** What the policy is attached to. */
  readonly attachedTo?: "user" | "group";
}

export interface LintContext {
  readonly policy: ReadPolicy;
  /** Problems with the grammar, from the parser. */
  readonly problems: readonly PlacedProblem[];
  /** Length of the document without spaces between its elements; 0 where it could not be read. */
  readonly length: number;
  readonly options: LintOptions;
}

/** One thing that a rule found: where, and what to do about it. */
export interface Found {
  readonly path: string;
  readonly message: string;
}

export interface Rule {
  /** In words with dashes: `region-unknown`. */
  readonly id: string;
  readonly severity: Severity;
  /** What the rule asks for, in one sentence without a full stop. */
  readonly message: string;
  readonly check: (context: LintContext) => Iterable<Found>;
}

export interface Finding extends Found {
  readonly rule: string;
  readonly severity: Severity;
  /** Line and column; absent where the policy came without text. */
  readonly place?: Place;
}

/** A rule that looks at one statement at a time. */
export function statementRule(
  rule: Omit<Rule, "check"> & { readonly check: (statement: ReadStatement, context: LintContext) => Iterable<Found> },
): Rule {
  const { check, ...rest } = rule;
  return {
    ...rest,
    check: (context) => context.policy.statements.flatMap((statement) => [...check(statement, context)]),
  };
}

/** A rule that looks at one resource at a time and has one thing to say of it; `*` is not among them. */
export function resourceRule(
  rule: Omit<Rule, "check"> & {
    readonly check: (resource: Resource, located: LocatedResource, options: LintOptions) => string | undefined;
  },
): Rule {
  return statementRule({
    ...rule,
    check: ({ resource }, { options }) =>
      resource.flatMap((located) => {
        if (located.resource === "*") return [];
        const message = rule.check(located.resource, located, options);
        return message === undefined ? [] : [{ path: located.path, message }];
      }),
  });
}

/** `a, b, c and 4 more`, since a wildcard may stand for hundreds. */
export function enumeration(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
