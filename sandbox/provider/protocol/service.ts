/** Answers the calls of Terraform's plugin protocol 5 for any provider. */
import { decodeValue, encodeValue, valueFromJson } from "./coder.ts";
import {
  type AttributePath,
  attributePath,
  DiagnosticError,
  type DiagnosticMessage,
  diagnosticOf,
  diagnosticOfProblem,
} from "./diagnostics.ts";
import { knownState, planChange } from "./plan.ts";
import type { Provider } from "./provider.ts";
import { type Block, blockType, type Schema, schemaMessage } from "./schema.ts";
import { isMembers, type Members, type Value } from "./value.ts";

/** The message `DynamicValue`; Terraform sends msgpack only. */
interface DynamicValue {
  readonly msgpack: Uint8Array;
}

interface TypedConfigRequest {
  readonly type_name: string;
  readonly config: DynamicValue;
}

interface Diagnosed {
  readonly diagnostics: readonly DiagnosticMessage[];
}

/** The calls by the names that the protocol gives them; see plugin.proto for the messages. */
export type ProviderService = ReturnType<typeof providerService>;

export function providerService<Client>(provider: Provider<Client>) {
  const stop = new AbortController();
  let configured: Client | undefined;

  const resourceOf = (typeName: string) => found(provider.resources, provider.schema.resources, typeName);
  const dataSourceOf = (typeName: string) => found(provider.dataSources, provider.schema.dataSources, typeName);
  const client = (): Client => {
    if (configured === undefined) throw new Error("Terraform called a resource before Configure");
    return configured;
  };

  return {
    GetSchema: async () => ({
      provider: schemaMessage(provider.schema.provider),
      resource_schemas: messages(provider.schema.resources),
      data_source_schemas: messages(provider.schema.dataSources),
      server_capabilities: { get_provider_schema_optional: true },
    }),

    PrepareProviderConfig: async (request: { readonly config: DynamicValue }) => ({ prepared_config: request.config }),

    ValidateResourceTypeConfig: (request: TypedConfigRequest) =>
      diagnosed(async () => {
        const { definition, block } = resourceOf(request.type_name);
        const problems = definition.validate?.(decodeBlock(block, request.config)) ?? [];
        return { diagnostics: problems.map(diagnosticOfProblem) };
      }),

    ValidateDataSourceConfig: (request: TypedConfigRequest) =>
      diagnosed(async () => {
        const { definition, block } = dataSourceOf(request.type_name);
        const problems = definition.validate?.(decodeBlock(block, request.config)) ?? [];
        return { diagnostics: problems.map(diagnosticOfProblem) };
      }),

    UpgradeResourceState: (request: {
      readonly type_name: string;
      readonly version: number;
      readonly raw_state: { readonly json: Uint8Array };
    }) =>
      diagnosed(async () => {
        const { block, version } = resourceOf(request.type_name);
        if (request.version > version) {
          throw new DiagnosticError(
            `The state of ${request.type_name} was written by a newer provider (schema version ${request.version}, here ${version}).`,
          );
        }
        const json: unknown = JSON.parse(Buffer.from(request.raw_state.json).toString("utf8"));
        return { upgraded_state: encodeBlock(block, valueFromJson(blockType(block), json)) };
      }),

    Configure: (request: { readonly config: DynamicValue }) =>
      diagnosed(async () => {
        configured = provider.configure(decodeBlock(provider.schema.provider.block, request.config), stop.signal);
        return {};
      }),

    ReadResource: (request: {
      readonly type_name: string;
      readonly current_state: DynamicValue;
      readonly private: Uint8Array;
    }) =>
      diagnosed(async () => {
        const { definition, block } = resourceOf(request.type_name);
        const state = await definition.read(decodeBlock(block, request.current_state), { client: client() });
        return { new_state: encodeBlock(block, state), private: request.private };
      }),

    PlanResourceChange: (request: {
      readonly type_name: string;
      readonly prior_state: DynamicValue;
      readonly proposed_new_state: DynamicValue;
      readonly prior_private: Uint8Array;
    }) =>
      diagnosed(async () => {
        const { definition, block } = resourceOf(request.type_name);
        const proposed = decodeOptionalBlock(block, request.proposed_new_state);
        const plan =
          proposed === null
            ? { planned: null, requiresReplace: [] }
            : planChange(block, definition, decodeOptionalBlock(block, request.prior_state), proposed);
        return {
          planned_state: encodeBlock(block, plan.planned),
          requires_replace: plan.requiresReplace.map((name): AttributePath => attributePath(name)),
          planned_private: request.prior_private,
          legacy_type_system: true,
        };
      }),

    ApplyResourceChange: async (request: {
      readonly type_name: string;
      readonly prior_state: DynamicValue;
      readonly planned_state: DynamicValue;
      readonly planned_private: Uint8Array;
    }) => {
      const { definition, block } = resourceOf(request.type_name);
      const prior = decodeOptionalBlock(block, request.prior_state);
      const planned = decodeOptionalBlock(block, request.planned_state);
      let kept: Members | null = prior;
      const keep = (state: Members) => {
        kept = state;
      };
      const result = await diagnosed(async () => {
        const context = { client: client(), keep };
        if (planned === null) {
          if (prior !== null) await definition.delete(prior, context);
          kept = null;
        } else if (prior === null) {
          kept = await definition.create(planned, context);
        } else {
          if (definition.update === undefined) throw new Error(`${request.type_name} has no update`);
          // As the old SDK does: an update that fails half-way leaves the planned values in the state.
          kept = planned;
          kept = await definition.update(prior, planned, context);
        }
        return {};
      });
      return {
        ...result,
        new_state: encodeBlock(block, kept === null ? null : knownState(kept)),
        private: request.planned_private,
        legacy_type_system: true,
      };
    },

    ImportResourceState: (request: { readonly type_name: string; readonly id: string }) =>
      diagnosed(async () => {
        const { definition, block } = resourceOf(request.type_name);
        const state = { ...emptyBlock(block), ...definition.imported, id: request.id };
        return { imported_resources: [{ type_name: request.type_name, state: encodeBlock(block, state) }] };
      }),

    ReadDataSource: (request: TypedConfigRequest) =>
      diagnosed(async () => {
        const { definition, block } = dataSourceOf(request.type_name);
        const state = await definition.read(decodeBlock(block, request.config), { client: client() });
        return { state: encodeBlock(block, knownState(state)) };
      }),

    Stop: async () => {
      stop.abort(new DiagnosticError("Terraform was interrupted, so the plugin stopped waiting."));
      return { Error: "" };
    },
  };
}

