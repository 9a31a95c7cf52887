import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeValue, encodeValue, valueFromJson } from "../../../../sandbox/provider/protocol/coder.ts";
import { parseType, type Type, typeJson } from "../../../../sandbox/provider/protocol/type.ts";
import { UNKNOWN, type Value } from "../../../../sandbox/provider/protocol/value.ts";

const name = fc.constantFrom("name", "tags", "uin", "id", "password");
const primitive = fc.constantFrom<Type>({ kind: "string" }, { kind: "number" }, { kind: "bool" });

/** Any type that a schema of the old SDK can have, three levels deep. */
const anyType: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    primitive,
    fc.record({ kind: fc.constantFrom("list", "set", "map"), element: tie("type") }),
    fc.record({ kind: fc.constant("object"), attributes: fc.dictionary(name, tie("type"), { maxKeys: 3 }) }),
  ),
})).type;

/** Any value of a type, with nulls and unknowns at every level. */
function anyValue(type: Type): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Value>(null, UNKNOWN) },
    { weight: 6, arbitrary: knownValue(type) },
  );
}

function knownValue(type: Type): fc.Arbitrary<Value> {
  switch (type.kind) {
    case "string":
      return fc.string({ unit: "grapheme" });
    case "number":
      return fc
        .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
        .map((x) => (x === 0 ? 0 : x));
    case "bool":
      return fc.boolean();
    case "list":
    case "set":
      return fc.array(anyValue(type.element), { maxLength: 3 });
    case "map":
      return fc.dictionary(fc.string(), anyValue(type.element), { maxKeys: 3 });
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(type.attributes).map(([key, inner]) => [key, anyValue(inner)])),
      );
  }
}

const typeAndValue = anyType.chain((type) => fc.tuple(fc.constant(type), anyValue(type)));

describe("values on their way to Terraform and back", () => {
  test("every value of every type comes back as it went, unknowns and nulls with it", () => {
    fc.assert(
      fc.property(typeAndValue, ([type, value]) => {
        expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
      }),
    );
  });

  test("a tag may be named `__proto__`", () => {
    const type: Type = { kind: "map", element: { kind: "string" } };
    const value = Object.fromEntries([["__proto__", "alice"]]);
    expect(Object.entries(Object(decodeValue(type, encodeValue(type, value))))).toEqual([["__proto__", "alice"]]);
  });

  test("every type is written in the form that Terraform's schemas have", () => {
    fc.assert(fc.property(anyType, (type) => expect(parseType(typeJson(type))).toEqual(type)));
    expect(typeJson({ kind: "map", element: { kind: "string" } })).toEqual(["map", "string"]);
  });

  test("an unknown value is the three bytes that Terraform expects", () => {
    expect([...encodeValue({ kind: "string" }, UNKNOWN)]).toEqual([0xd4, 0x00, 0x00]);
  });

  test("an unknown value with refinements, as `length(x) > 0` makes them, is unknown", () => {
    // Extension type 12 with a map {1: false}: "known not to be null".
    expect(decodeValue({ kind: "string" }, Uint8Array.of(0xc7, 0x03, 0x0c, 0x81, 0x01, 0xc2))).toBe(UNKNOWN);
  });

  test("UINs of 12 digits stay whole numbers, and a number past 53 bits is refused instead of rounded", () => {
    const type: Type = { kind: "number" };
    expect(decodeValue(type, encodeValue(type, 100000000001))).toBe(100000000001);
    const uint64 = Uint8Array.of(0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    expect(() => decodeValue(type, uint64)).toThrow("is not a number that fits 53 bits");
  });

  test("a member that the schema does not have is a mistake of the resource, and named", () => {
    const type: Type = { kind: "object", attributes: { name: { kind: "string" } } };
    expect(() => encodeValue(type, { nmae: "alice" })).toThrow(".nmae is not in the schema");
    expect(() => encodeValue(type, { name: 1 })).toThrow(".name does not fit the schema, which wants a string");
  });

  test("a stored state keeps what the schema has, and loses attributes that a newer provider has dropped", () => {
    const type: Type = { kind: "object", attributes: { name: { kind: "string" }, uin: { kind: "number" } } };
    expect(valueFromJson(type, { name: "alice", dropped: true })).toEqual({ name: "alice", uin: null });
  });
});
