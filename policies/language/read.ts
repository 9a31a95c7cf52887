/** Reads a policy document of any legal form, keeping the place of every element and listing every mistake. */
import { isPrintable, quoted } from "../../problems/problems.ts";
import { memberPath, type Problem, type ProblemCode } from "./problem.ts";
import { parseResource, type ResourceOrAll } from "./resource.ts";

/** An element of a document with its path (`statement[2].action[0]`). */
export interface Located<T> {
  readonly value: T;
  readonly path: string;
}

export interface LocatedResource extends Located<string> {
  readonly resource: ResourceOrAll;
}

/** One operator, one key and the values of which one must hold. */
export interface LocatedCondition extends Located<readonly (string | number)[]> {
  readonly operator: string;
  readonly key: string;
}

/** A statement as far as it could be understood. */
export interface ReadStatement {
  readonly path: string;
  /** Absent where it is missing or wrong. */
  readonly effect: "allow" | "deny" | undefined;
  /** Without the old prefix `name/`. */
  readonly action: readonly Located<string>[];
  readonly resource: readonly LocatedResource[];
  readonly condition: readonly LocatedCondition[];
  /** Whether `resource` is a list; a single text is legal for CAM, but not for the Terraform provider. */
  readonly resourceIsList: boolean;
}

export interface ReadPolicy {
  readonly statements: readonly ReadStatement[];
  /** Whether `statement` is a list; a single object was legal once. */
  readonly statementIsList: boolean;
  readonly problems: readonly Problem[];
}

type Members = Readonly<Record<string, unknown>>;
type Report = (code: ProblemCode, path: string, message: string) => void;

const DOCUMENT_MEMBERS = ["version", "statement"];
const STATEMENT_MEMBERS = ["effect", "action", "resource", "condition"];

/** `service:Action` with `*` anywhere. Names of the COS API have dots and dashes too. */
const ACTION = /^(?:\*|[a-z0-9*_-]+:[A-Za-z0-9*_.-]+)$/;

/**
 * Reads the parsed JSON of a policy document 2.0 for a CAM user or group.
 *
 * The grammar is that of https://cloud.tencent.com/document/product/598/10604. Single values may stand without their list; a single
 * statement may too, which older documents print.
 */
export function readPolicy(json: unknown): ReadPolicy {
  const problems: Problem[] = [];
  const report: Report = (code, path, message) => problems.push({ code, path, message });
  refuseUnseen(json, "", report);
  if (!isMembers(json)) {
    report("document-form", "", `a policy document is an object with "version" and "statement", not ${nameOf(json)}`);
    return { statements: [], statementIsList: true, problems };
  }
  checkMembers(json, "", DOCUMENT_MEMBERS, DOCUMENT_MEMBERS, report);
  const version = memberOf(json, "", "version");
  if (version.value !== undefined && version.value !== "2.0") {
    report("version", version.path, `write "2.0", the only version there is, not ${JSON.stringify(version.value)}`);
  }
  const statement = memberOf(json, "", "statement");
  const statementIsList = statement.value === undefined || Array.isArray(statement.value);
  const statements: ReadStatement[] = [];
  for (const { value, path } of listOf(statement)) {
    if (isMembers(value)) statements.push(readStatement(value, path, report));
    else
      report(
        "value-form",
        path,
        `a statement is an object with "effect", "action" and "resource", not ${nameOf(value)}`,
      );
  }
  if (Array.isArray(statement.value) && statement.value.length === 0) {
    report("list-empty", statement.path, "has no statement; write at least one");
  }
  return { statements, statementIsList, problems };
}

/** Text is what it seems: nothing in it is invisible, breaks the line or turns the direction of reading. */
function refuseUnseen(json: unknown, path: string, report: Report): void {
  if (typeof json === "string") {
    if (!isPrintable(json)) report("character", path, `has a character that nobody sees: ${quoted(json)}; remove it`);
  } else if (Array.isArray(json)) {
    for (const [index, value] of json.entries()) refuseUnseen(value, memberPath(path, index), report);
  } else if (isMembers(json)) {
    for (const [key, value] of Object.entries(json)) {
      if (!isPrintable(key))
        report("character", path, `has a name with a character that nobody sees: ${quoted(key)}; remove it`);
      refuseUnseen(value, memberPath(path, key), report);
    }
  }
}

function readStatement(statement: Members, path: string, report: Report): ReadStatement {
  checkMembers(statement, path, STATEMENT_MEMBERS, ["effect", "action", "resource"], report);
  const member = (name: string) => memberOf(statement, path, name);
  const resource = member("resource");
  return {
    path,
    effect: readEffect(member("effect"), report),
    action: readTexts(member("action"), report).flatMap((text) => readAction(text, report)),
    resource: readTexts(resource, report).flatMap((text) => readResource(text, report)),
    condition: readCondition(member("condition"), report),
    resourceIsList: Array.isArray(resource.value),
  };
}

