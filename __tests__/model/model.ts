/**
 * A second model of CAM: small, slow and plain, without code or data of policies/. What it calls possible must not be called impossible
 * anywhere. Every doubt counts for possible: a way of asking that no document excludes, an allow whose condition may hold, a deny that
 * may not apply (https://cloud.tencent.com/document/product/598/73561).
 */
import { readFileSync } from "node:fs";

export interface Statement {
  readonly effect: "allow" | "deny";
  readonly action: readonly string[];
  readonly resource: readonly string[];
  readonly condition?: unknown;
}

export interface Document {
  readonly statement: readonly Statement[];
}

export interface Person {
  readonly documents: readonly Document[];
  readonly boundary?: Document | undefined;
}

/** A resource that CAM is asked about: its service and the first part of its path, either of which may be left open. */
interface Form {
  readonly service: string;
  readonly kind: string;
  /** Whether the region is empty: then it may be asked without one. */
  readonly isRegionless: boolean;
}

/** Of each action the forms of the resources that CAM is asked about, in every way that some document has; none: about nothing. */
const WAYS = new Map<string, (readonly Form[])[]>();
for (const line of readFileSync(`${import.meta.dirname}/actions.tsv`, "utf8").split("\n")) {
  const [action = "", way = ""] = line.split("\t");
  if (action === "" || action.startsWith("#")) continue;
  const ways = WAYS.get(action) ?? [];
  if (way !== "?") ways.push(way === "*" ? [] : way.split(" ").map(formOf));
  WAYS.set(action, ways);
}

function formOf(text: string): Form {
  const [, , service = "", region = "", , ...path] = text.split(":");
  return { service, kind: path.join(":").split("/", 1).join(), isRegionless: region === "" };
}

export const ACTIONS: readonly string[] = [...WAYS.keys()];

/** How CAM may be asked about the resource: by its name, without its region, or about nothing. */
interface Asked {
  readonly named: boolean;
  readonly regionless: boolean;
  readonly everything: boolean;
}

function asks(action: string, resource: string): Asked {
  const ways = WAYS.get(action) ?? [];
  const { service, kind } = formOf(resource);
  const isOwn = action.startsWith(`${service}:`);
  // Nobody says anything: it may be about nothing, or about a resource of its own service.
  if (ways.length === 0) return { named: isOwn, regionless: isOwn, everything: true };
  const forms = ways
    .flat()
    .filter(
      (form) => isOneOf(form.service, service, isOwn || action.startsWith("tag:")) && isOneOf(form.kind, kind, true),
    );
  return {
    named: forms.length > 0,
    regionless: forms.some(({ isRegionless }) => isRegionless),
    everything: ways.some((way) => way.length === 0),
  };
}

