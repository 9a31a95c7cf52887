/** Documents of a collection: finding and changing them by the few MongoDB operators that an isolation check needs. */

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { parseJson } from "../../json.ts";
import type { TableDocument } from "./state.ts";

/**
 * A JSON object from the text that requests carry it in; absent or empty text is the empty object.
 *
 * @throws ApiError `InvalidParameter`
 */
export function readDocument(text: string | undefined): TableDocument {
  if (text === undefined || text === "") return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(parsedJson(text));
  if (!parsed.success)
    throw new ApiError("InvalidParameter", "Documents, queries and updates are texts of JSON objects.");
  return parsed.data;
}

/**
 * Whether a document matches a query of fields that equal a value, or are `{ $eq }` or `{ $in }`.
 *
 * @throws ApiError `UnsupportedOperation` for every other operator: a guess would be worse.
 */
export function matches(document: TableDocument, query: TableDocument): boolean {
  return Object.entries(query).every(([field, wanted]) => {
    if (field.startsWith("$")) refuse(field);
    return fieldMatches(Object.hasOwn(document, field) ? document[field] : undefined, wanted);
  });
}

function fieldMatches(value: unknown, wanted: unknown): boolean {
  const operators = z.record(z.string().startsWith("$"), z.unknown()).safeParse(wanted);
  if (!operators.success || Object.keys(operators.data).length === 0) return isDeepStrictEqual(value, wanted);
  return Object.entries(operators.data).every(([operator, operand]) => {
    if (operator === "$eq") return isDeepStrictEqual(value, operand);
    if (operator === "$in" && Array.isArray(operand)) return operand.some((one) => isDeepStrictEqual(value, one));
    return refuse(operator);
  });
}

/**
 * A document after an update: fields of `$set` replaced, those of `$unset` gone. An update without operators replaces the
 * whole document but for its `_id`, as MongoDB does.
 *
 * @throws ApiError `UnsupportedOperation` for every other operator.
 */
export function updated(document: TableDocument, update: TableDocument): TableDocument {
  const operators = Object.keys(update).filter((field) => field.startsWith("$"));
  if (operators.length === 0) return { ...update, _id: document["_id"] };
  const unknown = operators.find((operator) => operator !== "$set" && operator !== "$unset");
  if (unknown !== undefined) refuse(unknown);
  const gone = Object.keys(readFields(update["$unset"]));
  const kept = Object.entries(document).filter(([field]) => !gone.includes(field));
  return { ...Object.fromEntries(kept), ...readFields(update["$set"]), _id: document["_id"] };
}

function readFields(value: unknown): TableDocument {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value ?? {});
  if (!parsed.success) throw new ApiError("InvalidParameter", "`$set` and `$unset` take an object.");
  return parsed.data;
}

function parsedJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refuse(operator: string): never {
  throw new ApiError("UnsupportedOperation", `The sandbox does not know the operator ${operator}.`);
}
