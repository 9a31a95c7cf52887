/** The statements of one subject, prepared for questions about whole sets of requests instead of single ones. */
import { CATALOGUE, findAction } from "../catalogue/catalogue.ts";
import type { StatementReference } from "../evaluation/evaluate.ts";
import { type Account, accountKey, requireResource, segmentMatcher } from "../evaluation/matching.ts";
import { actionIntersection } from "../language/action.ts";
import type { PolicyDocument, Statement } from "../language/document.ts";
import { type Pattern, parsePattern, patternMatches } from "../language/pattern.ts";

/** A statement as a proof sees it: an allow grants whatever some reading of the documents grants, a deny only what every reading does. */
export interface PreparedStatement {
  readonly reference: StatementReference;
  readonly effect: Statement["effect"];
  readonly actions: ActionSet;
  readonly resources: readonly PreparedResource[];
  /** Whether it has a condition: an allow may then apply, a deny may not, so that the proof counts the one and not the other. */
  readonly conditional: boolean;
}

/** The actions of a statement. One for all statements that have the same list. */
export class ActionSet {
  /** Without `name/`, as written. */
  readonly patterns: readonly Pattern[];
  /** Names of the catalogue that they stand for: in any case for an allow, in the right one for a deny. */
  readonly known: ReadonlySet<string>;
  /** Patterns that stand for names that the catalogue does not have, or may. */
  readonly open: readonly Pattern[];
  /** Answers of `matching`, which statements of many employees ask for again. */
  readonly #matching = new Map<string, readonly string[]>();

  /** @param id Unlike that of any other. */
  constructor(
    readonly id: number,
    actions: readonly string[],
    effect: Statement["effect"],
  ) {
    const fold = effect === "allow" ? (text: string) => text.toLowerCase() : (text: string) => text;
    this.patterns = actions.map((text) => parsePattern(text.replace(/^name\//, "")));
    const folded = this.patterns.map(({ text }) => parsePattern(fold(text)));
    const known = CATALOGUE.filter(({ name }) => folded.some((pattern) => patternMatches(pattern, fold(name))));
    this.known = new Set(known.map(({ name }) => name));
    this.open = this.patterns.filter(({ text }) => text.includes("*") || findAction(text) === undefined);
  }

  /** Patterns of all names, known or not, that these actions and the pattern have in common; spelled as these actions are. */
  matching(pattern: string): readonly string[] {
    const found = this.#matching.get(pattern) ?? this.patterns.flatMap(({ text }) => actionIntersection(pattern, text));
    this.#matching.set(pattern, found);
    return found;
  }
}

type SegmentMatcher = (requested: string) => boolean;

export interface PreparedResource {
  /** As written. */
  readonly text: string;
  /** Whether it is `*`. */
  readonly isAll: boolean;
  readonly service: string;
  readonly region: string;
  /** `path` with variables replaced: the caller by `CALLER`, unknown ones by a wildcard in an allow. */
  readonly path: string;
  readonly matchesService: SegmentMatcher;
  readonly matchesRegion: SegmentMatcher;
  /** Whether it names the account that the proof is about. */
  readonly isOwnAccount: boolean;
}

/** What of a policy counts. */
export interface PreparedPolicy {
  readonly allows: readonly PreparedStatement[];
  readonly denies: readonly PreparedStatement[];
  /** All actions of the allows, which answers most questions at once. */
  readonly allowed: ActionSet;
}

export interface PreparedPermissions {
  readonly own: PreparedPolicy;
  /** Absent: no boundary. */
  readonly boundary: PreparedPolicy | undefined;
}

/** Stands for the UIN of the caller, which no resource of anybody else has in it. */
export const CALLER = "\u0001";

/** Prepares the policies of many subjects, which have most of their action lists, services and regions, and their boundary in common. */
export class PermissionPreparer {
  readonly #account: Account;
  readonly #actionSets = new Map<string, ActionSet>();
  readonly #unions = new Map<string, ActionSet>();
  readonly #boundaries = new Map<PolicyDocument, PreparedPolicy>();
  readonly #matchers = new Map<string, SegmentMatcher>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** @throws RangeError for a resource that is not `*` and has not six segments, and for a control character. */
  prepare(documents: readonly PolicyDocument[], boundary: PolicyDocument | undefined): PreparedPermissions {
    return {
      own: this.#policy(documents.flatMap((document, index) => this.#statements(document, index))),
      boundary: boundary && this.#boundary(boundary),
    };
  }

  #boundary(document: PolicyDocument): PreparedPolicy {
    const policy = this.#boundaries.get(document) ?? this.#policy(this.#statements(document, "boundary"));
    this.#boundaries.set(document, policy);
    return policy;
  }

  #statements({ statement }: PolicyDocument, document: number | "boundary"): PreparedStatement[] {
    return statement.map(({ effect, action, resource, condition }, index) => ({
      reference: { document, statement: index },
      effect,
      actions: this.#actions(action, effect),
      resources: resource.map((text) => this.#resource(text, effect)),
      conditional: condition !== undefined,
    }));
  }

  #policy(statements: readonly PreparedStatement[]): PreparedPolicy {
    const allows = statements.filter(({ effect }) => effect === "allow");
    return {
      allows,
      // A deny under a condition is not sure to apply.
      denies: statements.filter(({ effect, conditional }) => effect === "deny" && !conditional),
      allowed: this.#union(allows.map(({ actions }) => actions)),
    };
  }

  #actions(action: readonly string[], effect: Statement["effect"]): ActionSet {
    action.forEach(refuseControlCharacters);
    const key = JSON.stringify([effect, action]);
    const set = this.#actionSets.get(key) ?? new ActionSet(this.#actionSets.size, action, effect);
    this.#actionSets.set(key, set);
    return set;
  }