/** Whether a part of a form is that text, or is left open and may be it. */
function isOneOf(part: string, text: string, mayBe: boolean): boolean {
  return part === text || (/[$<{…*]/.test(part) && mayBe);
}

/** By its verb: shows what there is, which is no breach where it is asked for the whole account. */
export function isRead(action: string): boolean {
  return /:(?:name\/)?(?:BatchGet|BatchQuery|Check|Count|Describe|Download|Export|Get|Head|Inquir|Is|List|Options|Query|Search|View)/.test(
    action,
  );
}

/** Whether a person may, in some way that no document excludes, use an action on a resource that belongs to somebody else. */
export function isPossible(person: Person, action: string, resource: string): boolean {
  const [, , service = "", region = "", account = "", ...path] = resource.split(":");
  const { named, regionless, everything } = asks(action, resource);
  if (everything && !isRead(action) && allows(person, action, "*")) return true;
  if (!named) return false;
  // What shows settings of the account when it is asked about nothing shows no more of one resource.
  const narrowed = everything && isRead(action) ? withoutEverything(person) : person;
  return [region, ...(regionless ? [""] : [])].some((each) =>
    allows(narrowed, action, ["qcs", "", service, each, account, ...path].join(":")),
  );
}

function withoutEverything({ documents, boundary }: Person): Person {
  const narrowed = documents.map(({ statement }) => ({
    statement: statement.map((each) =>
      each.effect === "deny" ? each : { ...each, resource: each.resource.filter((text) => text !== "*") },
    ),
  }));
  return { documents: narrowed, boundary };
}

/** Whether one question of CAM may be answered with yes. */
export function allows({ documents, boundary }: Person, action: string, resource: string): boolean {
  const own = documents.flatMap(({ statement }) => statement);
  const outer = boundary?.statement;
  return (
    mayAllow(own, action, resource) &&
    !surelyDenies(own, action, resource) &&
    (outer === undefined || (mayAllow(outer, action, resource) && !surelyDenies(outer, action, resource)))
  );
}

function mayAllow(statements: readonly Statement[], action: string, resource: string): boolean {
  return statements.some(
    (each) =>
      each.effect === "allow" &&
      each.action.some((text) => matches(plain(text).toLowerCase(), action.toLowerCase())) &&
      each.resource.some((text) => covers(text, resource, action)),
  );
}

function surelyDenies(statements: readonly Statement[], action: string, resource: string): boolean {
  const ways = WAYS.get(action) ?? [];
  const isSurelyNamed = ways.length > 0 && !ways.some((way) => way.length === 0) && !lists(action);
  return statements.some(
    (each) =>
      each.effect === "deny" &&
      each.condition === undefined &&
      each.action.some((text) => matches(plain(text), action)) &&
      each.resource.some((text) => text === "*" || (isSurelyNamed && resource !== "*" && surelyCovers(text, resource))),
  );
}

function lists(action: string): boolean {
  return /:(?:BatchGet|Describe|GetBucket|GetService|List|Query|Search)|(?:List|s)$/i.test(action);
}

function plain(action: string): string {
  return action.replace(/^name\//, "");
}

/** Whether a resource of an allow may mean the one that is asked about. */
function covers(pattern: string, resource: string, action: string): boolean {
  if (pattern === "*") return true;
  if (resource === "*") {
    // All resources of the action's own service may be everything that it is about; those of another one are nothing of it.
    const [, , service = "", , , ...path] = pattern.split(":");
    return path.join(":") === "*" && (service === "" || matches(service, plain(action).split(":", 1).join()));
  }
  const [, , service = "", region = "", account = "", ...path] = pattern.split(":");
  const [, , askedService = "", askedRegion = "", askedAccount = "", ...asked] = resource.split(":");
  const segment = (text: string, value: string) =>
    text === "" || value === "" || matches(text.toLowerCase(), value.toLowerCase());
  const own = path.join(":").toLowerCase();
  const wanted = asked.join(":").toLowerCase();
  return (
    segment(service, askedService) &&
    segment(longRegion(region), askedRegion) &&
    segment(account.replace(/^ui[nd]\//, ""), askedAccount.replace(/^ui[nd]\//, "")) &&
    (matches(own, wanted) || (own.endsWith("/*") && matches(own.slice(0, -2), wanted)))
  );
}

/** Whether a resource of a deny means it for certain. */
function surelyCovers(pattern: string, resource: string): boolean {
  const [, , service = "", region = "", account = "", ...path] = pattern.split(":");
  const [, , askedService = "", askedRegion = "", askedAccount = "", ...asked] = resource.split(":");
  return (
    (service === "" || service === askedService) &&
    (region === "" || longRegion(region) === askedRegion) &&
    (account === "" || account === askedAccount) &&
    matches(path.join(":"), asked.join(":"))
  );
}

function longRegion(region: string): string {
  return region === "sh" ? "ap-shanghai" : region === "bj" ? "ap-beijing" : region;
}

/** `*` stands for any text, also none. Tries every split, since it may be slow and must be plain. */
export function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (!text.startsWith(first)) return false;
  if (rest.length === 0) return text === first;
  const remaining = rest.join("*");
  for (let from = first.length; from <= text.length; from++) if (matches(remaining, text.slice(from))) return true;
  return false;
}