/**
 * The member of that name. One in another case (`Statement`, as COS documents print it) has been reported, and is read all the same, so
 * that what is wrong inside of it is found at once.
 */
function memberOf(members: Members, path: string, name: string): Located<unknown> {
  const written = Object.hasOwn(members, name)
    ? name
    : Object.keys(members).find((member) => member.toLowerCase() === name);
  return { value: written === undefined ? undefined : members[written], path: memberPath(path, written ?? name) };
}

function checkMembers(
  members: Members,
  path: string,
  known: readonly string[],
  required: readonly string[],
  report: Report,
): void {
  for (const name of Object.keys(members)) {
    if (known.includes(name)) continue;
    const place = memberPath(path, name);
    const lower = name.toLowerCase();
    if (known.includes(lower)) {
      report("member-case", place, `elements are lower-case; write "${lower}"`);
    } else if (lower === "principal") {
      report("principal", place, "a policy of a user or a group has no principal; remove it");
    } else {
      report("member-unknown", place, `is not an element of the policy language; it has ${known.join(", ")}`);
    }
  }
  for (const name of required) {
    const isThere = Object.keys(members).some((member) => member.toLowerCase() === name);
    if (!isThere) report("member-missing", path, `has no "${name}"; add it`);
  }
}

function readEffect({ value: effect, path }: Located<unknown>, report: Report): "allow" | "deny" | undefined {
  if (effect !== undefined && effect !== "allow" && effect !== "deny") {
    report("effect", path, `write "allow" or "deny", not ${JSON.stringify(effect)}`);
  }
  const lower = typeof effect === "string" ? effect.toLowerCase() : "";
  return lower === "allow" || lower === "deny" ? lower : undefined;
}

function readAction({ value, path }: Located<string>, report: Report): Located<string>[] {
  const action = value.replace(/^name\//, "");
  if (action.startsWith("permid/")) {
    report("action-permid", path, `"${value}" is a set of an old kind; write the actions that it stands for`);
    return [];
  }
  if (!ACTION.test(action)) {
    report("action-form", path, `"${value}" is not an action; write <service>:<Action>, such as tcb:DescribeEnvs`);
    return [];
  }
  return [{ value: action, path }];
}

function readResource({ value, path }: Located<string>, report: Report): LocatedResource[] {
  const parsed = parseResource(value);
  if ("problem" in parsed) {
    report("resource-segments", path, parsed.problem);
    return [];
  }
  const { resource } = parsed;
  if (resource !== "*" && resource.project !== "") {
    report("resource-project", path, `the second segment is always empty; remove "${resource.project}"`);
  }
  return [{ value, path, resource }];
}

function readCondition({ value: condition, path }: Located<unknown>, report: Report): LocatedCondition[] {
  if (condition === undefined) return [];
  if (!isMembers(condition)) {
    report("value-form", path, `a condition is an object of operators, not ${nameOf(condition)}`);
    return [];
  }
  return Object.entries(condition).flatMap(([operator, keys]) => {
    const operatorPath = memberPath(path, operator);
    if (!isMembers(keys)) {
      report("value-form", operatorPath, `an operator has an object of keys, not ${nameOf(keys)}`);
      return [];
    }
    return Object.entries(keys).map(([key, values]) => {
      const keyPath = memberPath(operatorPath, key);
      return { operator, key, path: keyPath, value: readValues({ value: values, path: keyPath }, report) };
    });
  });
}

function readValues(values: Located<unknown>, report: Report): (string | number)[] {
  const list = listOf(values);
  if (list.length === 0) report("list-empty", values.path, "has no value; write at least one");
  return list.flatMap(({ value, path }) => {
    if (typeof value === "string" || typeof value === "number") return [value];
    report("value-form", path, `a value is a text or a number, not ${nameOf(value)}${advice(value)}`);
    return [];
  });
}

/** A list of texts, or the one text that may stand without its list. */
function readTexts(texts: Located<unknown>, report: Report): Located<string>[] {
  if (texts.value === undefined) return [];
  const list = listOf(texts);
  if (list.length === 0) report("list-empty", texts.path, "is empty; write at least one");
  return list.flatMap(({ value, path }) => {
    if (typeof value === "string") return [{ value, path }];
    report("value-form", path, `is a text, not ${nameOf(value)}`);
    return [];
  });
}

function listOf(single: Located<unknown>): Located<unknown>[] {
  const { value: json, path } = single;
  if (json === undefined) return [];
  if (!Array.isArray(json)) return [single];
  return json.map((value: unknown, index) => ({ value, path: memberPath(path, index) }));
}

function isMembers(json: unknown): json is Members {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function nameOf(json: unknown): string {
  if (json === null) return "null";
  if (Array.isArray(json)) return "a list";
  return typeof json === "object" ? "an object" : `the ${typeof json} ${JSON.stringify(json)}`;
}

function advice(value: unknown): string {
  return typeof value === "boolean" ? `; write "${value}"` : "";
}
