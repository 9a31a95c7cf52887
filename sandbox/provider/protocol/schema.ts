/** The schema of a provider: from the output of `terraform providers schema -json` to the plugin protocol's messages. */
import { type ObjectType, parseType, type Type, typeJson } from "./type.ts";

export interface ProviderSchema {
  readonly provider: Schema;
  readonly resources: ReadonlyMap<string, Schema>;
  readonly dataSources: ReadonlyMap<string, Schema>;
}

export interface Schema {
  readonly version: number;
  readonly block: Block;
}

export interface Block {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: ReadonlyMap<string, NestedBlock>;
}

export interface Attribute {
  readonly type: Type;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
}

export interface NestedBlock {
  readonly nesting: "single" | "list" | "set";
  readonly block: Block;
  readonly minItems: number;
  readonly maxItems: number;
}

/**
 * @param json parsed output of `terraform providers schema -json`.
 * @param address of the provider in it, such as `registry.terraform.io/hashicorp/random`.
 * @throws Error naming what the schema lacks or the plugin cannot handle.
 */
export function parseProviderSchema(json: unknown, address: string): ProviderSchema {
  const provider = member(member(json, "provider_schemas"), address);
  return {
    provider: parseSchema(member(provider, "provider")),
    resources: mapMembers(member(provider, "resource_schemas"), parseSchema),
    dataSources: mapMembers(member(provider, "data_source_schemas"), parseSchema),
  };
}

/** The object type of a block: its attributes, and its nested blocks as objects or collections of objects. */
export function blockType(block: Block): ObjectType {
  const attributes = [...block.attributes].map(([name, attribute]) => [name, attribute.type] as const);
  const blocks = [...block.blocks].map(([name, { nesting, block: inner }]) => {
    const object = blockType(inner);
    return [name, nesting === "single" ? object : { kind: nesting, element: object }] as const;
  });
  return { kind: "object", attributes: Object.fromEntries([...attributes, ...blocks]) };
}

/** The message `Schema` of the protocol. */
export function schemaMessage({ version, block }: Schema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage(block: Block): object {
  return {
    attributes: [...block.attributes].map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(typeJson(type))),
      ...flags,
    })),
    block_types: [...block.blocks].map(([name, nested]) => ({
      type_name: name,
      block: blockMessage(nested.block),
      nesting: nested.nesting.toUpperCase(),
      min_items: nested.minItems,
      max_items: nested.maxItems,
    })),
  };
}

function parseSchema(json: unknown): Schema {
  return { version: Number(property(json, "version") ?? 0), block: parseBlock(member(json, "block")) };
}

function parseBlock(json: unknown): Block {
  return {
    attributes: mapMembers(property(json, "attributes") ?? {}, (attribute) => ({
      type: parseType(property(attribute, "type")),
      required: property(attribute, "required") === true,
      optional: property(attribute, "optional") === true,
      computed: property(attribute, "computed") === true,
      sensitive: property(attribute, "sensitive") === true,
    })),
    blocks: mapMembers(property(json, "block_types") ?? {}, parseNestedBlock),
  };
}

function parseNestedBlock(json: unknown): NestedBlock {
  const nesting = property(json, "nesting_mode");
  if (nesting !== "single" && nesting !== "list" && nesting !== "set") {
    throw new Error(`the schema nests a block in a way that the plugin cannot handle: ${String(nesting)}`);
  }
  return {
    nesting,
    block: parseBlock(member(json, "block")),
    minItems: Number(property(json, "min_items") ?? 0),
    maxItems: Number(property(json, "max_items") ?? 0),
  };
}

function mapMembers<Out>(json: unknown, parse: (json: unknown) => Out): ReadonlyMap<string, Out> {
  if (typeof json !== "object" || json === null) throw new Error("the schema has a list where an object belongs");
  return new Map(Object.entries(json).map(([name, inner]) => [name, parse(inner)]));
}

function member(json: unknown, name: string): unknown {
  const value = property(json, name);
  if (value === undefined) throw new Error(`the schema has no "${name}"`);
  return value;
}

function property(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null && Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;
}
