/** Types of Terraform's type system (cty), as far as resources of the old SDK can declare them. */

export type Type =
  | { readonly kind: "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly element: Type }
  | ObjectType;

export interface ObjectType {
  readonly kind: "object";
  readonly attributes: Readonly<Record<string, Type>>;
}

/**
 * Reads the JSON form of a type: `"string"`, `["list", "string"]`, `["object", {"name": "string"}]`
 * (https://github.com/zclconf/go-cty/blob/main/docs/json.md).
 *
 * @throws Error for tuples and the dynamic type, which no schema of the old SDK has.
 */
export function parseType(json: unknown): Type {
  if (json === "string" || json === "number" || json === "bool") return { kind: json };
  if (Array.isArray(json) && json.length === 2) {
    const [kind, inner]: unknown[] = json;
    if (kind === "list" || kind === "set" || kind === "map") return { kind, element: parseType(inner) };
    if (kind === "object" && typeof inner === "object" && inner !== null) {
      const attributes = Object.entries(inner).map(([name, type]) => [name, parseType(type)] as const);
      return { kind, attributes: Object.fromEntries(attributes) };
    }
  }
  throw new Error(`the schema has a type that the plugin cannot handle: ${JSON.stringify(json)}`);
}

/** The JSON form that {@link parseType} reads. */
export function typeJson(type: Type): unknown {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return [type.kind, typeJson(type.element)];
    case "object":
      return [
        type.kind,
        Object.fromEntries(Object.entries(type.attributes).map(([name, inner]) => [name, typeJson(inner)])),
      ];
    default:
      return type.kind;
  }
}
