/** Plays Terraform for one resource: calls the plugin's service as Terraform Core does, without processes in between. */
import { readFileSync } from "node:fs";
import { PROVIDER_ADDRESS } from "../../../providers/tencentcloud/schema-cut.ts";
import { decodeValue, encodeValue } from "../../../sandbox/provider/protocol/coder.ts";
import { type Block, blockType, parseProviderSchema } from "../../../sandbox/provider/protocol/schema.ts";
import { providerService } from "../../../sandbox/provider/protocol/service.ts";
import { isMembers, type Members, type Value } from "../../../sandbox/provider/protocol/value.ts";
import { tencentcloud } from "../../../sandbox/provider/tencentcloud.ts";
import type { Sandbox } from "./sandbox.ts";

const JSON_SCHEMA: unknown = JSON.parse(readFileSync("providers/tencentcloud/schema.json", "utf8"));
const SCHEMA = parseProviderSchema(JSON_SCHEMA, PROVIDER_ADDRESS);

export interface Change {
  readonly action: "create" | "update" | "replace" | "delete" | "none";
  /** State afterwards; null if there is nothing. */
  readonly state: Members | null;
  /** Messages of errors; empty if all went well. */
  readonly errors: readonly string[];
}

export class Core {
  readonly service: ReturnType<typeof providerService>;

  private constructor(service: Core["service"]) {
    this.service = service;
  }

  /** @param environment in place of the sandbox's. */
  static async start(sandbox: Sandbox, environment: Record<string, string> = {}): Promise<Core> {
    const service = providerService(
      tencentcloud(JSON_SCHEMA, {
        TENCENTCLOUD_ENDPOINT: `127.0.0.1:${sandbox.api.port}`,
        TENCENTCLOUD_SECRET_ID: sandbox.rootKey.secretId,
        TENCENTCLOUD_SECRET_KEY: sandbox.rootKey.secretKey,
        TENCENTCLOUD_REGION: "ap-shanghai",
        ...environment,
      }),
    );
    const errors = errorsOf(
      await service.Configure({ config: dynamic(SCHEMA.provider.block, withNulls(SCHEMA.provider.block, {})) }),
    );
    if (errors.length > 0) throw new Error(errors.join("\n"));
    return new Core(service);
  }

  /** Errors that `terraform validate` would show. */
  async validate(type: string, config: Members): Promise<readonly string[]> {
    const block = blockOf(type);
    const request = { type_name: type, config: dynamic(block, withNulls(block, config)) };
    return errorsOf(await this.service.ValidateResourceTypeConfig(request));
  }

  /** Plans and applies a configuration; null destroys. A failed create counts as tainted and is not repeated. */
  async apply(type: string, prior: Members | null, config: Members | null): Promise<Change> {
    const block = blockOf(type);
    const full = config === null ? null : withNulls(block, config);
    const planned = await this.#plan(type, block, prior, full);
    if (planned.errors.length > 0) return { action: "none", state: prior, errors: planned.errors };
    if (planned.replace) {
      const gone = await this.#change(type, block, prior, null);
      if (gone.errors.length > 0) return { action: "replace", ...gone };
      const anew = await this.#plan(type, block, null, full);
      return { action: "replace", ...(await this.#change(type, block, null, anew.state)) };
    }
    if (JSON.stringify(planned.state) === JSON.stringify(prior)) return { action: "none", state: prior, errors: [] };
    const action = prior === null ? "create" : planned.state === null ? "delete" : "update";
    return { action, ...(await this.#change(type, block, prior, planned.state)) };
  }

  /** What a refresh makes of a state. */
  async read(type: string, state: Members): Promise<Pick<Change, "state" | "errors">> {
    const block = blockOf(type);
    const request = { type_name: type, current_state: dynamic(block, state), private: new Uint8Array() };
    const answer = await this.service.ReadResource(request);
    const errors = errorsOf(answer);
    return { errors, state: "new_state" in answer ? decoded(block, answer.new_state) : state };
  }

  /** Import and the read that follows it. */
  async import(type: string, id: string): Promise<Pick<Change, "state" | "errors">> {
    const answer = await this.service.ImportResourceState({ type_name: type, id });
    const [imported] = "imported_resources" in answer ? answer.imported_resources : [];
    const state = imported === undefined ? null : decoded(blockOf(type), imported.state);
    if (state === null) return { state, errors: errorsOf(answer) };
    return this.read(type, state);
  }

  async dataSource(type: string, config: Members): Promise<Pick<Change, "state" | "errors">> {
    const block = SCHEMA.dataSources.get(type)?.block ?? missing(type);
    const request = { type_name: type, config: dynamic(block, withNulls(block, config)) };
    const errors = errorsOf(await this.service.ValidateDataSourceConfig(request));
    if (errors.length > 0) return { state: null, errors };
    const answer = await this.service.ReadDataSource(request);
    return { errors: errorsOf(answer), state: "state" in answer ? decoded(block, answer.state) : null };
  }

  async #plan(type: string, block: Block, prior: Members | null, config: Members | null) {
    const answer = await this.service.PlanResourceChange({
      type_name: type,
      prior_state: dynamic(block, prior),
      proposed_new_state: dynamic(block, proposed(block, prior, config)),
      prior_private: new Uint8Array(),
    });
    const state = "planned_state" in answer ? decoded(block, answer.planned_state) : prior;
    const replace = "requires_replace" in answer && answer.requires_replace.length > 0;
    return { state, replace, errors: errorsOf(answer) };
  }

  async #change(type: string, block: Block, prior: Members | null, planned: Members | null) {
    const answer = await this.service.ApplyResourceChange({
      type_name: type,
      prior_state: dynamic(block, prior),
      planned_state: dynamic(block, planned),
      planned_private: new Uint8Array(),
    });
    return { state: decoded(block, answer.new_state), errors: errorsOf(answer) };
  }
}

/** As Terraform merges them: a computed attribute that the configuration leaves out keeps its prior value. */
function proposed(block: Block, prior: Members | null, config: Members | null): Members | null {
  if (prior === null || config === null) return config;
  const kept = [...block.attributes].filter(([name, { computed }]) => computed && config[name] === null);
  return { ...config, ...Object.fromEntries(kept.map(([name]) => [name, prior[name] ?? null])) };
}

function withNulls(block: Block, config: Members): Members {
  const attributes = [...block.attributes.keys()].map((name) => [name, null] as const);
  const blocks = [...block.blocks].map(([name, { nesting }]) => [name, nesting === "single" ? null : []] as const);
  return { ...Object.fromEntries(attributes), ...Object.fromEntries(blocks), ...config };
}

function blockOf(type: string): Block {
  return SCHEMA.resources.get(type)?.block ?? missing(type);
}

function missing(type: string): never {
  throw new Error(`the schema has no ${type}`);
}

function dynamic(block: Block, value: Value) {
  return { msgpack: encodeValue(blockType(block), value) };
}

function decoded(block: Block, { msgpack }: { readonly msgpack: Uint8Array }): Members | null {
  const value = decodeValue(blockType(block), msgpack);
  return isMembers(value) ? value : null;
}

function errorsOf(answer: object): readonly string[] {
  const diagnostics: unknown = "diagnostics" in answer ? answer.diagnostics : [];
  return Array.isArray(diagnostics)
    ? diagnostics.map(({ summary, detail }) => [summary, detail].join("\n").trim())
    : [];
}
