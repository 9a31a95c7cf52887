import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../../sandbox/provider/protocol/plan.ts";
import type { PlanRules } from "../../../../sandbox/provider/protocol/provider.ts";
import { parseProviderSchema } from "../../../../sandbox/provider/protocol/schema.ts";
import { type Members, UNKNOWN } from "../../../../sandbox/provider/protocol/value.ts";

const attribute = (type: unknown, ...flags: string[]) => ({
  type,
  ...Object.fromEntries(flags.map((flag) => [flag, true])),
});

const schema = parseProviderSchema(
  {
    provider_schemas: {
      here: {
        provider: { block: {} },
        data_source_schemas: {},
        resource_schemas: {
          thing: {
            version: 0,
            block: {
              attributes: {
                id: attribute("string", "optional", "computed"),
                name: attribute("string", "required"),
                remark: attribute("string", "optional"),
                console: attribute("bool", "optional"),
                count: attribute("number", "optional"),
                zone: attribute("string", "optional", "computed"),
                uin: attribute("number", "computed"),
                document: attribute("string", "optional"),
                tags: attribute(["map", "string"], "optional"),
                members: attribute(["set", "string"], "optional"),
              },
              block_types: {
                rules: { nesting_mode: "list", block: { attributes: { port: attribute("string", "optional") } } },
                timeouts: {
                  nesting_mode: "single",
                  block: { attributes: { create: attribute("string", "optional") } },
                },
              },
            },
          },
        },
      },
    },
  },
  "here",
);
const block = schema.resources.get("thing")?.block ?? { attributes: new Map(), blocks: new Map() };

const rules: PlanRules = {
  forceNew: ["name"],
  defaults: { console: true },
  equivalent: { document: (prior, next) => prior.toLowerCase() === next.toLowerCase() },
};

const unset: Members = {
  id: null,
  name: null,
  remark: null,
  console: null,
  count: null,
  zone: null,
  uin: null,
  document: null,
  tags: null,
  members: null,
  rules: [],
  timeouts: null,
};
const prior: Members = { ...unset, id: "alice", name: "alice", remark: "", console: true, zone: "ap-1", uin: 7 };
const plan = (change: Members, from: Members | null = prior) => planChange(block, rules, from, { ...prior, ...change });

describe("the plan for a new resource", () => {
  test("computed attributes are known after apply unless configured, and left out ones get their default", () => {
    const { planned, requiresReplace } = planChange(block, rules, null, { ...unset, name: "alice", zone: "ap-2" });
    expect(planned).toEqual({ ...unset, name: "alice", zone: "ap-2", id: UNKNOWN, uin: UNKNOWN, console: true });
    expect(requiresReplace).toEqual([]);
  });
});

describe("the plan for a resource that is there", () => {
  test.each<[string, Members]>([
    ["nothing differs", {}],
    ["the API has an empty text where nothing is configured", { remark: null }],
    ["a default is what the state has", { console: null }],
    ["two documents mean the same", { document: null }],
    ["only the timeouts differ", { timeouts: { create: "30s" } }],
    ["a map is empty instead of unset", { tags: {} }],
  ])("is the prior state when %s", (_what, change) => {
    expect(plan(change)).toEqual({ planned: prior, requiresReplace: [] });
  });

  test("a document that only differs in what does not count keeps the state's text", () => {
    const state = { ...prior, document: "A" };
    expect(plan({ document: "a" }, state).planned).toEqual(state);
    expect(plan({ document: "b" }, state).planned).toEqual({ ...state, document: "b" });
  });

  test("a set in another order is no change, a list in another order is one", () => {
    const state = { ...prior, members: ["a", "b"], rules: [{ port: "1" }, { port: "2" }] };
    expect(plan({ members: ["b", "a"], rules: state.rules }, state).planned).toBe(state);
    const turned = [{ port: "2" }, { port: "1" }];
    expect(plan({ members: state.members, rules: turned }, state).planned).toEqual({ ...state, rules: turned });
  });

  test("an unset text in a block is what the API's empty text says", () => {
    const state = { ...prior, rules: [{ port: "" }] };
    expect(plan({ rules: [{ port: null }] }, state).planned).toBe(state);
  });

  test("writing false or 0 where nothing was is a change, as with Terraform's old SDK", () => {
    const state = { ...prior, console: null, count: null };
    expect(plan({ console: false, count: 0 }, state).planned).toEqual({ ...state, console: false, count: 0 });
  });

  test("a tag that goes is a change of the tags alone", () => {
    const state = { ...prior, tags: { team: "data", employee: "alice" } };
    const tags = { employee: "alice" };
    expect(plan({ tags }, state)).toEqual({ planned: { ...state, tags }, requiresReplace: [] });
  });

  test("a change in place keeps the ids that are known", () => {
    expect(plan({ remark: "new" }).planned).toEqual({ ...prior, remark: "new" });
  });

  test("other timeouts go into the plan of a change that comes with them", () => {
    const timeouts = { create: "30s" };
    expect(plan({ remark: "new", timeouts }).planned).toEqual({ ...prior, remark: "new", timeouts });
  });

  test("a new name forces a replacement, also when it is not known yet", () => {
    expect(plan({ name: "bob", remark: "new" }).requiresReplace).toEqual(["name"]);
    expect(plan({ name: UNKNOWN }).requiresReplace).toEqual(["name"]);
  });
});
