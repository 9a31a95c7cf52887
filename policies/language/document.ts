/** CAM policy documents, version 2.0, in the one form that this project writes. */

/** A document as CAM's CreatePolicy takes it. */
export interface PolicyDocument {
  readonly version: "2.0";
  readonly statement: readonly Statement[];
}

export interface Statement {
  readonly effect: "allow" | "deny";
  /** `service:Action`, with `*` as wildcard. */
  readonly action: readonly string[];
  /** Six segments (`qcs::tcb:ap-shanghai:uin/100000000001:env/alice-1`) or `*`. */
  readonly resource: readonly string[];
  readonly condition?: Condition;
}

/** Operator, then key, then the values of which one must hold: `{ ip_equal: { "qcs:ip": ["203.0.113.0/24"] } }`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, readonly (string | number)[]>>>>;

/**
 * The document as text: no spaces, arrays sorted and free of doubles, elements in one order. The Terraform provider compares
 * documents by value and arrays by position, so that any other order would show as a change.
 */
export function printPolicyDocument(document: PolicyDocument): string {
  const statement = document.statement.map(({ effect, action, resource, condition }) => ({
    effect,
    action: sortedSet(action),
    resource: sortedSet(resource),
    ...(condition === undefined ? {} : { condition: printedCondition(condition) }),
  }));
  return JSON.stringify({ version: document.version, statement });
}

function printedCondition(condition: Condition): Condition {
  return sortedRecord(condition, (keys) => sortedRecord(keys, sortedSet));
}

function sortedRecord<T>(record: Readonly<Record<string, T>>, print: (value: T) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, value]) => [key, print(value)]),
  );
}

function sortedSet<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort(compare);
}

/** By code unit, not by locale: the same on every machine. */
function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
