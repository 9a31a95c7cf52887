/** I1 and I2: what policies allow for the whole account. */

import { actionsMatching, CATALOGUE, type CatalogueAction } from "../catalogue/catalogue.ts";
import { TAKEOVER_PATTERNS } from "../catalogue/takeover.ts";
import { parseResource } from "../language/resource.ts";
import { FAMILY_SERVICES } from "./families.ts";
import type { Breach } from "./finding.ts";
import { pathStartingWith } from "./paths.ts";
import { type ActionSet, CALLER, type PreparedPermissions } from "./permissions.ts";
import { type Ask, type Reach, reachOf, standsFor } from "./reach.ts";

/** Stands for an id that nobody was granted by name. */
const ANY_ID = "\u0002";

/** A known action with the question whether it is allowed. */
interface KnownAsk {
  readonly name: string;
  readonly ask: Ask;
}

/** A pattern that leads to the root account: its known actions, and all that it stands for. */
interface Takeover {
  readonly known: readonly KnownAsk[];
  readonly unknown: readonly Ask[];
}

const TAKEOVERS: readonly Takeover[] = TAKEOVER_PATTERNS.map((pattern) => ({
  known: actionsMatching(pattern).map((action) => knownAsk(action, takeoverResource(action))),
  unknown: unknownAsks(pattern),
}));
const TAKEOVER_NAMES: ReadonlySet<string> = new Set(TAKEOVERS.flatMap(({ known }) => known.map(({ name }) => name)));

interface GuardedAction extends KnownAsk {
  readonly access: CatalogueAction["access"];
}

/** Actions that must not be allowed for the whole account, other than those of I1. */
const GUARDED_ACTIONS: readonly GuardedAction[] = CATALOGUE.filter(
  ({ name, access, granularity, resource }) =>
    access !== "read" &&
    !TAKEOVER_NAMES.has(name) &&
    // What can be confined to an environment is a matter of pairs.
    (granularity === "operation" || !FAMILY_SERVICES.includes(resource.split(":")[2] ?? "")),
).map((action) => ({ ...knownAsk(action, anybodys(action)), access: action.access }));

/** Looks for breaches of I1 and I2, subject by subject. */
export class AccountWideProof {
  /** What is worth asking where these actions are allowed, the same for all who have the same template. */
  readonly #questions = new Map<ActionSet, Questions>();

  /** Those of I1 first. */
  breachesOf(permissions: PreparedPermissions): Breach[] {
    const { allowed } = permissions.own;
    const questions = this.#questions.get(allowed) ?? questionsAbout(allowed);
    this.#questions.set(allowed, questions);
    return [
      ...takeoverBreaches(permissions, questions.takeovers),
      ...guardedBreaches(permissions, questions.guarded),
      ...unknownBreaches(permissions),
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
      known: known.filter(({ ask }) => standsFor(allowed, ask)),
      unknown: unknown.filter((ask) => standsFor(allowed, ask)),
    })),
    guarded: GUARDED_ACTIONS.filter(({ ask }) => standsFor(allowed, ask)),
  };
}

/** I1: actions that lead to the root account. */
function takeoverBreaches(permissions: PreparedPermissions, takeovers: readonly Takeover[]): Breach[] {
  return takeovers.flatMap(({ known, unknown }) => {
    const found = known.flatMap(({ name, ask }) => {
      const reach = reachOf(permissions, ask, isOwn);
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

/** Any role and any sub-account but the caller will do. */
function takeoverResource({ service, granularity, resource }: CatalogueAction): Ask["resource"] {
  if (granularity === "operation") return { all: true, service };
  const [kind = ""] = pathOf(resource).split("/");
  return { all: false, service: "cam", region: "", path: `${kind}/*` };
}

function isOwn({ path }: Reach): boolean {
  return path === `uin/${CALLER}`;
}

function knownAsk({ name }: CatalogueAction, resource: Ask["resource"]): KnownAsk {
  return { name, ask: { action: { known: name }, resource } };
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
  return guarded.flatMap(({ name, access, ask }) => {
    const reach = reachOf(permissions, ask);
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

/** A resource that was not granted by its name, so that whoever reaches it reaches all of its kind. */
function anybodys({ service, granularity, resource }: CatalogueAction): Ask["resource"] {
  if (granularity === "operation") return { all: true, service };
  const parsed = parseResource(resource);
  const owner = "resource" in parsed && parsed.resource !== "*" ? parsed.resource.service : service;
  return { all: false, service: owner, region: "", path: pathOf(resource).replace(/<\w+>/g, ANY_ID) };
}

/** Names on `*` that the catalogue does not have: nobody knows what they do. */
function unknownBreaches(permissions: PreparedPermissions): Breach[] {
  const patterns = new Map<string, Breach>();
  for (const { actions, resources } of permissions.own.allows) {
    if (!resources.some(({ isAll, path }) => isAll || path === "*")) continue;
    for (const { text } of actions.open) {
      if (patterns.has(text)) continue;
      const resource = { all: true as const, service: text.split(":")[0] ?? "" };
      const reach = reachOf(permissions, { action: { unknown: text }, resource }, ({ action }) => isKnown(action));
      if (reach === undefined) continue;
      patterns.set(
        text,
        breach("I2", reach.action, reach, `${reach.action} stands for actions that the catalogue does not have`),
      );
    }
  }
  return [...patterns.values()];
}

function isKnown(action: string): boolean {
  return !action.includes("*") && actionsMatching(action).length > 0;
}

function pathOf(resource: string): string {
  return resource.split(":").slice(5).join(":");
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
