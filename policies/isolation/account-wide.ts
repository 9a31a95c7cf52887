/** I1 and I2: what policies allow for the whole account. */

import { actionsMatching, CATALOGUE, type CatalogueAction } from "../catalogue/catalogue.ts";
import { isConfinedToOwnKeys, TAKEOVER_PATTERNS } from "../catalogue/takeover.ts";
import { parsePattern } from "../language/pattern.ts";
import { ENVIRONMENT_SERVICES, type Family } from "./families.ts";
import type { Breach } from "./finding.ts";
import { pathStartingWith } from "./paths.ts";
import { type ActionSet, CALLER, type PreparedPermissions, type PreparedResource } from "./permissions.ts";
import { anybodysQuestions, mayAsk, type Resources, reachOfAny, resourceAsked, serviceOf } from "./questions.ts";
import { type Ask, type Reach, reachOf, standsFor } from "./reach.ts";

/** A known action with all that CAM may be asked when it is called. */
interface KnownAction {
  readonly name: string;
  readonly action: { readonly known: string };
  readonly alternatives: readonly Resources[];
}

/** A pattern that leads to the root account: its known actions, and all that it stands for. */
interface Takeover {
  readonly known: readonly KnownAction[];
  readonly unknown: readonly Ask[];
}

const TAKEOVERS: readonly Takeover[] = TAKEOVER_PATTERNS.map((pattern) => ({
  known: actionsMatching(pattern).map((action) => knownAction(action, action.ways.flatMap(anyOf(action)))),
  unknown: unknownAsks(pattern),
}));
const TAKEOVER_NAMES: ReadonlySet<string> = new Set(TAKEOVERS.flatMap(({ known }) => known.map(({ name }) => name)));

interface GuardedAction extends KnownAction {
  readonly access: CatalogueAction["access"];
}

/** Actions that must not be allowed for the whole account, other than those of I1. */
const GUARDED_ACTIONS: readonly GuardedAction[] = CATALOGUE.filter(
  ({ name, access }) => access !== "read" && !TAKEOVER_NAMES.has(name),
).flatMap((action) => {
  // What names a resource of an environment is a matter of pairs.
  const ways = action.ways.filter((way) => !way.some((form) => ENVIRONMENT_SERVICES.includes(serviceOf(form))));
  const alternatives = ways.flatMap((way) => anybodysQuestions(action, way));
  return alternatives.length === 0 ? [] : [{ ...knownAction(action, alternatives), access: action.access }];
});

/** Looks for breaches of I1 and I2, subject by subject. */
export class AccountWideProof {
  /** What is worth asking where these actions are allowed, the same for all who have the same template. */
  readonly #questions = new Map<ActionSet, Questions>();

  /**
   * Those of I1 first.
   *
   * @param own What belongs to the subject or is granted to it.
   */
  breachesOf(permissions: PreparedPermissions, own: readonly Family[]): Breach[] {
    const { allowed } = permissions.own;
    const questions = this.#questions.get(allowed) ?? questionsAbout(allowed);
    this.#questions.set(allowed, questions);
    return [
      ...takeoverBreaches(permissions, questions.takeovers),
      ...guardedBreaches(permissions, questions.guarded),
      ...unknownBreaches(permissions, own),
    ];
  }
}

interface Questions {
  readonly takeovers: readonly Takeover[];
  readonly guarded: readonly GuardedAction[];
}

function questionsAbout(allowed: ActionSet): Questions {
  return {
    takeovers: TAKEOVERS.map(({ known, unknown }) => ({
      known: known.filter(({ action }) => mayAsk(allowed, action)),
      unknown: unknown.filter((ask) => standsFor(allowed, ask)),
    })),
    guarded: GUARDED_ACTIONS.filter(({ action }) => mayAsk(allowed, action)),
  };
}

/** I1: actions that lead to the root account. */
function takeoverBreaches(permissions: PreparedPermissions, takeovers: readonly Takeover[]): Breach[] {
  return takeovers.flatMap(({ known, unknown }) => {
    const found = known.flatMap(({ name, action, alternatives }) => {
      const reach = reachOfAny(permissions, action, alternatives, isConfinedToOwnKeys(name) ? isOwn : undefined);
      return reach === undefined ? [] : [takeover(name, reach)];
    });
    if (found.length > 0) return found;
    for (const ask of unknown) {
      const reach = reachOf(permissions, ask, ({ action }) => isKnown(action));
      if (reach !== undefined) return [takeover(reach.action, reach)];
    }
    return [];
  });
}

function takeover(action: string, reach: Reach): Breach {
  return breach("I1", action, reach, `${action} is a step towards the root account`);
}