/** Answers with what `act` gives, or with the error as a diagnostic: gRPC errors would be shown as a crash of the plugin. */
async function diagnosed<Answer extends object>(act: () => Promise<Answer>): Promise<Answer | Diagnosed> {
  try {
    return await act();
  } catch (error) {
    return { diagnostics: [diagnosticOf(error)] };
  }
}

function found<Definition>(
  definitions: Readonly<Record<string, Definition>>,
  schemas: ReadonlyMap<string, Schema>,
  typeName: string,
): { readonly definition: Definition; readonly block: Block; readonly version: number } {
  const definition = definitions[typeName];
  const schema = schemas.get(typeName);
  if (definition === undefined || schema === undefined) {
    throw new DiagnosticError(`The sandbox's provider plugin does not have ${typeName}.`);
  }
  return { definition, block: schema.block, version: schema.version };
}

function messages(schemas: ReadonlyMap<string, Schema>): object {
  return Object.fromEntries([...schemas].map(([name, schema]) => [name, schemaMessage(schema)]));
}

/** Every attribute null; a list of blocks is empty instead, since Terraform refuses a null one. */
function emptyBlock(block: Block): Members {
  const blocks = [...block.blocks].filter(([, { nesting }]) => nesting !== "single");
  return Object.fromEntries(blocks.map(([name]) => [name, []]));
}

function encodeBlock(block: Block, value: Value): DynamicValue {
  return { msgpack: encodeValue(blockType(block), value) };
}

function decodeOptionalBlock(block: Block, value: DynamicValue): Members | null {
  const decoded = decodeValue(blockType(block), value.msgpack);
  if (decoded === null || isMembers(decoded)) return decoded;
  throw new TypeError("Terraform sent an unknown value where an object belongs");
}

function decodeBlock(block: Block, value: DynamicValue): Members {
  const decoded = decodeOptionalBlock(block, value);
  if (decoded === null) throw new TypeError("Terraform sent null where an object belongs");
  return decoded;
}
