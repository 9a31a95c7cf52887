/** Says whether the condition of a statement holds for a request: yes, no, or open and why. */
import type { Condition } from "../language/document.ts";
import { findOperator, type Operator } from "./operators.ts";
import { all, any, not, type Truth } from "./truth.ts";

/**
 * What is known of a request, by condition key: `{ "qcs:ip": "203.0.113.9" }`. A list for keys with several values (tags, each
 * `key&value`). `null` says that the request is known to have no such key; an absent key, that nobody knows.
 */
export type RequestConditions = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * Values are alternatives, keys and operators must all hold (https://cloud.tencent.com/document/product/598/10608). Condition keys
 * are case-sensitive there.
 */
export function conditionHolds(condition: Condition | undefined, request: RequestConditions): Truth {
  if (condition === undefined) return true;
  return all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => keyHolds(operator, key, values.map(String), request)),
    ),
  );
}

function keyHolds(name: string, key: string, expected: readonly string[], request: RequestConditions): Truth {
  const actual = Object.hasOwn(request, key) ? request[key] : undefined;
  if (actual === undefined) return { missing: [key], reasons: [`the request does not say ${key}`] };
  if (name === "null_equal") return any(expected.map((value) => (actual === null) === (value === "true")));
  const operator = findOperator(name);
  if (operator === undefined) return doubt(`the operator ${name} is not documented`);
  if (actual === null) return operator.ifExists;
  const values = typeof actual === "string" ? [actual] : actual;
  const one = (value: string): Truth => valueHolds(operator, name, value, expected);
  if (operator.qualifier === "for_all_value") return all(values.map(one));
  if (operator.qualifier === "for_any_value") return any(values.map(one));
  const [first, ...rest] = values;
  if (first === undefined) return operator.ifExists;
  return rest.length === 0 ? one(first) : doubt(`${name} compares one value and ${key} has ${values.length}`);
}

function valueHolds({ comparison }: Operator, name: string, actual: string, expected: readonly string[]): Truth {
  const compared = expected.map((value): Truth => {
    const holds = comparison.holds(actual, value);
    return holds ?? doubt(`${name} cannot compare ${JSON.stringify(actual)} with ${JSON.stringify(value)}`);
  });
  if (!comparison.negated) return any(compared);
  const none = not(any(compared));
  const oneDiffers = not(all(compared));
  if (none === oneDiffers) return none;
  return doubt(`the documents do not say how several values of ${name} combine`);
}

function doubt(reason: string): Truth {
  return { missing: [], reasons: [reason] };
}