  #union(sets: readonly ActionSet[]): ActionSet {
    const key = sets.map(({ id }) => id).join(" ");
    const found = this.#unions.get(key);
    if (found !== undefined) return found;
    const union = this.#actions(
      sets.flatMap(({ patterns }) => patterns.map(({ text }) => text)),
      "allow",
    );
    this.#unions.set(key, union);
    return union;
  }

  #resource(text: string, effect: Statement["effect"]): PreparedResource {
    refuseControlCharacters(text);
    const resource = requireResource(text);
    if (resource === "*") return EVERYTHING;
    const account = this.#account;
    const { service, region } = resource;
    return {
      text,
      isAll: false,
      service,
      region,
      path: filledPath(resource.path, account, effect),
      matchesService: this.#matcher(service, effect),
      matchesRegion: this.#matcher(region, effect),
      isOwnAccount: this.#matcher(accountKey(resource.account, account), effect)(accountKey("", account)),
    };
  }

  #matcher(segment: string, effect: Statement["effect"]): SegmentMatcher {
    const key = `${effect} ${segment}`;
    const matcher = this.#matchers.get(key) ?? segmentMatcher(segment, effect === "allow" ? "over" : "under");
    this.#matchers.set(key, matcher);
    return matcher;
  }
}

const EVERYTHING: PreparedResource = {
  text: "*",
  isAll: true,
  service: "",
  region: "",
  path: "*",
  matchesService: () => true,
  matchesRegion: () => true,
  isOwnAccount: true,
};

/** The symbols of the proof (`CALLER`, `ANY_ID`) are control characters, and must be in no text of a policy. */
function refuseControlCharacters(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new RangeError(`${JSON.stringify(text)} has a control character`);
}

function filledPath(path: string, { ownerUin, appId }: Account, effect: Statement["effect"]): string {
  if (!path.includes("${")) return path;
  const filled = path
    .replace(/\$\{uin\}/g, CALLER)
    .replace(/\$\{owner_uin\}/g, ownerUin)
    .replace(/\$\{app_id\}/g, appId);
  // A deny keeps what it cannot know as it is, and so matches nothing that exists.
  return effect === "allow" ? filled.replace(/\$\{[^}]*\}/g, "*") : filled;
}
