/** Turns what zod finds into sentences: what is wrong; what to write. */
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type Finding, valueAt } from "./finding.ts";
import type { RosterRule } from "./rule-ids.ts";
import type { Path } from "./yaml.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong, and what to write. */
interface Sentence {
  readonly rule: RosterRule;
  readonly message: string;
  readonly remedy?: string;
}

/** @param known Keys that the map at a path may have, for suggestions. */
export function explain(issue: Issue, input: unknown, known: (path: Path) => readonly string[]): Finding[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: issue.path, key, ...unknownKey(key, known(issue.path)) }));
  }
  if (issue.code === "invalid_union") {
    // The branch that accepts the kind of value, if there is one, says more than the union as a whole.
    const branch = issue.errors.find((errors) => errors.length > 0 && !errors.some(isAboutTheWhole));
    if (branch) {
      return branch.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, input, known));
    }
  }
  return [{ path: issue.path, ...sentence(issue, valueAt(input, issue.path)) }];
}

function isAboutTheWhole(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== "unrecognized_keys";
}

function unknownKey(key: string, known: readonly string[]): Sentence {
  const near = known.length > 0 ? closest(key, [...known]) : undefined;
  const hint =
    near !== undefined && distance(key, near) <= 2
      ? `write \`${near}\``
      : `known keys here: ${known.map((each) => `\`${each}\``).join(", ")}`;
  return { rule: "unknown-key", message: `unknown key \`${key}\``, remedy: hint };
}

function sentence(issue: Issue, value: unknown): Sentence {
  const name = subject(issue.path);
  if (value === undefined) return { rule: "missing-key", message: `${name} is missing`, remedy: "add it" };
  if (issue.code === "invalid_type") {
    const expected = EXPECTED[issue.expected] ?? issue.expected;
    if (value === null) return { rule: "empty-value", message: `${name} is empty`, remedy: `write ${expected}` };
    const isTextLike = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
    return {
      rule: "wrong-type",
      message: `${name} must be ${expected}, not ${describe(value)}`,
      remedy: isTextLike ? "write it in quotes" : (INSTEAD[issue.expected] ?? "write that"),
    };
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map((each) => `\`${String(each)}\``).join(" or ");
    return { rule: "not-a-choice", message: `${name} is ${describe(value)}`, remedy: `write ${choices}` };
  }
  const { message, ...remedy } = apart(issue.message);
  // The messages that the schema gives for lengths are whole sentences.
  if (issue.code === "too_small" || issue.code === "too_big") return { rule: "wrong-form", message, ...remedy };
  return { rule: "wrong-form", message: `${describe(value)} does not fit: ${message}`, ...remedy };
}

/** The schema's messages say both: what is wrong; what to write. */
function apart(text: string): { readonly message: string; readonly remedy?: string } {
  const end = text.indexOf("; ");
  return end === -1 ? { message: text } : { message: text.slice(0, end), remedy: text.slice(end + 2) };
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