/**
 * Any role, any policy and any sub-account will do, also one that is named and in whatever form (`role/<id>`, `roleName/<name>`): whose
 * it is, nobody can tell from the name.
 */
function anyOf({ service }: CatalogueAction): (way: readonly string[]) => Resources[] {
  return (way) => {
    const [first, ...rest] = way.map((form) => anyOfService(resourceAsked(form, service, "*")));
    return first === undefined ? [] : [[first, ...rest]];
  };
}

function anyOfService(resource: Ask["resource"]): Ask["resource"] {
  return resource.all ? resource : { ...resource, path: "*" };
}

function isOwn({ path }: Reach): boolean {
  return path === `uin/${CALLER}`;
}

function knownAction({ name }: CatalogueAction, alternatives: readonly Resources[]): KnownAction {
  return { name, action: { known: name }, alternatives };
}

/** Names that the catalogue does not have may be checked either way. */
function unknownAsks(pattern: string): Ask[] {
  const [service = ""] = pattern.split(":");
  return [
    { action: { unknown: pattern }, resource: { all: true, service } },
    { action: { unknown: pattern }, resource: { all: false, service, region: "", path: "*" } },
  ];
}

/** I2: writes, contents and secrets of the whole account. */
function guardedBreaches(permissions: PreparedPermissions, guarded: readonly GuardedAction[]): Breach[] {
  return guarded.flatMap(({ name, access, action, alternatives }) => {
    const reach = reachOfAny(permissions, action, alternatives);
    return reach === undefined ? [] : [breach("I2", name, reach, `${name} ${WORDS[access]} for the whole account`)];
  });
}

const WORDS = {
  read: "reads settings",
  data: "reads contents",
  write: "writes",
  "permission management": "changes permissions",
  credential: "answers with a secret",
} as const;

/** Names that the catalogue does not have, on `*` or on a wildcard that is not within the own environment: nobody knows what they do. */
function unknownBreaches(permissions: PreparedPermissions, own: readonly Family[]): Breach[] {
  const patterns = new Map<string, Breach>();
  for (const { actions, resources } of permissions.own.allows) {
    for (const resource of resources) {
      if (!resource.isAll && !(resource.isOwnAccount && mayBeAnybodys(resource, own))) continue;
      for (const { text } of actions.open) {
        if (patterns.has(text) || isReadOfCam(text)) continue;
        const reach = reachOf(permissions, askOfUnknown(text, resource), ({ action }) => isKnown(action));
        if (reach === undefined) continue;
        patterns.set(
          text,
          breach("I2", reach.action, reach, `${reach.action} stands for actions that the catalogue does not have`),
        );
      }
    }
  }
  return [...patterns.values()];
}

function askOfUnknown(action: string, { isAll, path, service }: PreparedResource): Ask {
  const isEverything = isAll || path === "*";
  return {
    action: { unknown: action },
    resource: isEverything
      ? { all: true, service: action.split(":")[0] ?? "" }
      : { all: false, service, region: "", path },
  };
}

/**
 * Whether a pattern stands for reads of CAM alone, by their verbs: they show users, roles and policies, which is said as an assumption,
 * and those that answer with a key are steps to the root account (I1).
 */
export function isReadOfCam(pattern: string): boolean {
  return /^cam:(?:Check|Describe|Get|List)[A-Za-z]*\*?$/.test(pattern);
}

/** How resources of environments begin; `familiesOf` has them whole. */
const IN_PAIRS = /^(?:bucket|env|logset|namespace|topic)\//;

/** Whether a resource is a wildcard that stands for more than the own environment and the caller. */
function mayBeAnybodys({ service, path }: PreparedResource, own: readonly Family[]): boolean {
  const [head = "", ...more] = parsePattern(path).parts;
  if (more.length === 0) return false;
  // A wildcard among environments, namespaces, topics and buckets is a matter of pairs.
  if (ENVIRONMENT_SERVICES.includes(service) && (service === "cos" || IN_PAIRS.test(head))) return false;
  return !own.some((family) => family.service === service && head.startsWith(`${family.base}/`));
}

function isKnown(action: string): boolean {
  return !action.includes("*") && actionsMatching(action).length > 0;
}

function breach(invariant: "I1" | "I2", action: string, reach: Reach, message: string): Breach {
  const path = pathStartingWith(action);
  return {
    invariant,
    others: "every",
    action,
    resource: reach.resource,
    statement: reach.statement,
    ...(path === undefined ? {} : { path }),
    conditional: reach.conditional,
    message,
  };
}
