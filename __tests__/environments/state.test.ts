import { describe, expect, test } from "@jest/globals";
import { type Billing, costOf, environmentRows, ordersOf, renewalsOf } from "../../environments/environments.ts";
import { printProblem } from "../../problems/problems.ts";
import { stateText } from "../../reports/environments.ts";
import { cloudEnvironment, rosterOf } from "../support/lookups/cloud.ts";

const paid: Billing = { ends: "2026-12-26 08:00:00", renewsItself: false, isIsolated: false, isolatedAt: "" };
const alice = cloudEnvironment("alice");
const account = (all: readonly ReturnType<typeof cloudEnvironment>[], bill: Partial<Billing> = {}) => ({
  all,
  billing: new Map(all.map(({ EnvId }) => [EnvId, { ...paid, ...bill }])),
});
const rowOf = (entry: string, ...rest: Parameters<typeof account>) => {
  const [row] = environmentRows(rosterOf(entry), account(...rest));
  if (row === undefined) throw new Error("nobody");
  return row;
};
const said = (entry: string, ...rest: Parameters<typeof account>) => {
  const row = rowOf(entry, ...rest);
  return stateText(row, "id" in row.state ? account(...rest).billing.get(row.state.id) : undefined, "employees.yaml");
};
const id = alice.EnvId;

describe("an environment", () => {
  test.each<[string, Partial<typeof alice>, Partial<Billing>, string, string]>([
    ["that has everything is ready", {}, {}, "", `${id}, ready, ends 2026-12-26 08:00:00`],
    [
      "that renews itself says so",
      {},
      { renewsItself: true },
      "",
      `${id}, ready, ends 2026-12-26 08:00:00, renews itself`,
    ],
    ["of which nobody knows the end is ready", {}, { ends: undefined }, "", `${id}, ready`],
    [
      "that is not NORMAL is being made or out of service",
      { Status: "UNAVAILABLE" },
      {},
      "",
      `${id}, being made or out of service, ends 2026-12-26 08:00:00`,
    ],
    [
      "without a status is too",
      { Status: null },
      {},
      "",
      `${id}, being made or out of service, ends 2026-12-26 08:00:00`,
    ],
    [
      "that is isolated says since when",
      { Status: "UNAVAILABLE" },
      { isIsolated: true, isolatedAt: "2026-12-01 08:00:00" },
      "",
      `${id}, isolated since 2026-12-01 08:00:00; renew it in the console before it is deleted`,
    ],
    [
      "without a log service lacks one",
      { LogServices: [] },
      {},
      "",
      `${id}, ends 2026-12-26 08:00:00, lacks log service; run: npx subaccounts environments --create employees.yaml`,
    ],
    [
      "whose log service has no ids yet waits for it",
      { LogServices: [{ LogsetId: "set", TopicId: "" }] },
      {},
      "",
      `${id}, ends 2026-12-26 08:00:00, log service being made`,
    ],
    [
      "without hosting, and with logs on the way, says both",
      { LogServices: [{}], StaticStorages: null },
      {},
      "",
      `${id}, ends 2026-12-26 08:00:00, log service being made, lacks static hosting; run: npx subaccounts environments --create employees.yaml`,
    ],
    [
      "whose hosting is offline is not ready",
      { StaticStorages: [{ Status: "offline", Bucket: "b" }] },
      {},
      "",
      `${id}, ends 2026-12-26 08:00:00, static hosting being made`,
    ],
    [
      "needs no more than the roster wants",
      { LogServices: [], StaticStorages: [] },
      {},
      "\nenvironment: { logs: false, hosting: false }",
      `${id}, ready, ends 2026-12-26 08:00:00`,
    ],
  ])("%s", (_, environment, bill, wanted, text) => {
    expect(said(`name: alice${wanted}`, [{ ...alice, ...environment }], bill)).toBe(text);
  });

  test("that is not there is to be made where the roster leaves the id to the cloud", () => {
    expect(said("name: bob", [alice])).toBe(
      "none yet; to make: alias bob, no package named; run: npx subaccounts environments --create employees.yaml",
    );
    expect(said("name: bob\nenvironment: { id: bob-1 }", [alice])).toBe(
      "none with the id bob-1, which cannot be chosen",
    );
  });

  test("of an alias that several have is none of them", () => {
    const twin = { ...alice, EnvId: "alice-0000000000000000" };
    expect(said("name: alice", [alice, twin])).toBe(
      `2 have the alias (alice-0000000000000000, ${id}); write the id that is meant`,
    );
  });
});

