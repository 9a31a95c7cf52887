/** Which of the known ways out are open, for whom. */
import { actionsMatching } from "../catalogue/catalogue.ts";
import { ENVIRONMENT_SERVICES, type Family } from "./families.ts";
import { ATTACK_PATHS, type AttackPath, type Step } from "./paths.ts";
import type { PreparedPermissions } from "./permissions.ts";
import { serviceOf } from "./questions.ts";
import { type AllAsked, reachOf } from "./reach.ts";
import type { IsolationSubject } from "./subject.ts";

/**
 * - `open`: all that it takes is allowed.
 * - `open-unless`: as well, but something that no document says may stop it.
 * - `blocked`: its first step is allowed and a later one is not.
 * - `closed`: not even its first step is allowed.
 */
export type PathStatus = "open" | "open-unless" | "blocked" | "closed";

export interface PathFinding {
  readonly id: string;
  readonly title: string;
  readonly status: PathStatus;
  /** What may stop it, or what does; absent where it is open. */
  readonly by?: string;
  readonly source: string;
  /** Names of the employees for whom this is so, sorted. */
  readonly subjects: readonly string[];
}

export interface PreparedSubject {
  readonly subject: IsolationSubject;
  readonly permissions: PreparedPermissions;
  /** The most that the subject may have, where it has policies whose text is not known. */
  readonly widest?: PreparedPermissions | undefined;
  /** Resources of the own environment. */
  readonly families: readonly Family[];
}

/** Every known way out, with one entry for each status that it has for somebody. */
export function pathFindings(subjects: readonly PreparedSubject[]): PathFinding[] {
  return PREPARED_PATHS.flatMap((path) => {
    const found = new Map<string, PathFinding & { subjects: string[] }>();
    for (const prepared of subjects) {
      const { status, by } = statusOf(path, prepared);
      const key = `${status} ${by}`;
      const entry = found.get(key) ?? { ...pathFinding(path, status, by), subjects: [] };
      entry.subjects.push(prepared.subject.name);
      found.set(key, entry);
    }
    return [...found.values()].map((entry) => ({ ...entry, subjects: entry.subjects.sort() }));
  });
}

function pathFinding(
  { id, title, source }: PreparedPath,
  status: PathStatus,
  by: string | undefined,
): Omit<PathFinding, "subjects"> {
  return { id, title, status, ...(by === undefined ? {} : { by }), source };
}

interface Status {
  readonly status: PathStatus;
  readonly by: string | undefined;
}

function statusOf(path: PreparedPath, prepared: PreparedSubject): Status {
  const known = knownStatus(path, prepared);
  const { subject, widest } = prepared;
  const isStopped = ({ status }: Status) => status === "closed" || status === "blocked";
  if (widest === undefined || !isStopped(known)) return known;
  const possible = knownStatus(path, { ...prepared, permissions: widest });
  if (isStopped(possible)) return possible;
  const unread = subject.unread?.join(", ");
  return { status: "open-unless", by: `${unread}, whose text is not known here, does not allow it` };
}

/** The status by the policies whose text is known. */
function knownStatus(path: PreparedPath, subject: PreparedSubject): Status {
  const missing = path.steps.find((step) => !isAllowed(step, subject));
  if (missing !== undefined) {
    const by = `${missing.anyOf.join(", ")} ${missing.anyOf.length === 1 ? "is" : "are"} not allowed`;
    return { status: missing === path.steps[0] ? "closed" : "blocked", by };
  }
  return path.unless === undefined ? { status: "open", by: undefined } : { status: "open-unless", by: path.unless };
}

function isAllowed(step: PreparedStep, { permissions, families }: PreparedSubject): boolean {
  return step.questions.some(({ action, all, named }) => {
    if (!permissions.own.allowed.known.has(action.known)) return false;
    if (named === undefined) return reachOf(permissions, { action, resource: all }) !== undefined;
    if (step.on === "account") {
      const { service, path } = named;
      return reachOf(permissions, { action, resource: { all: false, service, region: "", path } }) !== undefined;
    }
    return families
      .filter(({ service }) => service === named.service)
      .some(({ base, region, service }) =>
        [base, `${base}/*`].some((path) => {
          const resource = { all: false as const, service, region: named.isRegionless ? "" : region, path };
          return reachOf(permissions, { action, resource }) !== undefined;
        }),
      );
  });
}

/** Names of the employees who can take a step, sorted. */
export function ableTo(step: Step, subjects: readonly PreparedSubject[]): readonly string[] {
  const prepared = prepareStep(step);
  return subjects
    .filter((subject) => isAllowed(prepared, subject))
    .map(({ subject }) => subject.name)
    .sort();
}

/** A step with its actions looked up, which is done once. */
interface PreparedStep extends Step {
  readonly questions: readonly {
    readonly action: { readonly known: string };
    readonly all: AllAsked;
    /** What a resource-level action asks for: any of its kind. */
    readonly named: { readonly service: string; readonly path: string; readonly isRegionless: boolean } | undefined;
  }[];
}

type PreparedPath = Omit<AttackPath, "steps"> & { readonly steps: readonly PreparedStep[] };

const PREPARED_PATHS: readonly PreparedPath[] = ATTACK_PATHS.map((path) => ({
  ...path,
  steps: path.steps.map(prepareStep),
}));

function prepareStep(step: Step): PreparedStep {
  return {
    ...step,
    // One way is enough, and one resource of it stands for the others.
    questions: step.anyOf.flatMap(actionsMatching).flatMap(({ name, service, ways }) =>
      ways.flatMap(([resource = "*"]) => {
        // For the whole account, what names an environment does not count: that is a matter of pairs.
        if (step.on === "account" && resource !== "*" && ENVIRONMENT_SERVICES.includes(serviceOf(resource))) return [];
        const [, , owner = "", region, , ...path] = resource.split(":");
        const named = { service: owner, path: path.join(":").replace(/<\w+>/g, "*"), isRegionless: region === "" };
        return [
          {
            action: { known: name },
            all: { all: true, service },
            named: resource === "*" ? undefined : named,
          } as const,
        ];
      }),
    ),
  };
}
