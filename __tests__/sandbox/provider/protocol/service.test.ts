import { expect, test } from "@jest/globals";
import { decodeValue, encodeValue } from "../../../../sandbox/provider/protocol/coder.ts";
import { DiagnosticError } from "../../../../sandbox/provider/protocol/diagnostics.ts";
import type { Resource } from "../../../../sandbox/provider/protocol/provider.ts";
import { blockType, parseProviderSchema } from "../../../../sandbox/provider/protocol/schema.ts";
import { providerService } from "../../../../sandbox/provider/protocol/service.ts";
import { type Members, UNKNOWN, type Value } from "../../../../sandbox/provider/protocol/value.ts";

const schema = parseProviderSchema(
  {
    provider_schemas: {
      here: {
        provider: { block: { attributes: {} } },
        data_source_schemas: {},
        resource_schemas: {
          thing: {
            version: 1,
            block: {
              attributes: {
                id: { type: "string", computed: true, optional: true },
                name: { type: "string", required: true },
                secret: { type: "string", computed: true },
              },
              block_types: { rules: { nesting_mode: "list", block: { attributes: {} } } },
            },
          },
        },
      },
    },
  },
  "here",
);
const type = blockType(schema.resources.get("thing")?.block ?? { attributes: new Map(), blocks: new Map() });
const dynamic = (value: Value) => ({ msgpack: encodeValue(type, value) });
const none = new Uint8Array();
const planned: Members = { id: UNKNOWN, name: "alice", secret: UNKNOWN, rules: [] };

/** A service whose one resource does what a test says, and nothing else. */
async function serviceOf(functions: Partial<Resource<AbortSignal>>) {
  const unexpected = () => Promise.reject(new Error("not expected in this test"));
  const thing = { create: unexpected, read: unexpected, delete: unexpected, ...functions };
  const configure = (_config: unknown, stopped: AbortSignal) => stopped;
  const service = providerService({ schema, configure, resources: { thing }, dataSources: {} });
  await service.Configure({ config: { msgpack: encodeValue({ kind: "object", attributes: {} }, {}) } });
  const apply = async (prior: Value, next: Value) => {
    const answer = await service.ApplyResourceChange({
      type_name: "thing",
      prior_state: dynamic(prior),
      planned_state: dynamic(next),
      planned_private: none,
    });
    return {
      state: decodeValue(type, answer.new_state.msgpack),
      diagnostics: "diagnostics" in answer ? answer.diagnostics : [],
    };
  };
  return { service, apply };
}

test("what a create leaves unknown is null in the state", async () => {
  const { apply } = await serviceOf({ create: async (plan) => ({ ...plan, id: "1" }) });
  expect(await apply(null, planned)).toEqual({
    state: { id: "1", name: "alice", secret: null, rules: [] },
    diagnostics: [],
  });
});

test("a create that fails before the object exists leaves no state, and its message without a stack", async () => {
  const { apply } = await serviceOf({
    create: async () => {
      throw new DiagnosticError("no more users");
    },
  });
  expect(await apply(null, planned)).toEqual({
    state: null,
    diagnostics: [{ severity: "ERROR", summary: "no more users", detail: "", attribute: null }],
  });
});

test("a create that fails after the object exists keeps it, so that Terraform can destroy it", async () => {
  const { apply } = await serviceOf({
    create: async (plan, { keep }) => {
      keep({ ...plan, id: "1" });
      throw new DiagnosticError("tags refused");
    },
  });
  const { state, diagnostics } = await apply(null, planned);
  expect(state).toEqual({ id: "1", name: "alice", secret: null, rules: [] });
  expect(diagnostics).toMatchObject([{ summary: "tags refused" }]);
});

test("a delete that fails keeps the state, one that works clears it", async () => {
  const prior = { id: "1", name: "alice", secret: null, rules: [] };
  const failing = await serviceOf({
    delete: async () => {
      throw new DiagnosticError("has keys");
    },
  });
  expect((await failing.apply(prior, null)).state).toEqual(prior);
  const working = await serviceOf({ delete: async () => undefined });
  expect(await working.apply(prior, null)).toEqual({ state: null, diagnostics: [] });
});

test("a bug in a resource is shown with its stack", async () => {
  const { apply } = await serviceOf({
    create: async () => {
      throw new TypeError("undefined is not a function");
    },
  });
  const { diagnostics } = await apply(null, planned);
  expect(diagnostics).toMatchObject([
    { summary: expect.stringContaining("Bug"), detail: expect.stringContaining("service.test.ts") },
  ]);
});

test("an import starts from the id and the resource's defaults, with empty lists of blocks", async () => {
  const { service } = await serviceOf({ imported: { name: "?" } });
  const answer = await service.ImportResourceState({ type_name: "thing", id: "1" });
  const [imported] = "imported_resources" in answer ? answer.imported_resources : [];
  expect(decodeValue(type, imported?.state.msgpack ?? none)).toEqual({ id: "1", name: "?", secret: null, rules: [] });
});

test("a state from a newer provider is refused, an older one read", async () => {
  const { service } = await serviceOf({});
  const upgrade = (version: number) => {
    const json = Buffer.from(JSON.stringify({ id: "1", name: "alice", gone: 1, rules: [] }));
    return service.UpgradeResourceState({ type_name: "thing", version, raw_state: { json } });
  };
  expect(await upgrade(2)).toMatchObject({ diagnostics: [{ summary: expect.stringContaining("newer provider") }] });
  const older = await upgrade(0);
  const state = "upgraded_state" in older ? decodeValue(type, older.upgraded_state.msgpack) : undefined;
  expect(state).toEqual({ id: "1", name: "alice", secret: null, rules: [] });
});

test("Stop reaches what waits", async () => {
  let stopped: AbortSignal | undefined;
  const { service, apply } = await serviceOf({
    create: async (plan, { client }) => {
      stopped = client;
      return { ...plan, id: "1" };
    },
  });
  await apply(null, planned);
  expect(stopped?.aborted).toBe(false);
  await service.Stop();
  expect(stopped?.aborted).toBe(true);
});

test("a resource type that the plugin does not have is a clear message", async () => {
  const { service } = await serviceOf({});
  const request = { type_name: "tencentcloud_vpc", config: dynamic(planned) };
  expect(await service.ValidateResourceTypeConfig(request)).toMatchObject({
    diagnostics: [{ summary: "The sandbox's provider plugin does not have tencentcloud_vpc." }],
  });
});
