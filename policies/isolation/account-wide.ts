/** I1 and I2: what policies allow for the whole account. */
import { TAKEOVER_PATTERNS } from "../catalogue/takeover.ts";
import { actionsMatching, CATALOGUE, type CatalogueAction } from "../catalogue.ts";
import { parseResource } from "../language/resource.ts";
import { FAMILY_SERVICES } from "./families.ts";
import type { Breach } from "./finding.ts";
import { pathStartingWith } from "./paths.ts";
import { CALLER, type PreparedPermissions } from "./permissions.ts";
import { type Ask, type Reach, reachOf } from "./reach.ts";

/** Stands for an id that nobody was granted by name. */
const ANY_ID = "\u0002";

/** Known actions of each pattern that leads to the root account, and the pattern itself for those that are not known. */
const TAKEOVERS = TAKEOVER_PATTERNS.map((pattern) => ({
  pattern,
  known: actionsMatching(pattern).map((action) => ({ name: action.name, resource: takeoverResource(action) })),
}));
const TAKEOVER_NAMES: ReadonlySet<string> = new Set(TAKEOVERS.flatMap(({ known }) => known.map(({ name }) => name)));

/** Actions that must not be allowed for the whole account, other than those of I1. */
const GUARDED_ACTIONS = CATALOGUE.filter(
  ({ name, access, granularity, resource }) =>
    access !== "read" &&
    !TAKEOVER_NAMES.has(name) &&
    // What can be confined to an environment is a matter of pairs.
    (granularity === "operation" || !FAMILY_SERVICES.includes(resource.split(":")[2] ?? "")),
).map((action) => ({ name: action.name, access: action.access, resource: anybodys(action) }));

/** I1: actions that lead to the root account. */
export function takeoverBreaches(permissions: PreparedPermissions): Breach[] {
  return TAKEOVERS.flatMap(({ pattern, known }) => {
    const found = known.flatMap(({ name, resource }) => {
      const reach = reachOf(permissions, { action: { known: name }, resource }, isOwn);
      return reach === undefined ? [] : [takeover(name, reach)];
    });
    if (found.length > 0) return found;
    const reach = unknownReach(permissions, pattern);
    return reach === undefined ? [] : [takeover(reach.action, reach)];
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

/** Names that the catalogue does not have may be checked either way. */
function unknownReach(permissions: PreparedPermissions, pattern: string): Reach | undefined {
  const [service = ""] = pattern.split(":");
  const asks: Ask["resource"][] = [
    { all: true, service },
    { all: false, service, region: "", path: "*" },
  ];
  return asks
    .map((resource) =>
      reachOf(permissions, { action: { unknown: pattern }, resource }, ({ action }) => isKnown(action)),
    )
    .find((reach) => reach !== undefined);
}

/** I2: writes, contents and secrets of the whole account. */
export function accountWideBreaches(permissions: PreparedPermissions): Breach[] {
  const known = GUARDED_ACTIONS.flatMap(({ name, access, resource }) => {
    const reach = reachOf(permissions, { action: { known: name }, resource });
    return reach === undefined ? [] : [breach("I2", name, reach, `${name} ${WORDS[access]} for the whole account`)];
  });
  return [...known, ...unknownBreaches(permissions)];
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
    for (const { text } of actions.patterns) {
      if (isKnown(text) || patterns.has(text)) continue;
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
