import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { EnvironmentLookup, Lookups } from "../../lookups/lookups.ts";
import { problemsText } from "../../problems/problems.ts";
import type { Roster } from "../../roster/roster.ts";
import { resolveRoster } from "../../workplaces/resolve.ts";
import { rosterOf } from "../support/lookups/cloud.ts";

const environment = (alias: string): EnvironmentLookup => ({
  alias,
  region: "ap-shanghai",
  package: "baas_personal",
  storageBucket: `${alias}-1250000000`,
  logs: { logsetId: `set-of-${alias}`, topicId: `topic-of-${alias}` },
  hostingBucket: `static-${alias}-1250000000`,
});

const lookups: Lookups = {
  account: { ownerUin: "100000000001", appId: "1250000000" },
  environments: { "alice-1": environment("alice"), "bob-1": environment("bob") },
  blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" } },
  bundles: { bundle_1: { cpu: 2, memory: 4, disk: 60 } },
};

const workplacesOf = (roster: Roster, found: Lookups) => resolveRoster({ roster, lookups: found }).workplaces;
const problemsOf = (roster: Roster, found: Lookups | undefined) =>
  problemsText(resolveRoster({ roster, lookups: found }).problems);

describe("the workplaces of a roster", () => {
  test("have the environment found by alias or by id, and the blueprint by title or by id", () => {
    const roster = rosterOf(
      "name: alice\nserver: { bundle: bundle_1 }",
      "name: robert\nenvironment: { id: bob-1 }\nserver: { bundle: bundle_1, blueprint: lhbp-bbbbbbbb }",
    );
    expect(workplacesOf(roster, lookups)).toEqual([
      {
        employee: roster.employees[0],
        environmentId: "alice-1",
        pending: false,
        environment: environment("alice"),
        server: expect.objectContaining({ bundle: "bundle_1", blueprintId: "lhbp-aaaaaaaa" }),
      },
      {
        employee: roster.employees[1],
        environmentId: "bob-1",
        pending: false,
        environment: environment("bob"),
        server: expect.objectContaining({ bundle: "bundle_1", blueprintId: "lhbp-bbbbbbbb" }),
      },
    ]);
  });

  test("lack what the roster says is not there, even where it was looked up, and have no server that nobody asked for", () => {
    const [workplace] = workplacesOf(rosterOf("name: alice\nenvironment: { logs: false, hosting: false }"), lookups);
    const { logs: _logs, hostingBucket: _hostingBucket, ...rest } = environment("alice");
    expect(workplace).toEqual({
      employee: expect.anything(),
      environmentId: "alice-1",
      pending: false,
      environment: rest,
      server: false,
    });
  });

  test("cannot be had with a bundle that is not looked up", () => {
    const roster = rosterOf("name: alice\nserver: { bundle: constructor }");
    expect(problemsOf(roster, lookups)).toBe(
      'employees.yaml:5:5: alice: bundle "constructor" is not looked up; run: npx subaccounts lookup employees.yaml\n',
    );
    expect(workplacesOf(roster, lookups)).toEqual([]);
  });

  test("come with one warning for a bundle that is sold out, and for lookups from before bundles were looked up", () => {
    const roster = rosterOf("name: alice\nserver: { bundle: bundle_1 }", "name: bob\nserver: { bundle: bundle_1 }");
    const soldOut = { ...lookups, bundles: { bundle_1: { cpu: 2, memory: 4, disk: 60, soldOut: true } as const } };
    expect(workplacesOf(roster, soldOut)).toHaveLength(2);
    expect(problemsOf(roster, soldOut)).toBe(
      'employees.yaml:5:5: alice: warning: the bundle "bundle_1" is sold out: servers that exist keep it, but no new one can be bought; write another bundle for whoever has no server yet\n',
    );
    const { bundles: _bundles, ...older } = lookups;
    expect(workplacesOf(roster, older)).toHaveLength(2);
    expect(problemsOf(roster, older)).toBe(
      "employees.lookups.json: warning: the bundles of servers are not looked up, so that nobody knows whether they can be bought; run: npx subaccounts lookup employees.yaml\n",
    );
    expect(problemsOf(rosterOf("name: alice"), older)).toBe("");
  });

  test("cannot be had without a lookups file", () => {
    expect(problemsOf(rosterOf("name: alice"), undefined)).toBe(
      "employees.lookups.json: this file is missing; run: npx subaccounts lookup employees.yaml\n",
    );
  });

  test("cannot be had where an alias stands for an id that starts another's", () => {
    const nested = {
      ...lookups,
      environments: { ...lookups.environments, "alice-1-x": environment("carol") },
    };
    expect(workplacesOf(rosterOf("name: alice", "name: carol"), nested)).toHaveLength(1);
    expect(problemsOf(rosterOf("name: alice", "name: carol"), nested)).toMatch(
      /: carol: the id of the environment, alice-1-x, starts with that of alice \(alice-1\)/,
    );
  });

  test("cannot be had from the lookups of another root account", () => {
    const other = { ...lookups, account: { ...lookups.account, ownerUin: "100000000002" } };
    expect(workplacesOf(rosterOf("name: alice"), other)).toEqual([]);
    expect(problemsOf(rosterOf("name: alice"), other)).toBe(
      "employees.lookups.json: looked up in root account 100000000002, but employees.yaml is for 100000000001; run: npx subaccounts lookup employees.yaml\n",
    );
  });

  test("that lack anything are left out, and every missing key of everyone is named", () => {
    const { logs: _logs, hostingBucket: _hostingBucket, ...bare } = environment("bob");
    const stale = {
      ...lookups,
      environments: { "bob-1": bare, "eve-1": { ...environment("eve"), region: "ap-guangzhou" } },
    };
    const roster = rosterOf(
      "name: alice\nserver: { bundle: bundle_1, blueprint: OpenClaw 2 }",
      "name: bob\nenvironment: { package: baas_pf_standard }",
      "name: carol\nenvironment: { id: carol-1 }",
      "name: eve",
    );
    expect(workplacesOf(roster, stale)).toEqual([]);
    expect(problemsOf(roster, stale)).toBe(
      [
        "employees.yaml:5:5: alice: environment with the alias alice is not looked up",
        'employees.yaml:5:5: alice: blueprint "OpenClaw 2" is not looked up',
        "employees.yaml:7:5: bob: environment bob-1 is looked up on package baas_personal, but the roster says baas_pf_standard",
        "employees.yaml:7:5: bob: the log service of environment bob-1 is not looked up",
        "employees.yaml:7:5: bob: the static hosting of environment bob-1 is not looked up",
        "employees.yaml:9:5: carol: environment carol-1 is not looked up",
        "employees.yaml:11:5: eve: environment eve-1 is looked up in ap-guangzhou, but the roster's region is ap-shanghai",
      ]
        .map((line) => `${line}; run: npx subaccounts lookup employees.yaml\n`)
        .join(""),
    );
  });

  test("cannot be one environment for two, one by alias and one by id", () => {
    const roster = rosterOf("name: alice", "name: mallory\nenvironment: { id: alice-1 }");
    expect(workplacesOf(roster, lookups).map(({ employee }) => employee.name)).toEqual(["alice"]);
    expect(problemsOf(roster, lookups)).toBe(
      "employees.yaml:6:5: mallory: has the same environment as alice (alice-1); give each employee one of their own\n",
    );
  });

  test("cannot be chosen from two environments with one alias", () => {
    const twice = { ...lookups, environments: { "alice-1": environment("alice"), "alice-2": environment("alice") } };
    expect(problemsOf(rosterOf("name: alice"), twice)).toMatch(
      "alice: more than one environment is looked up with the alias alice",
    );
  });

  test.each(["constructor", "__proto__", "toString"])(
    "do not find a blueprint with the title %s in what objects inherit",
    (title) => {
      const roster = rosterOf(`name: alice\nserver: { bundle: bundle_1, blueprint: ${title} }`);
      expect(problemsOf(roster, lookups)).toMatch(`alice: blueprint "${title}" is not looked up`);
    },
  );

  test("are the same for an employee whoever else is in the roster", () => {
    const names = ["alice", "bob", "carol", "dan"];
    const all = { ...lookups, environments: Object.fromEntries(names.map((name) => [`${name}-1`, environment(name)])) };
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 1 }), (some) => {
        const workplaces = workplacesOf(rosterOf(...some.map((name) => `name: ${name}`)), all);
        expect(workplaces.map(({ employee }) => employee.name)).toEqual(some);
        for (const { employee, environment: found } of workplaces) expect(found).toEqual(environment(employee.name));
      }),
    );
  });
});
