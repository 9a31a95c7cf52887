/** I3: what the policies of one employee allow on the resources of others. */
import { CATALOGUE, type CatalogueAction } from "../catalogue/catalogue.ts";
import { ENVIRONMENT_SERVICES, FAMILY_SERVICES, type Family, type FamilyIndex } from "./families.ts";
import type { Breach } from "./finding.ts";
import type { ActionSet, PreparedPermissions, PreparedResource, PreparedStatement } from "./permissions.ts";
import { resourceAsked, serviceOf } from "./questions.ts";
import { type Ask, type Reach, reachOf } from "./reach.ts";
import type { IsolationSubject } from "./subject.ts";
import { isWaived } from "./waived.ts";

/** An action that may ask for resources of an environment. */
interface Candidate {
  readonly action: Ask["action"];
  /** Whether it asks without a region. */
  readonly isRegionless: boolean;
  /** What it asks for besides, which may be the caller's own. */
  readonly besides: readonly Ask["resource"][];
}

/** Known actions by the service of the resource that they ask for, the most harmful first. */
const ORDER = ["permission management", "credential", "write", "data", "read"];
const KNOWN: ReadonlyMap<string, readonly KnownCandidate[]> = new Map(
  FAMILY_SERVICES.map((service) => [
    service,
    [...CATALOGUE]
      .sort((a, b) => ORDER.indexOf(a.access) - ORDER.indexOf(b.access))
      .flatMap((action) => action.ways.flatMap((way) => candidatesOfWay(action, way, service))),
  ]),
);

interface KnownCandidate extends Candidate {
  readonly name: string;
  /** Whether what `*` allows of it is a matter of the whole account: I2 reports it, or it shows settings of the account. */
  readonly isAccountWide: boolean;
}

/** One for each resource of the way that is of the service. */
function candidatesOfWay(
  { name, service, access, granularity, ways }: CatalogueAction,
  way: readonly string[],
  family: string,
): KnownCandidate[] {
  return way
    .filter((form) => serviceOf(form) === family || serviceOf(form).includes("<"))
    .map((form) => ({
      name,
      action: { known: name },
      isRegionless: form.split(":")[3] === "",
      besides: way.filter((other) => other !== form).map((other) => resourceAsked(other, service, "*")),
      isAccountWide:
        access === "read"
          ? // Which registries there are is a setting of the account; an environment is its owner's.
            !ENVIRONMENT_SERVICES.includes(family) ||
            (granularity === "operation" && ways.some((each) => each.includes("*")))
          : ways.some((each) => each.includes("*")),
    }));
}
const CATALOGUE_NAMES: ReadonlySet<string> = new Set(CATALOGUE.map(({ name }) => name.toLowerCase()));

/** Looks for breaches of I3, subject by subject. */
export class PairProof {
  readonly #candidates = new Map<ActionSet, Map<string, readonly Candidate[]>>();

  constructor(
    readonly subjects: readonly IsolationSubject[],
    readonly index: FamilyIndex,
  ) {}

  /** One breach for each resource of a statement that touches others, with the names of all whom it touches. */
  breachesOf(position: number, permissions: PreparedPermissions): Breach[] {
    return permissions.own.allows.flatMap((statement) =>
      statement.resources.flatMap((resource) => {
        const services = FAMILY_SERVICES.filter((service) => resource.isOwnAccount && resource.matchesService(service));
        return services.flatMap((service) => this.#breach(position, permissions, statement, resource, service));
      }),
    );
  }

  #breach(
    position: number,
    permissions: PreparedPermissions,
    statement: PreparedStatement,
    resource: PreparedResource,
    service: string,
  ): Breach[] {
    const candidates = this.#candidatesOf(statement.actions, service, resource.isAll);
    if (candidates.length === 0) return [];
    const isOfGrant = this.subjects[position]?.grantDocuments?.some((each) => each === statement.reference.document);
    const touched = this.index
      .touchedBy(service, resource.path)
      .filter((family) => !(isOfGrant && family.isGranted) && this.#isForeign(position, family));
    if (touched.length === 0) return [];
    const only = {
      named: { ...permissions, own: { ...permissions.own, allows: [{ ...statement, resources: [resource] }] } },
      all: permissions,
    };
    const waived = this.subjects[position]?.waived ?? [];
    // What nobody waived comes first, so that a waiver never hides it.
    const reach = (family: Family): Reach | undefined =>
      reachOfFamily(only, candidates, family, ({ action }) => isWaived(action, waived)) ??
      reachOfFamily(only, candidates, family);
    const reached = reachedFamilies(touched, reach, this.#singledOut(permissions, service));
    return Array.from(reached, ([action, found]) => {
      const others = [...new Set(found.map(({ family }) => this.subjects[family.owner]?.name ?? ""))].sort();
      return {
        invariant: "I3",
        others: others.length === this.subjects.length - 1 && others.length > 1 ? "every" : others,
        action,
        resource: resource.text,
        statement: statement.reference,
        conditional: found.every(({ reach }) => reach.conditional),
        message: `${action} reaches ${service} resources of ${others.length === 1 ? others[0] : `${others.length} others`}`,
      };
    });
  }

  /**
   * Families that a deny or a boundary names, alone or with others, so that the answer for them may differ. For all others of a region
   * it is the same: the resource itself touches each of them, and what it touches is below nobody's name.
   */
  #singledOut({ own, boundary }: PreparedPermissions, service: string): ReadonlySet<Family> {
    const statements = [...own.denies, ...(boundary?.allows ?? []), ...(boundary?.denies ?? [])];
    const paths = statements.flatMap(({ resources }) =>
      resources.flatMap(({ isAll, path, matchesService }) =>
        isAll || path === "*" || !matchesService(service) ? [] : [path],
      ),
    );
    return new Set([...new Set(paths)].flatMap((path) => this.index.touchedBy(service, path)));
  }

  #isForeign(position: number, family: Family): boolean {
    const { owner } = family;
    if (owner === position) return false;
    const [one, other] = [this.subjects[position], this.subjects[owner]];
    if (one === undefined || other === undefined) return false;
    return family.isGranted ? !isGrantedTo(one, family) : !areSharing(one, other);
  }

