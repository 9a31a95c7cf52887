/** Holds a synthesized stack against the provider's schema. */
import { readFileSync } from "node:fs";
import { PROVIDER_ADDRESS } from "../../../providers/tencentcloud/schema-cut.ts";

type Type = string | [string, Type | Record<string, Type>];
interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
}
interface SchemaBlock {
  readonly attributes?: Record<string, Attribute>;
  readonly block_types?: Record<
    string,
    { readonly nesting_mode: string; readonly block: SchemaBlock; readonly min_items?: number }
  >;
}

const provider = JSON.parse(readFileSync("providers/tencentcloud/schema.json", "utf8")).provider_schemas[
  PROVIDER_ADDRESS
];

/** What Terraform itself understands in every block. */
const META = new Set(["//", "lifecycle", "depends_on", "provider"]);

/** Every attribute of every block that the schema does not have, has as another type, or misses. */
export function schemaViolations(stack: {
  resource: object;
  data: object;
  provider?: { tencentcloud?: object[] };
}): string[] {
  const kinds: [object, Record<string, { block: SchemaBlock }>][] = [
    [stack.resource, provider.resource_schemas],
    [stack.data, provider.data_source_schemas],
  ];
  const violations = (stack.provider?.tencentcloud ?? []).flatMap((block) =>
    check(block, provider.provider.block, "provider"),
  );
  for (const [blocks, schemas] of kinds) {
    for (const [type, named] of Object.entries(blocks)) {
      const schema = schemas[type];
      for (const [id, block] of Object.entries(named)) {
        violations.push(...(schema ? check(block, schema.block, `${type}.${id}`) : [`${type}: not in the schema`]));
      }
    }
  }
  return violations;
}

function check(block: unknown, schema: SchemaBlock, at: string): string[] {
  if (!isObject(block)) return [`${at}: not a block`];
  const { attributes = {}, block_types: nested = {} } = schema;
  const missing = [
    ...Object.entries(attributes).filter(([name, { required }]) => required && !(name in block)),
    ...Object.entries(nested).filter(([name, { min_items = 0 }]) => min_items > 0 && !(name in block)),
  ].map(([name]) => `${at}.${name}: required and missing`);
  const wrong = Object.entries(block).flatMap(([name, value]) => {
    const attribute = attributes[name];
    const inner = nested[name];
    if (META.has(name)) return [];
    if (attribute) {
      if (!attribute.required && !attribute.optional) return [`${at}.${name}: computed, cannot be set`];
      return fits(value, attribute.type)
        ? []
        : [`${at}.${name}: ${JSON.stringify(value)} is no ${JSON.stringify(attribute.type)}`];
    }
    if (!inner) return [`${at}.${name}: not in the schema`];
    // Terraform takes one block of a list as it is, without the list.
    const blocks = Array.isArray(value) ? value : [value];
    return blocks.flatMap((each, index) => check(each, inner.block, `${at}.${name}[${index}]`));
  });
  return [...missing, ...wrong];
}

function fits(value: unknown, type: Type): boolean {
  if (typeof value === "string" && /(^|[^$])\$\{/.test(value)) return true;
  if (typeof type === "string") return typeof value === (type === "bool" ? "boolean" : type);
  const [kind, of] = type;
  if (kind === "map") return isObject(value) && Object.values(value).every((each) => fits(each, element(of)));
  if (kind === "object") return isObject(value) && isObject(of) && Object.keys(value).every((key) => key in of);
  return Array.isArray(value) && value.every((each) => fits(each, element(of)));
}

function element(of: Type | Record<string, Type>): Type {
  return typeof of === "string" || Array.isArray(of) ? of : ["object", of];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
