/** Turns what zod finds into sentences: what is wrong; what to write. */
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import type { Path } from "./yaml.ts";

type Issue = z.core.$ZodIssue;

/** One mistake at a value, or at a key of the map there. */
export interface Explanation {
  readonly path: Path;
  /** Set where the key itself is the mistake. */
  readonly key?: string;
  readonly message: string;
}

/** @param known Keys that the map at a path may have, for suggestions. */
export function explain(issue: Issue, input: unknown, known: (path: Path) => readonly string[]): Explanation[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: issue.path, key, message: unknownKey(key, known(issue.path)) }));
  }
  if (issue.code === "invalid_union") {
    // The branch that accepts the kind of value, if there is one, says more than the union as a whole.
    const branch = issue.errors.find((errors) => errors.length > 0 && !errors.some(isAboutTheWhole));
    if (branch) {
      return branch.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, input, known));
    }
  }
  return [{ path: issue.path, message: sentence(issue, valueAt(input, issue.path)) }];
}

/** The value at a path of plain data, or undefined. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function isAboutTheWhole(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== "unrecognized_keys";
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = known.length > 0 ? closest(key, [...known]) : undefined;
  const hint =
    near !== undefined && distance(key, near) <= 2
      ? `write \`${near}\``
      : `known keys here: ${known.map((each) => `\`${each}\``).join(", ")}`;
  return `unknown key \`${key}\`; ${hint}`;
}

function sentence(issue: Issue, value: unknown): string {
  const name = subject(issue.path);
  if (value === undefined) return `${name} is missing; add it`;
  if (issue.code === "invalid_type") {
    if (value === null) return `${name} is empty; write ${EXPECTED[issue.expected] ?? issue.expected}`;
    if (issue.expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
      return `${name} must be a text, not ${describe(value)}; write it in quotes`;
    }
    return `${name} must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${describe(value)}; ${INSTEAD[issue.expected] ?? "write that"}`;
  }
  if (issue.code === "invalid_value") {
    return `${name} is ${describe(value)}; write ${issue.values.map((each) => `\`${String(each)}\``).join(" or ")}`;
  }
  // The messages that the schema gives for lengths are whole sentences.
  if (issue.code === "too_small" || issue.code === "too_big") return issue.message;
  return `${describe(value)} does not fit: ${issue.message}`;
}

/** What stands at a path, as a reader would call it. */
function subject(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the file";
  return typeof last === "number" ? `an entry of \`${String(path.at(-2))}\`` : `\`${String(last)}\``;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "a text",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
  object: "a map",
  array: "a list",
};

const INSTEAD: Readonly<Record<string, string>> = {
  boolean: "write `true` or `false`",
  object: "write `key: value` lines below it",
  array: "write one `- ` line an entry below it",
};

/** A value as a reader recognises it, cut to a length that fits a line. */
function describe(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