  #candidatesOf(actions: ActionSet, service: string, isAll: boolean): readonly Candidate[] {
    const byService = this.#candidates.get(actions) ?? new Map<string, readonly Candidate[]>();
    this.#candidates.set(actions, byService);
    const key = `${service} ${isAll}`;
    const found = byService.get(key) ?? candidatesOf(actions, service, isAll);
    byService.set(key, found);
    return found;
  }
}

/** Whether the roster grants the same, or what it lies in, to this employee as well. */
function isGrantedTo({ granted = [] }: IsolationSubject, { service, base }: Family): boolean {
  return granted.some((own) => own.service === service && (base === own.path || base.startsWith(`${own.path}/`)));
}

/** Whether two employees share an environment on purpose, which both must say. */
export function areSharing(one: IsolationSubject, other: IsolationSubject): boolean {
  return (one.sharedWith?.includes(other.name) ?? false) && (other.sharedWith?.includes(one.name) ?? false);
}

function candidatesOf(actions: ActionSet, service: string, isAll: boolean): readonly Candidate[] {
  // An action of another service may ask for this resource too, and whoever names the resource may mean that; `*` names nothing.
  const unknown = isAll ? `${service}:*` : "*";
  const hasUnknown = actions.matching(unknown).some((text) => !CATALOGUE_NAMES.has(text.toLowerCase()));
  return [
    ...(KNOWN.get(service) ?? []).filter(
      ({ name, isAccountWide }) => actions.known.has(name) && !(isAll && isAccountWide),
    ),
    // Without a region it matches every allow and the fewest denies.
    ...(hasUnknown ? [{ action: { unknown }, isRegionless: true, besides: [] }] : []),
  ];
}

/** The one resource of one statement that is looked at, and all that the subject is allowed, for what is asked besides. */
interface Looked {
  readonly named: PreparedPermissions;
  readonly all: PreparedPermissions;
}

function reachOfFamily(
  { named, all }: Looked,
  candidates: readonly Candidate[],
  { service, base, region }: Family,
  except: (reach: Reach) => boolean = () => false,
): Reach | undefined {
  let conditional: Reach | undefined;
  for (const { action, isRegionless, besides } of candidates) {
    if (besides.some((resource) => reachOf(all, { action, resource }) === undefined)) continue;
    for (const path of [base, `${base}/*`]) {
      const resource = { all: false as const, service, region: isRegionless ? "" : region, path };
      // A name that the catalogue has is no unknown action, and is asked about by itself.
      const reach = reachOf(
        named,
        { action, resource },
        (each) => except(each) || ("unknown" in action && CATALOGUE_NAMES.has(each.action.toLowerCase())),
      );
      if (reach !== undefined && !reach.conditional) return reach;
      conditional ??= reach;
    }
  }
  return conditional;
}

interface Reached {
  readonly family: Family;
  readonly reach: Reach;
}

/** By the action that reaches them. Asks once for each region, and for those that are singled out one by one. */
function reachedFamilies(
  families: readonly Family[],
  reachOf: (family: Family) => Reach | undefined,
  singledOut: ReadonlySet<Family>,
): ReadonlyMap<string, readonly Reached[]> {
  const reached = new Map<string, Reached[]>();
  const byRegion = new Map<string, Reach | undefined>();
  for (const family of families) {
    const isAlone = singledOut.has(family);
    if (!isAlone && !byRegion.has(family.region)) byRegion.set(family.region, reachOf(family));
    const reach = isAlone ? reachOf(family) : byRegion.get(family.region);
    if (reach === undefined) continue;
    const same = reached.get(reach.action) ?? [];
    same.push({ family, reach });
    reached.set(reach.action, same);
  }
  return reached;
}
