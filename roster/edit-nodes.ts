/** What edits of a roster's text need of YAML: its nodes, where they stand in the text, and values as they are written. */
import { isMap, isNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { RosterError, rosterProblem } from "./roster-error.ts";

/** A value that an edit writes. */
export type EditValue = string | number | boolean | readonly EditValue[] | { readonly [key: string]: EditValue };

export function employeesOf(text: string): YAMLSeq {
  const employees = parseDocument(text).get("employees");
  if (!isSeq(employees)) throw noEmployees("the roster");
  return employees;
}

export function noEmployees(file: string): RosterError {
  return new RosterError([rosterProblem("missing-key", { file, message: "there is no list `employees`" })]);
}

export function entriesOf(text: string): YAMLMap[] {
  return employeesOf(text).items.filter((item) => isMap(item));
}

export function nameOf(entry: YAMLMap): unknown {
  return entry.get("name");
}

export function keyOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : undefined;
}

/** From the key to the end of the value, without what follows it. */
export function spanOf({ key, value }: Pair): { readonly start: number; readonly end: number } {
  const [start, keyEnd] = rangeOf(key);
  return { start, end: isNode(value) ? rangeOf(value)[1] : keyEnd };
}

/** @throws TypeError for what did not come of a text */
export function rangeOf(node: unknown): readonly [number, number] {
  if (!isNode(node) || !node.range) throw new TypeError("a part of the roster has no place");
  return [node.range[0], node.range[1]];
}

/** Plain where nobody could read it as anything but a text, also inside of braces. */
export function printed(value: EditValue): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(printed).join(", ")}]`;
  if (typeof value !== "string") {
    const pairs = Object.entries(value).map(([key, part]) => `${key}: ${printed(part)}`);
    return `{ ${pairs.join(", ")} }`;
  }
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_.-]*(?:@[A-Za-z0-9.-]+)?$/.test(value) && !/^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return isPlain || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : JSON.stringify(value);
}

/** `Array.isArray` does not narrow what may not be changed. */
function isList(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}
