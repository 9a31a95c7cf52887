/** I4 and I5: names of environments that cannot be mistaken for each other, and statements that name them in full. */
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { type Account, accountKey } from "../evaluation/matching.ts";
import type { Declared } from "../profiles/profiles.ts";
import { isReadOfCam } from "./account-wide.ts";
import type { Breach } from "./finding.ts";
import { areSharing } from "./pairs.ts";
import type { PreparedPermissions, PreparedResource } from "./permissions.ts";
import type { IsolationSubject } from "./subject.ts";

/** What must be distinct, by kind. */
const KINDS: Readonly<Record<string, (subject: IsolationSubject) => readonly (string | undefined)[]>> = {
  environment: ({ environment }) => [environment.id],
  bucket: ({ environment }) => [environment.storageBucket, environment.hostingBucket],
  topic: ({ environment }) => [environment.topicId],
  namespace: ({ environment }) => [environment.namespace],
};

/**
 * I4. Names that begin with each other count too: a document can be read as if a resource matched all that begin with it
 * (https://cloud.tencent.com/document/product/598/10607).
 *
 * @returns breaches by the name of the employee whose environment it is.
 */
export function nameBreaches(subjects: readonly IsolationSubject[]): ReadonlyMap<string, readonly Breach[]> {
  const breaches = new Map<string, Breach[]>(subjects.map(({ name }) => [name, []]));
  for (const [kind, namesOf] of Object.entries(KINDS)) {
    const named = subjects
      .flatMap((subject) => namesOf(subject).map((name) => ({ name: name?.toLowerCase(), subject })))
      .flatMap(({ name, subject }) => (name === undefined ? [] : [{ name, subject }]))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const [index, { name, subject }] of named.entries()) {
      // In this order, all that begin with a name stand right after it.
      for (let next = index + 1; named[next]?.name.startsWith(name); next++) {
        const other = named[next];
        if (other === undefined || other.subject === subject || areSharing(subject, other.subject)) continue;
        breaches.get(subject.name)?.push(nameBreach(kind, name, other.name, other.subject.name));
      }
    }
  }
  return breaches;
}

function nameBreach(kind: string, name: string, otherName: string, other: string): Breach {
  const message =
    name === otherName
      ? `the ${kind} ${name} belongs to ${other} as well`
      : `the ${kind} ${otherName} of ${other} begins with the name of this one, ${name}`;
  return { invariant: "I4", others: [other], resource: name, conditional: false, message };
}

/** Services some of whose actions ask without a region, so that a resource without one is right. */
const REGIONLESS: ReadonlySet<string> = new Set(
  CATALOGUE.filter(({ resource }) => resource.split(":")[3] === "").map(({ resource }) => resource.split(":")[2] ?? ""),
);

/** I5, for every resource of the allowing statements. */
export function namingBreaches(permissions: PreparedPermissions, account: Account, { regionless }: Declared): Breach[] {
  return permissions.own.allows.flatMap((statement) =>
    statement.resources.flatMap((resource) => {
      // `*` is for actions that cannot be confined, each by its name; what those do is a matter of I1 to I3.
      const missing = resource.isAll ? MISSING_FROM_ALL : missingFrom(resource, account, regionless);
      if (missing === undefined) return [];
      const { patterns, open } = statement.actions;
      const unnamed = open.filter(({ text }) => !isReadOfCam(text));
      return (resource.isAll ? unnamed : patterns).map(({ text }) => ({
        invariant: "I5" as const,
        others: "every" as const,
        action: text,
        resource: resource.text,
        statement: statement.reference,
        conditional: statement.conditional,
        message: `${resource.text} ${missing}`,
      }));
    }),
  );
}

const MISSING_FROM_ALL = "is every resource there is, for actions that nobody named";

function missingFrom(resource: PreparedResource, account: Account, regionless: readonly string[]): string | undefined {
  const { service, region, path, text } = resource;
  const [, , , , written = ""] = text.split(":");
  if (service === "" || service.includes("*")) return "names no service";
  if (written === "" || accountKey(written, account) !== accountKey("", account)) return "does not name the account";
  if (region.includes("*") || (region === "" && !REGIONLESS.has(service) && !regionless.includes(service))) {
    return "does not name the region";
  }
  const id = service === "cos" ? path.split("/")[0] : path.split("/")[1];
  return id === undefined || id === "" || id.includes("*") ? "does not name an id" : undefined;
}