describe("orders", () => {
  const ordered = (entries: string[], all: readonly ReturnType<typeof cloudEnvironment>[] = []) =>
    ordersOf("employees.yaml", environmentRows(rosterOf(...entries), account(all)));

  test("are one for each environment that is missing, however many share it", () => {
    const { orders, problems } = ordered(
      [
        "name: alice\nenvironment: { package: baas_personal }",
        "name: bob\nenvironment: { alias: lab, package: baas_personal, months: 12, sharedWith: [carol] }",
        "name: carol\nenvironment: { alias: lab, package: baas_personal, months: 12, sharedWith: [bob] }",
      ],
      [alice],
    );
    expect(problems).toEqual([]);
    expect(orders).toMatchObject([{ alias: "lab", packageId: "baas_personal", months: 12, employee: { name: "bob" } }]);
  });

  test("are refused for what is ambiguous, isolated, named by an id that there is not, or of no package", () => {
    const { orders, problems } = ordersOf(
      "employees.yaml",
      environmentRows(
        rosterOf("name: alice", "name: bob\nenvironment: { id: bob-1 }", "name: carol"),
        account([alice], { isIsolated: true, isolatedAt: "" }),
      ),
    );
    expect(orders).toEqual([]);
    expect(problems.map((each) => printProblem(each))).toEqual([
      `employees.yaml:5:5: alice: environment ${id} is isolated; renew it in the CloudBase console, or name another one`,
      "employees.yaml:6:5: bob: there is no environment bob-1, and one cannot be made with a given id; correct it, or leave `id` out to have one made",
      "employees.yaml:8:5: carol: nobody says which package to buy; write `environment: { package: baas_personal }`, here or in `defaults`",
    ]);
  });

  test("cost the list price by months, exactly, and what has no price is named", () => {
    const prices = new Map([
      ["baas_personal", 19.9],
      ["other", 0.1],
    ]);
    const some = (packageId: string, months: number) => ({ packageId, months });
    expect(costOf([some("baas_personal", 3), some("other", 2), some("other", 1)], prices)).toEqual({
      sum: 60,
      unknown: [],
    });
    expect(costOf([some("baas_personal", 1), some("x", 1), some("a", 1), some("x", 2)], prices)).toEqual({
      sum: 19.9,
      unknown: ["a", "x"],
    });
    expect(
      costOf(
        Array.from({ length: 51 }, () => some("baas_personal", 1)),
        prices,
      ).sum,
    ).toBe(1014.9);
  });
});

describe("renewals", () => {
  const now = Date.parse("2026-12-19T08:00:00+08:00");
  const due = (bill: Partial<Billing>, days = 7) => {
    const all = account([alice], bill);
    return renewalsOf(environmentRows(rosterOf("name: alice\nenvironment: { months: 3 }"), all), all, days, now);
  };

  test("are of what ends within the days, by the time of Beijing, for the roster's months", () => {
    expect(due({})).toMatchObject([{ id, months: 3, packageId: "baas_personal", ends: "2026-12-26 08:00:00" }]);
    expect(due({ ends: "2026-12-26 08:00:01" })).toEqual([]);
    expect(due({ ends: "2026-12-26 08:00:01" }, 8)).toHaveLength(1);
  });

  test("leave alone what renews itself, and what ends at a time that nobody can read", () => {
    expect(due({ renewsItself: true })).toEqual([]);
    expect(due({ ends: undefined })).toEqual([]);
    expect(due({ ends: "soon" })).toEqual([]);
  });
});
