/** Values to bytes and back: the msgpack form of cty (https://github.com/zclconf/go-cty/blob/main/docs/msgpack.md). */
import { ExtData, encode } from "@msgpack/msgpack";
import { decodeMsgpack, Extension } from "./msgpack.ts";
import type { Type } from "./type.ts";
import { isList, isMembers, UNKNOWN, type Value } from "./value.ts";

/** What cty writes for an unknown value without refinements: d4 00 00. */
const UNKNOWN_EXTENSION = new ExtData(0, Uint8Array.of(0));

/**
 * @param value members that an object type names but the value does not have become null.
 * @throws TypeError naming the place where the value does not fit the type.
 */
export function encodeValue(type: Type, value: Value): Uint8Array {
  return encode(toMsgpack(type, value, ""));
}

/**
 * @param bytes as Terraform sends them; any extension type is an unknown value (0 plain, 12 with refinements).
 * @throws TypeError naming the place where the bytes do not fit the type.
 */
export function decodeValue(type: Type, bytes: Uint8Array): Value {
  return fromMsgpack(type, decodeMsgpack(bytes), "");
}

/**
 * Reads a value that was parsed from JSON, such as a stored state. Members that the type does not name are left out, as
 * Terraform's old SDK does with attributes that a provider has dropped.
 *
 * @throws TypeError naming the place where it does not fit the type.
 */
export function valueFromJson(type: Type, json: unknown): Value {
  return fromMsgpack(type, json, "");
}

function toMsgpack(type: Type, value: Value, place: string): unknown {
  if (value === null) return null;
  if (value === UNKNOWN) return UNKNOWN_EXTENSION;
  switch (type.kind) {
    case "string":
    case "number":
      if (typeof value === type.kind) return value;
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      break;
    case "list":
    case "set":
      if (isList(value)) return value.map((inner, index) => toMsgpack(type.element, inner, `${place}[${index}]`));
      break;
    case "map":
      if (isMembers(value)) {
        return mapValues(value, (inner, key) => toMsgpack(type.element, inner, `${place}.${key}`));
      }
      break;
    case "object":
      if (isMembers(value)) {
        const stranger = Object.keys(value).find((name) => !Object.hasOwn(type.attributes, name));
        if (stranger !== undefined) throw new TypeError(`${place}.${stranger} is not in the schema`);
        return mapValues(type.attributes, (inner, name) => toMsgpack(inner, value[name] ?? null, `${place}.${name}`));
      }
      break;
  }
  throw misfit(type, place);
}

function fromMsgpack(type: Type, wire: unknown, place: string): Value {
  if (wire === null || wire === undefined) return null;
  if (wire instanceof Extension) return UNKNOWN;
  const members = membersOf(wire);
  switch (type.kind) {
    case "string":
      if (typeof wire === "string") return wire;
      break;
    case "number":
      return numberFromWire(wire, place);
    case "bool":
      if (typeof wire === "boolean") return wire;
      break;
    case "list":
    case "set":
      if (Array.isArray(wire)) {
        return wire.map((inner: unknown, index) => fromMsgpack(type.element, inner, `${place}[${index}]`));
      }
      break;
    case "map":
      if (members !== undefined) {
        return mapValues(Object.fromEntries(members), (inner, key) =>
          fromMsgpack(type.element, inner, `${place}.${key}`),
        );
      }
      break;
    case "object":
      if (members !== undefined) {
        return mapValues(type.attributes, (inner, name) => fromMsgpack(inner, members.get(name), `${place}.${name}`));
      }
      break;
  }
  throw misfit(type, place);
}

/** A number comes as an integer, as a float, or as decimal text where neither holds it exactly. */
function numberFromWire(wire: unknown, place: string): number {
  if (typeof wire === "number") return wire;
  const number = typeof wire === "bigint" || typeof wire === "string" ? Number(wire) : Number.NaN;
  if (String(number) === String(wire)) return number;
  throw new TypeError(`${place} is not a number that fits 53 bits`);
}

function mapValues<In, Out>(from: Readonly<Record<string, In>>, change: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
}

/** Members by name: of a map out of msgpack, or of an object out of JSON. */
function membersOf(wire: unknown): ReadonlyMap<string, unknown> | undefined {
  if (wire instanceof Map) return new Map([...wire].map(([key, value]) => [String(key), value]));
  if (typeof wire !== "object" || wire === null || Array.isArray(wire)) return undefined;
  return new Map(Object.entries(wire));
}

function misfit(type: Type, place: string): TypeError {
  return new TypeError(`${place || "the value"} does not fit the schema, which wants a ${type.kind}`);
}
