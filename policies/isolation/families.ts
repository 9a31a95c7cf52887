/** The resources of one environment, service by service, and an index that finds whose resources a pattern touches. */
import { parsePattern, patternsOverlap } from "../language/pattern.ts";
import { longRegion } from "../language/regions.ts";
import type { GrantedResource, IsolationEnvironment } from "./subject.ts";

/** A resource and all below it: `env/alice-1` and `env/alice-1/*`. */
export interface Family {
  readonly service: string;
  /** Path of the resource itself. */
  readonly base: string;
  /** Long name. */
  readonly region: string;
  /** Position of the subject that it belongs to. */
  readonly owner: number;
  /** Whether it is not of the subject's environment, but granted by the roster, maybe to others as well. */
  readonly isGranted?: true;
}

/** Services that name resources of an environment. */
export const ENVIRONMENT_SERVICES: readonly string[] = ["ci", "cls", "cos", "lowcode", "scf", "tcb", "tcbr"];

/** Services that name resources which belong to somebody in the roster. */
export const FAMILY_SERVICES: readonly string[] = [...ENVIRONMENT_SERVICES, "tcr"];

/** What of an environment CAM can be asked about, with the forms of the catalogue. */
export function familiesOf(environment: IsolationEnvironment, owner: number): Family[] {
  const { id, storageBucket, hostingBucket, topicId, logsetId, namespace } = environment;
  const region = longRegion(environment.region);
  const buckets = [storageBucket, ...(hostingBucket === undefined ? [] : [hostingBucket])];
  const bases: [service: string, base: string][] = [
    ["tcb", `env/${id}`],
    ["tcbr", `env/${id}`],
    ["lowcode", `env/${id}`],
    ["scf", `namespace/${namespace}`],
    ...(logsetId === undefined ? [] : [["cls", `logset/${logsetId}`] satisfies [string, string]]),
    ...(topicId === undefined ? [] : [["cls", `topic/${topicId}`] satisfies [string, string]]),
    ...buckets.flatMap((bucket): [string, string][] => [
      ["cos", bucket],
      ["ci", `bucket/${bucket}`],
    ]),
  ];
  return bases.map(([service, base]) => ({ service, base, region, owner }));
}

/** What is granted besides the environment. */
export function grantedFamilies(granted: readonly GrantedResource[], owner: number): Family[] {
  return granted.map(({ service, region, path }) => ({
    service,
    base: path,
    region: longRegion(region),
    owner,
    isGranted: true,
  }));
}

/** Finds families without looking at each, since with 1,000 employees there are 999,000 pairs. */
export class FamilyIndex {
  /** By service: families sorted by base, in lower case. */
  readonly #sorted = new Map<string, { readonly bases: readonly string[]; readonly families: readonly Family[] }>();
  readonly #byBase = new Map<string, Family[]>();

  constructor(families: readonly Family[]) {
    for (const service of new Set(families.map((family) => family.service))) {
      const own = families.filter((family) => family.service === service);
      const sorted = own
        .map((family) => [family.base.toLowerCase(), family] as const)
        .sort(([a], [b]) => compare(a, b));
      this.#sorted.set(service, { bases: sorted.map(([base]) => base), families: sorted.map(([, family]) => family) });
      for (const [base, family] of sorted) {
        const key = `${service} ${base}`;
        this.#byBase.set(key, [...(this.#byBase.get(key) ?? []), family]);
      }
    }
  }

  /** Families of the service that have a resource which the pattern matches, whatever the case. Exact. */
  touchedBy(service: string, path: string): readonly Family[] {
    const { bases, families } = this.#sorted.get(service) ?? { bases: [], families: [] };
    if (path === "*") return families;
    const pattern = parsePattern(path.toLowerCase());
    const head = pattern.parts[0] ?? "";
    // A literal, or what stands before the first wildcard, lies below the families of the folders above it.
    const above = foldersOf(head).flatMap((folder) => this.#byBase.get(`${service} ${folder}`) ?? []);
    if (pattern.parts.length === 1) return [...above, ...(this.#byBase.get(`${service} ${head}`) ?? [])];
    // All others begin with it.
    const below: Family[] = [];
    for (let index = firstFrom(bases, head); bases[index]?.startsWith(head); index++) {
      const base = bases[index] ?? "";
      const family = families[index];
      const touches =
        patternsOverlap(pattern, parsePattern(base)) || patternsOverlap(pattern, parsePattern(`${base}/*`));
      if (family !== undefined && touches) below.push(family);
    }
    return [...above, ...below];
  }
}

/** `a/b/c` has the folders `a` and `a/b`. */
function foldersOf(path: string): readonly string[] {
  return Array.from(path.matchAll(/\//g), ({ index }) => path.slice(0, index));
}

/** Position of the first text that is not before `start`, by binary search. */
function firstFrom(sorted: readonly string[], start: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
