/** What CAM may be asked when an action is called: one list of questions for each way that documents or their silence leave. */
import type { CatalogueAction } from "../catalogue/catalogue.ts";
import { parseResource } from "../language/resource.ts";
import type { PreparedPermissions } from "./permissions.ts";
import { type Ask, type Reach, reachOf, standsFor } from "./reach.ts";

/** Resources that CAM is asked about together, all of which must be allowed. */
export type Resources = readonly [Ask["resource"], ...Ask["resource"][]];

/** Stands for an id that nobody was granted by name. No policy has it, since control characters are refused. */
export const ANY_ID = "\u0002";

/**
 * Services of servers. Their ids are not known before they are bought, so that one that a policy names may be a colleague's: whoever
 * reaches any server reaches somebody else's.
 */
const SERVER_SERVICES: readonly string[] = ["lighthouse", "cvm"];

/** A form of the catalogue (`qcs::tcb:<region>:uin/<ownerUin>:env/<envId>`) with every placeholder of its path filled. */
export function resourceAsked(form: string, actionService: string, filling: string): Ask["resource"] {
  const parsed = parseResource(form);
  if ("problem" in parsed) throw new RangeError(parsed.problem);
  const { resource } = parsed;
  if (resource === "*") return { all: true, service: actionService };
  const service = resource.service.includes("<") ? "*" : resource.service;
  return { all: false, service, region: "", path: resource.path.replace(/<\w+>/g, filling) };
}

/** Whether the form is of a service whose ids nobody knows in advance. */
function isOfServer(form: string): boolean {
  return SERVER_SERVICES.includes(serviceOf(form));
}

/** Service segment of a form; empty for `*`. */
export function serviceOf(form: string): string {
  return form.split(":")[2] ?? "";
}

/**
 * The questions whether one way reaches what nobody was granted by name. Where the action says what it acts on, only that must be
 * anybody's, and what it is asked for besides (an own command) may be the caller's own; where the way has nothing of it, all may.
 * Otherwise any one of the resources is enough to be somebody else's.
 */
export function anybodysQuestions({ service, actsOn }: CatalogueAction, way: readonly string[]): Resources[] {
  const asked = (form: string, isOthers: boolean) =>
    resourceAsked(form, service, isOthers && !isOfServer(form) ? ANY_ID : "*");
  if (way.includes("*")) return [[{ all: true, service }]];
  const acted = way.filter((form) => actsOn.includes(form));
  const alternatives = actsOn.length === 0 ? way.map((form) => [form]) : [acted];
  return alternatives.flatMap((others): Resources[] => {
    const [first, ...rest] = way.map((form) => asked(form, others.includes(form)));
    return first === undefined ? [] : [[first, ...rest]];
  });
}

/** Whether all resources of some list are allowed; what allows the first one of such a list. */
export function reachOfAny(
  permissions: PreparedPermissions,
  action: Ask["action"],
  alternatives: readonly Resources[],
  except?: (reach: Reach) => boolean,
): Reach | undefined {
  let conditional: Reach | undefined;
  for (const resources of alternatives) {
    const reach = reachOfAll(permissions, action, resources, except);
    if (reach !== undefined && !reach.conditional) return reach;
    conditional ??= reach;
  }
  return conditional;
}

function reachOfAll(
  permissions: PreparedPermissions,
  action: Ask["action"],
  [first, ...rest]: Resources,
  except?: (reach: Reach) => boolean,
): Reach | undefined {
  const reach = reachOf(permissions, { action, resource: first }, except);
  if (reach === undefined) return undefined;
  const others = rest.map((resource) => reachOf(permissions, { action, resource }));
  if (others.some((each) => each === undefined)) return undefined;
  return { ...reach, conditional: reach.conditional || others.some((each) => each?.conditional) };
}

/** Whether a question can be about any of these actions at all. */
export function mayAsk(allowed: PreparedPermissions["own"]["allowed"], action: Ask["action"]): boolean {
  return standsFor(allowed, { action, resource: { all: true, service: "*" } });
}
