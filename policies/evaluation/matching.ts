/** Matches the actions and resources of statements against those of requests. */
import { parsePattern, patternMatches } from "../language/pattern.ts";
import { parseResource, type ResourceOrAll } from "../language/resource.ts";
import type { Truth } from "./truth.ts";

/** The root account that policies and requests belong to, under both of its numbers. */
export interface Account {
  /** UIN of the root account: digits. */
  readonly ownerUin: string;
  /** App id of the root account: digits. */
  readonly appId: string;
}

/**
 * How to read what the documents leave open.
 * - `exact`: as documented, and as error messages of the real service show.
 * - `over`: matches whenever some reading of the documents would. For allow statements of a proof.
 * - `under`: matches only when every reading would. For deny statements of a proof.
 */
export type Reading = "exact" | "over" | "under";

/** Tells whether a statement's element matches. */
export type Matcher<Request> = (request: Request) => Truth;

export interface RequestedResource {
  readonly resource: ResourceOrAll;
  /** UIN of the caller, for the policy variable `${uin}`. */
  readonly callerUin: string | undefined;
}

/** Parses a resource of a document or request that is known to be well-formed. Throws a RangeError when it is not. */
export function requireResource(text: string): ResourceOrAll {
  const parsed = parseResource(text);
  if ("problem" in parsed) throw new RangeError(parsed.problem);
  return parsed.resource;
}

/** Matches a request's action. The documents call actions case-sensitive. */
export function actionMatcher(actions: readonly string[]): (action: string) => boolean {
  const patterns = actions.map((action) => parsePattern(action.replace(/^name\//, "")));
  return (action) => patterns.some((pattern) => patternMatches(pattern, action));
}

/** Matches one resource that a request asks for against one resource of a statement. */
export function resourceMatcher(text: string, account: Account): Matcher<RequestedResource> {
  const policy = requireResource(text);
  if (policy === "*") return () => true;
  const matchesService = segmentMatcher(policy.service, "exact");
  const matchesRegion = segmentMatcher(policy.region, "exact");
  const matchesAccount = segmentMatcher(accountKey(policy.account, account), "exact");
  const matchesPath = pathMatcher(policy.path, account);
  return ({ resource, callerUin }) =>
    // "A policy that names a resource does not match": https://cloud.tencent.com/document/product/213/77373.
    resource !== "*" &&
    matchesService(resource.service) &&
    matchesRegion(resource.region) &&
    matchesAccount(accountKey(resource.account, account)) &&
    matchesPath(resource.path, callerUin);
}

/**
 * Service, region and account. An empty segment of a policy matches all. A request's may be empty too (as in
 * `qcs::tcb:ap-shanghai::env/…` of real error messages), and then matches all but in a proof's deny. A lone `*` was documented until
 * 2020; wildcards within a segment never were.
 */
export function segmentMatcher(segment: string, reading: Reading): (requested: string) => boolean {
  if (segment === "") return () => true;
  if (reading === "under") return (requested) => requested === segment;
  if (segment === "*") return () => true;
  if (reading === "exact") return (requested) => requested === "" || requested === segment;
  const pattern = parsePattern(segment.toLowerCase());
  return (requested) => requested === "" || patternMatches(pattern, requested.toLowerCase());
}

/** One name for the root account, whether it is written as `uin/…`, as `uid/…`, or not at all. */
export function accountKey(segment: string, { ownerUin, appId }: Account): string {
  const ways = ["", "uin/", "uid/", `uin/${ownerUin}`, `uid/${appId}`];
  return ways.includes(segment) ? `uin/${ownerUin}` : segment;
}

/** Policy variables: https://cloud.tencent.com/document/product/598/10607. */
const OWNER_UIN = /\$\{owner_uin\}/g;
const APP_ID = /\$\{app_id\}/g;
const CALLER_UIN = /\$\{uin\}/g;
const VARIABLE = /\$\{[^}]*\}/g;

/**
 * The last segment. `${owner_uin}` and `${app_id}` are known, `${uin}` is the caller. What an unknown `${…}` becomes is not
 * documented, so it leaves a doubt.
 */
function pathMatcher(
  path: string,
  { ownerUin, appId }: Account,
): (requested: string, callerUin: string | undefined) => Truth {
  const filled = path.replace(OWNER_UIN, ownerUin).replace(APP_ID, appId);
  const fixed = parsePattern(filled);
  if (!filled.includes("${")) return (requested) => patternMatches(fixed, requested);
  return (requested, callerUin) => {
    const own = callerUin === undefined ? filled : filled.replace(CALLER_UIN, callerUin);
    const open = own.match(VARIABLE);
    if (open === null) return patternMatches(parsePattern(own), requested);
    if (!patternMatches(parsePattern(own.replace(VARIABLE, "*")), requested)) return false;
    return { missing: open, reasons: [`the value of ${open.join(", ")} is not known`] };
  };
}

/**
 * Paths that a pattern of an allow may reach: by an example of the documents, `x/*` reaches `x` as well
 * (https://cloud.tencent.com/document/product/598/10607).
 */
export function widestPaths(path: string): readonly string[] {
  return path.length > 2 && path.endsWith("/*") ? [path, path.slice(0, -2)] : [path];
}
