/** Parses policy documents, from JSON or from text, into the one form that the rest of the project works with. */
import type { Condition, PolicyDocument, Statement } from "./document.ts";
import { JsonSyntaxError, type Place, parseJson } from "./json.ts";
import { PolicyError, type Problem } from "./problem.ts";
import { type ReadPolicy, type ReadStatement, readPolicy } from "./read.ts";

/** A problem with its place in the text, where there is a text. */
export interface PlacedProblem extends Problem {
  readonly place: Place;
}

/**
 * Turns parsed JSON into a policy document: actions lose the old prefix `name/`, single values become lists, a single statement too.
 * Resources stay as they are written. Placeholders (`${region}`) are left alone; the linter reports those that remain.
 *
 * @throws PolicyError with every problem and its path, such as `statement[2].action[0]: …`.
 */
export function parsePolicyDocument(json: unknown): PolicyDocument {
  const { statements, problems } = readPolicy(json);
  const complete = statements.flatMap(toStatement);
  // A statement without effect is always among the problems; counting again keeps that from resting on a distant rule.
  if (problems.length > 0 || complete.length !== statements.length) throw new PolicyError(problems);
  return { version: "2.0", statement: complete };
}

function toStatement({ effect, action, resource, condition }: ReadStatement): Statement[] {
  if (effect === undefined) return [];
  return [
    {
      effect,
      action: action.map(({ value }) => value),
      resource: resource.map(({ value }) => value),
      ...(condition.length === 0 ? {} : { condition: toCondition(condition) }),
    },
  ];
}

function toCondition(conditions: ReadStatement["condition"]): Condition {
  const operators = new Map<string, Record<string, readonly (string | number)[]>>();
  for (const { operator, key, value } of conditions) {
    operators.set(operator, { ...operators.get(operator), [key]: value });
  }
  return Object.fromEntries(operators);
}

/** What a text holds: the policy as far as it could be read, and every problem with its line and column. */
export interface ReadText {
  readonly policy: ReadPolicy;
  readonly problems: readonly PlacedProblem[];
  /** Line and column of the value at a path, or of the nearest thing around it. */
  readonly placeOf: (path: string) => Place;
}

/** Reads the text of a policy document; finds broken JSON and keys that are written twice as well. */
export function readPolicyText(text: string): ReadText {
  try {
    const { value, places, duplicates } = parseJson(text);
    const policy = readPolicy(value);
    const placeOf = (path: string): Place => nearestPlace(places, path);
    const doubles = duplicates.map(({ path, place }) => ({
      code: "json-duplicate-key" as const,
      path,
      place,
      message: "is written twice, and only the last one counts; merge the two",
    }));
    const mark = {
      code: "byte-order-mark" as const,
      path: "",
      place: { line: 1, column: 1 },
      message: "begins with a byte order mark, which CAM does not read; save it as UTF-8 without one",
    };
    const others = policy.problems.map((problem) => ({ ...problem, place: placeOf(problem.path) }));
    return { policy, problems: [...(text.startsWith("\uFEFF") ? [mark] : []), ...doubles, ...others], placeOf };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { place, message } = error;
    const problem: PlacedProblem = { code: "json-syntax", path: "", message: `is not JSON: ${message}`, place };
    return {
      policy: { statements: [], statementIsList: true, problems: [] },
      problems: [problem],
      placeOf: () => place,
    };
  }
}

/**
 * Parses the text of a policy document.
 *
 * @throws PolicyError with every problem, each as `line:column: path: message`.
 */
export function parsePolicyText(text: string): PolicyDocument {
  const { problems } = readPolicyText(text);
  if (problems.length > 0) throw new PolicyError(problems.map(withPlace));
  return parsePolicyDocument(parseJson(text).value);
}

function withPlace({ place, path, ...problem }: PlacedProblem): Problem {
  const position = `${place.line}:${place.column}`;
  return { ...problem, path: path === "" ? position : `${position}: ${path}` };
}

function nearestPlace(places: ReadonlyMap<string, Place>, path: string): Place {
  const found = places.get(path);
  if (found !== undefined) return found;
  const parent = path.replace(/(?:\.[^.[\]]+|\[[^[\]]*\]|^[^.[\]]+)$/, "");
  return parent === path || parent === "" ? (places.get("") ?? { line: 1, column: 1 }) : nearestPlace(places, parent);
}

/** The document of a text; undefined for one that is none of this language, such as a preset with a principal. */
export function documentIn(text: string): PolicyDocument | undefined {
  try {
    return parsePolicyText(text);
  } catch (error) {
    if (error instanceof PolicyError || error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
