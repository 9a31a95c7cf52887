/** Turns what zod finds into sentences: what is wrong; what to write. */
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type Finding, valueAt } from "./finding.ts";
import { PROFILES } from "./profiles.ts";
import type { RosterRule } from "./rule-ids.ts";
import type { Path } from "./yaml.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong, and what to write. */
interface Sentence {
  readonly rule: RosterRule;
  readonly message: string;
  readonly remedy?: string;
}

/** What is known of the file besides its values. */
export interface Source {
  /** Keys that the map at a path may have, for suggestions. */
  readonly known: (path: Path) => readonly string[];
  /** The value at a path as it is written. */
  readonly written: (path: Path) => string | undefined;
}

export function explain(issue: Issue, input: unknown, source: Source): Finding[] {
  const { known } = source;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: issue.path, key, ...unknownKey(key, known(issue.path)) }));
  }
  if (issue.code === "invalid_union") {
    // The branch that accepts the kind of value, if there is one, says more than the union as a whole.
    const branch = issue.errors.find((errors) => errors.length > 0 && !errors.some(isAboutTheWhole));
    if (branch) {
      return branch.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, input, source));
    }
  }
  return [{ path: issue.path, ...sentence(issue, valueAt(input, issue.path), source.written(issue.path)) }];
}

function isAboutTheWhole(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== "unrecognized_keys";
}

function unknownKey(key: string, known: readonly string[]): Sentence {
  const meant = SYNONYMS.get(key.toLowerCase());
  const near =
    meant !== undefined && known.includes(meant) ? meant : known.length > 0 ? closest(key, [...known]) : undefined;
  const hint =
    near !== undefined && (near === meant || distance(key, near) <= 2)
      ? `write \`${near}\``
      : `known keys here: ${known.map((each) => `\`${each}\``).join(", ")}`;
  return { rule: "unknown-key", message: `unknown key \`${key}\``, remedy: hint };
}

/** What other rosters, and other languages, call the same. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["cellphone", "phone"],
  ["comment", "remark"],
  ["department", "team"],
  ["description", "remark"],
  ["e-mail", "email"],
  ["env", "environment"],
  ["environmentid", "id"],
  ["envid", "id"],
  ["group", "team"],
  ["image", "blueprint"],
  ["instance", "server"],
  ["mail", "email"],
  ["mobile", "phone"],
  ["note", "remark"],
  ["period", "months"],
  ["permission", "policy"],
  ["profile", "policy"],
  ["renewal", "renew"],
  ["size", "bundle"],
  ["staff", "employees"],
  ["tel", "phone"],
  ["telephone", "phone"],
  ["uin", "ownerUin"],
  ["user", "name"],
  ["username", "name"],
  ["users", "employees"],
]);

function sentence(issue: Issue, value: unknown, written?: string): Sentence {
  const name = subject(issue.path);
  if (value === undefined) return { rule: "missing-key", message: `${name} is missing`, remedy: "add it" };
  if (issue.code === "invalid_type") {
    const expected = EXPECTED[issue.expected] ?? issue.expected;
    if (value === null) return { rule: "empty-value", message: `${name} is empty`, remedy: `write ${expected}` };
    const isTextLike = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
    const bare = typeof value === "string" ? bareValue(value, issue.expected) : undefined;
    return {
      rule: "wrong-type",
      message: `${name} must be ${expected}, not ${describe(value, written)}`,
      remedy: isTextLike
        ? `write it in quotes: ${JSON.stringify(written ?? String(value))}`
        : (bare ?? INSTEAD[issue.expected] ?? "write that"),
    };
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map((each) => `\`${String(each)}\``).join(" or ");
    const isQuotedNumber = issue.values.some((each) => typeof each === "number" && String(each) === value);
    const near = nearChoice(value, issue.values.map(String));
    const remedy = isQuotedNumber
      ? `write it without quotes: ${String(value)}`
      : `write ${near === undefined ? choices : `\`${near}\``}`;
    return { rule: "not-a-choice", message: `${name} is ${describe(value, written)}`, remedy };
  }
  const { message, ...remedy } = apart(issue.message);
  // The messages that the schema gives for lengths are whole sentences.
  if (issue.code === "too_small" || issue.code === "too_big") return { rule: "wrong-form", message, ...remedy };
  const near = issue.path.at(-1) === "policy" ? nearChoice(value, PROFILES) : undefined;
  const instead = near === undefined ? remedy : { remedy: `write \`${near}\`` };
  return { rule: "wrong-form", message: `${describe(value, written)} does not fit: ${message}`, ...instead };
}

/** A number or `true` that somebody put in quotes. */
function bareValue(text: string, expected: string): string | undefined {
  const isBare =
    expected === "boolean"
      ? /^(?:true|false)$/.test(text)
      : (expected === "number" || expected === "int") && /^\d+$/.test(text);
  return isBare ? `write it without quotes: ${text}` : undefined;
}

/** The choice that was meant, where one is written nearly so. */
function nearChoice(value: unknown, choices: readonly string[]): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const lower = choices.map((each) => each.toLowerCase());
  const near = closest(value.toLowerCase(), lower);
  return distance(value.toLowerCase(), near) <= 2 ? choices[lower.indexOf(near)] : undefined;
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
function describe(value: unknown, written?: string): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" ? JSON.stringify(value) : (written ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
