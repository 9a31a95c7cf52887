/** Decides exactly whether policies allow any request of a set: an action pattern on a resource pattern. */
import type { StatementReference } from "../evaluation/evaluate.ts";
import { widestPaths } from "../evaluation/matching.ts";
import { actionContains } from "../language/action.ts";
import { parsePattern, patternContains, patternIntersection } from "../language/pattern.ts";
import type { ActionSet, PreparedPermissions, PreparedPolicy, PreparedResource } from "./permissions.ts";

/** A set of requests. */
export interface Ask {
  /** A name of the catalogue, or a pattern of names that the catalogue does not have. */
  readonly action: { readonly known: string } | { readonly unknown: string };
  /** `*` as operation-level actions ask, or resources of one service. */
  readonly resource: AllAsked | NamedAsked;
}

/** Asks for `*`. */
export interface AllAsked {
  readonly all: true;
  /** Service of the action. */
  readonly service: string;
}

export interface NamedAsked {
  readonly all: false;
  readonly service: string;
  /** Long name; empty: asks without a region. */
  readonly region: string;
  /** A pattern. */
  readonly path: string;
}

/** What is allowed of a set of requests. */
export interface Reach {
  readonly statement: StatementReference;
  /** Resource of that statement, as written. */
  readonly resource: string;
  /** An action that is allowed; with `*` where any would do. */
  readonly action: string;
  /** A path that is allowed, with `*` where anything would do; `*` for operation-level actions. */
  readonly path: string;
  /** Whether it takes a condition to hold. */
  readonly conditional: boolean;
}

/**
 * Whether there is a request in the set that the permissions allow, and what allows it.
 *
 * Exact for patterns: what is left of an intersection of patterns, when others are taken away, is empty only if one of those alone
 * contains it, because a wildcard may stand for a character that none of them has. So each intersection is compared with each deny.
 *
 * @param except what does not count.
 * @returns what holds under no condition, if there is any.
 */
export function reachOf(
  permissions: PreparedPermissions,
  ask: Ask,
  except?: (reach: Reach) => boolean,
): Reach | undefined {
  let conditional: Reach | undefined;
  for (const reach of allowed(permissions.own, ask)) {
    if (except?.(reach)) continue;
    for (const found of withinBoundary(permissions, ask, reach)) {
      if (except?.(found)) continue;
      if (!found.conditional) return found;
      conditional ??= found;
    }
  }
  return conditional;
}

function withinBoundary({ own, boundary }: PreparedPermissions, ask: Ask, reach: Reach): readonly Reach[] {
  if (boundary === undefined) return isDenied(own, ask, reach) ? [] : [reach];
  // What the statement allows becomes the set that the boundary is asked about.
  return allowed(boundary, narrowed(ask, reach))
    .map(({ action, path, conditional }) => ({ ...reach, action, path, conditional: reach.conditional || conditional }))
    .filter((both) => !isDenied(own, ask, both) && !isDenied(boundary, ask, both));
}

function narrowed({ action, resource }: Ask, reach: Reach): Ask {
  return {
    action: "known" in action ? action : { unknown: reach.action },
    resource: resource.all ? resource : { ...resource, path: reach.path },
  };
}

/** Every combination of an action and a resource pattern that some statement allows. */
function allowed(policy: PreparedPolicy, ask: Ask): readonly Reach[] {
  // Most questions end here.
  if (!standsFor(policy.allowed, ask)) return [];
  const reached: Reach[] = [];
  for (const statement of policy.allows) {
    const actions = actionsOf(statement.actions, ask);
    if (actions.length === 0) continue;
    for (const resource of statement.resources) {
      for (const path of pathsOf(resource, ask)) {
        for (const action of actions) {
          const { reference, conditional } = statement;
          reached.push({ statement: reference, resource: resource.text, action, path, conditional });
        }
      }
    }
  }
  return reached;
}

/** Whether a question is about any of the actions at all. */
export function standsFor(actions: ActionSet, ask: Ask): boolean {
  return actionsOf(actions, ask).length > 0;
}

function actionsOf(actions: ActionSet, { action }: Ask): readonly string[] {
  if ("known" in action) return actions.known.has(action.known) ? [action.known] : NOTHING;
  return actions.matching(action.unknown);
}

const NOTHING: readonly string[] = [];

function pathsOf(resource: PreparedResource, { resource: asked }: Ask): readonly string[] {
  if (asked.all) {
    const isService = asked.service.includes("*") || resource.matchesService(asked.service);
    return resource.isAll || (resource.path === "*" && isService) ? ["*"] : [];
  }
  if (!resource.isOwnAccount || !resource.matchesService(asked.service) || !resource.matchesRegion(asked.region))
    return [];
  // The spelling of what is asked prevails, since resources are named as they are.
  return widestPaths(resource.path).flatMap((path) => patternIntersection(path, asked.path));
}

/**
 * Actions that list. A deny by id or by tag may have no effect on them while another statement allows them
 * (https://cloud.tencent.com/document/product/598/73561).
 */
const LISTING = /:(?:BatchGet|Describe|Get(?:Bucket|Service)|List|Query|Search)|(?:List|s)$/i;

/**
 * Whether a deny surely takes away what was reached. One that names a resource does so only for a known action that does not list: of
 * another nobody says what CAM is asked about.
 */
function isDenied({ denies }: PreparedPolicy, { action, resource: asked }: Ask, reach: Reach): boolean {
  if (denies.length === 0) return false;
  const namedCounts = "known" in action && !LISTING.test(action.known);
  const reachedPath = parsePattern(reach.path);
  return denies.some(
    ({ actions, resources }) =>
      ("known" in action
        ? actions.known.has(action.known)
        : actions.patterns.some(({ text }) => actionContains(text, reach.action))) &&
      resources.some(
        (resource) =>
          resource.isAll ||
          (namedCounts &&
            !asked.all &&
            resource.isOwnAccount &&
            resource.matchesService(asked.service) &&
            resource.matchesRegion(asked.region) &&
            patternContains(parsePattern(resource.path), reachedPath)),
      ),
  );
}
