/** Condition operators of the policy language (https://cloud.tencent.com/document/product/598/10608), one a line. */
import { parsePattern, patternMatches } from "../language/pattern.ts";
import { addressInRange, isRange } from "./address.ts";

/** Compares one value of a request with one value of a policy; undefined where one of them has the wrong form. */
export interface Comparison {
  readonly holds: (actual: string, expected: string) => boolean | undefined;
  /** Whether the operator asks for the opposite (`…_not_equal`). */
  readonly negated: boolean;
  /** Whether a policy may compare with this value. */
  readonly takes: (expected: string) => boolean;
}

const string = comparison((actual, expected) => actual === expected);
const folded = comparison((actual, expected) => actual.toLowerCase() === expected.toLowerCase());
// Only the documents of 2019 have string_like.
const like = comparison((actual, expected) => patternMatches(parsePattern(expected), actual));
const address = comparison(addressInRange, isRange);

const OPERATORS: ReadonlyMap<string, Comparison> = new Map([
  ["string_equal", string],
  ["string_not_equal", negated(string)],
  ["string_equal_ignore_case", folded],
  ["string_not_equal_ignore_case", negated(folded)],
  ["string_like", like],
  ["string_not_like", negated(like)],
  ["bool_equal", comparison((actual, expected) => actual === expected, isBool)],
  ["binary_equal", string],
  ["ip_equal", address],
  ["ip_not_equal", negated(address)],
  ...ordered("numeric", readNumber),
  ...ordered("date", readDate),
]);

/** An operator taken apart: `for_any_value:string_equal_if_exist`. */
export interface Operator {
  readonly comparison: Comparison;
  /** How several values of the request combine; absent: the request has one. */
  readonly qualifier: "for_any_value" | "for_all_value" | undefined;
  /** Whether the condition holds when the request has no such key. */
  readonly ifExists: boolean;
}

/** The operator of that name, or undefined where the language has none. `null_equal` is not among them: it compares no values. */
export function findOperator(name: string): Operator | undefined {
  const parts = /^(?:(for_any_value|for_all_value):)?(\w+?)(_if_exist)?$/.exec(name);
  const comparison = OPERATORS.get(parts?.[2] ?? "");
  if (parts === null || comparison === undefined) return undefined;
  const qualifier = parts[1] === "for_any_value" || parts[1] === "for_all_value" ? parts[1] : undefined;
  return { comparison, qualifier, ifExists: parts[3] !== undefined };
}

function comparison(holds: Comparison["holds"], takes: Comparison["takes"] = () => true): Comparison {
  return { holds, takes, negated: false };
}

function negated(operator: Comparison): Comparison {
  return { ...operator, negated: true };
}

function ordered(kind: string, read: (text: string) => number): [string, Comparison][] {
  const compare = (holds: (actual: number, expected: number) => boolean): Comparison =>
    comparison(
      (actual, expected) => {
        const [left, right] = [read(actual), read(expected)];
        return Number.isNaN(left) || Number.isNaN(right) ? undefined : holds(left, right);
      },
      (expected) => !Number.isNaN(read(expected)),
    );
  return [
    [`${kind}_equal`, compare((a, b) => a === b)],
    [`${kind}_not_equal`, negated(compare((a, b) => a === b))],
    [`${kind}_less_than`, compare((a, b) => a < b)],
    [`${kind}_less_than_equal`, compare((a, b) => a <= b)],
    [`${kind}_greater_than`, compare((a, b) => a > b)],
    [`${kind}_greater_than_equal`, compare((a, b) => a >= b)],
  ];
}

/** Decimal alone: what other forms (`0x10`, `1e3`, ` 1`) would mean, no document says. */
function readNumber(text: string): number {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** ISO 8601 with a time zone, or a day alone, which is its beginning in UTC; a day that no month has is none. */
function readDate(text: string): number {
  const [, day, time = "T00:00:00Z"] =
    /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.valueOf()) || !start.toISOString().startsWith(day)) return Number.NaN;
  return Date.parse(`${day}${time}`);
}

function isBool(text: string): boolean {
  return text === "true" || text === "false";
}
