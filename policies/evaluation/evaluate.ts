/** Says what policies allow, as CAM does: deny beats allow, and what nothing allows is denied. */
import type { PolicyDocument, Statement } from "../language/document.ts";
import { conditionHolds, type RequestConditions } from "./conditions.ts";
import { type Account, actionMatcher, type RequestedResource, requireResource, resourceMatcher } from "./matching.ts";
import { all, any, type Doubt, isDoubt, type Truth } from "./truth.ts";

export type { RequestConditions } from "./conditions.ts";
export type { Account } from "./matching.ts";

/** What a caller asks for. */
export interface AccessRequest {
  /** `service:Action` in the spelling of the API: `tcb:DescribeEnvs`. */
  readonly action: string;
  /**
   * Every resource that the action touches, each of which must be allowed; `["*"]` for an action of operation level. Segments may be
   * empty: the account is then the account's own, the region any. `env/*` in a request is a literal text. An empty list asks for `*`.
   */
  readonly resources: readonly string[];
  readonly conditions?: RequestConditions;
  /** UIN of the caller, for the policy variable `${uin}`. */
  readonly callerUin?: string;
}

/** The policies that decide. */
export interface Permissions {
  /** All policies of the caller, from the user and its groups; together they allow what one of them allows. */
  readonly documents: readonly PolicyDocument[];
  /** Permission boundary: what it does not allow is denied (https://cloud.tencent.com/document/product/598/39425). */
  readonly boundary?: PolicyDocument | undefined;
  readonly account: Account;
}

export interface Evaluation {
  /** `unknown`: it depends on something that the request does not say; `missing` and `reason` name it. */
  readonly decision: "allow" | "deny" | "unknown";
  /** One sentence for people, without a full stop. */
  readonly reason: string;
  /** The statement that decided; absent where none did. */
  readonly statement?: StatementReference;
  /** Condition keys without which there is no answer; with a decision of `unknown` only. */
  readonly missing?: readonly string[];
}

export interface StatementReference {
  /** Position in `documents`, or the boundary. */
  readonly document: number | "boundary";
  /** Position in the document's statements. */
  readonly statement: number;
}

/**
 * Evaluates one request (https://cloud.tencent.com/document/product/598/10605).
 *
 * @throws RangeError for a resource, in a document or in the request, that is not `*` and has not six segments.
 */
export function evaluate({ request, ...permissions }: Permissions & { readonly request: AccessRequest }): Evaluation {
  return compilePolicies(permissions)(request);
}

/**
 * Prepares policies for many requests; the result answers as `evaluate` does, in microseconds. It keeps no state between requests.
 *
 * @throws RangeError for a resource in a document that is not `*` and has not six segments.
 */
export function compilePolicies(permissions: Permissions): (request: AccessRequest) => Evaluation {
  const { documents, boundary, account } = permissions;
  const granted = documents.flatMap((document, index) => compileDocument(document, index, account));
  const bounded = boundary === undefined ? undefined : compileDocument(boundary, "boundary", account);
  return (request) => {
    const action = request.action.replace(/^name\//, "");
    const [first = "*", ...others] = request.resources;
    return allOf(evaluateOne(first), ...others.map(evaluateOne));

    function evaluateOne(text: string): Evaluation {
      const requested = { resource: requireResource(text), callerUin: request.callerUin };
      const subject = `${action} on ${text}`;
      const own = decide(granted, action, requested, request.conditions ?? {}, subject);
      if (bounded === undefined || own.decision === "deny") return own;
      const outer = decide(bounded, action, requested, request.conditions ?? {}, subject);
      if (outer.decision !== "deny" || outer.statement !== undefined) return allOf(own, outer);
      return { decision: "deny", reason: `the permission boundary does not allow ${subject}` };
    }
  };
}

interface CompiledStatement {
  readonly effect: "allow" | "deny";
  readonly reference: StatementReference;
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: (requested: RequestedResource) => Truth;
  readonly holds: (request: RequestConditions) => Truth;
}

function compileDocument(
  { statement }: PolicyDocument,
  document: number | "boundary",
  account: Account,
): CompiledStatement[] {
  return statement.map((each, index) => compileStatement(each, { document, statement: index }, account));
}

function compileStatement(
  { effect, action, resource, condition }: Statement,
  reference: StatementReference,
  account: Account,
): CompiledStatement {
  const resources = resource.map((text) => resourceMatcher(text, account));
  return {
    effect,
    reference,
    matchesAction: actionMatcher(action),
    matchesResource: (requested) => any(resources.map((matches) => matches(requested))),
    holds: (request) => conditionHolds(condition, request),
  };
}

/** Any deny that applies decides, then any allow; what may apply leaves the answer open. */
function decide(
  statements: readonly CompiledStatement[],
  action: string,
  requested: RequestedResource,
  conditions: RequestConditions,
  subject: string,
): Evaluation {
  const sure = { allow: [] as StatementReference[], deny: [] as StatementReference[] };
  const open = { allow: [] as OpenStatement[], deny: [] as OpenStatement[] };
  for (const { effect, reference, matchesAction, matchesResource, holds } of statements) {
    if (!matchesAction(action)) continue;
    const applies = all([matchesResource(requested), holds(conditions)]);
    if (isDoubt(applies)) open[effect].push({ reference, doubt: applies });
    else if (applies) sure[effect].push(reference);
  }
  const [denying] = sure.deny;
  const [allowing] = sure.allow;
  if (denying !== undefined)
    return { decision: "deny", reason: `${nameOf(denying)} denies ${subject}`, statement: denying };
  if (allowing !== undefined && open.deny.length === 0) {
    return { decision: "allow", reason: `${nameOf(allowing)} allows ${subject}`, statement: allowing };
  }
  if (allowing === undefined && open.allow.length === 0) {
    return { decision: "deny", reason: `no statement allows ${subject}` };
  }
  return openAnswer(subject, allowing === undefined ? [...open.deny, ...open.allow] : open.deny);
}

interface OpenStatement {
  readonly reference: StatementReference;
  readonly doubt: Doubt;
}

function openAnswer(subject: string, statements: readonly OpenStatement[]): Evaluation {
  const reasons = statements.map(({ reference, doubt }) => `${doubt.reasons.join(", ")} (${nameOf(reference)})`);
  return {
    decision: "unknown",
    reason: `whether ${subject} is allowed is open: ${reasons.join("; ")}`,
    ...(statements[0] === undefined ? {} : { statement: statements[0].reference }),
    missing: [...new Set(statements.flatMap(({ doubt }) => doubt.missing))],
  };
}

function nameOf({ document, statement }: StatementReference): string {
  return `statement[${statement}] of ${document === "boundary" ? "the permission boundary" : `document ${document}`}`;
}

/** All must allow: one that denies decides, then those that are open, whose missing keys are all named. */
function allOf(first: Evaluation, ...others: readonly Evaluation[]): Evaluation {
  const evaluations = [first, ...others];
  const denied = evaluations.find(({ decision }) => decision === "deny");
  if (denied !== undefined) return denied;
  const [open, ...more] = evaluations.filter(({ decision }) => decision === "unknown");
  if (open === undefined) return first;
  return {
    ...open,
    reason: [open, ...more].map(({ reason }) => reason).join("; "),
    missing: [...new Set([open, ...more].flatMap(({ missing = [] }) => missing))],
  };
}
