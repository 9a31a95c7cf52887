import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { printLookups } from "../../lookups/file.ts";
import { lookUp } from "../../lookups/lookup.ts";
import type { Lookups } from "../../lookups/lookups.ts";
import type { Roster } from "../../roster/roster.ts";
import { resolveRoster } from "../../workplaces/resolve.ts";
import {
  APP_ID,
  type Cloud,
  clientsOf,
  cloudBlueprint,
  cloudEnvironment,
  OWNER_UIN,
  rosterOf,
  startCloud,
} from "../support/lookups/cloud.ts";

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud();
});
afterEach(() => cloud.close());

const names = (count: number) => Array.from({ length: count }, (_, index) => `user${String(index).padStart(3, "0")}`);
const actions = () => cloud.calls.map(({ action }) => action);
const asking = (roster: Roster, report: (progress: string) => void = () => undefined) => ({
  roster,
  clients: clientsOf(cloud),
  report,
});

describe("a lookup", () => {
  test("takes OwnerUin, not the caller's Uin, and the app id as a text", async () => {
    cloud.environments = [cloudEnvironment("alice")];
    const { account } = await lookUp(asking(rosterOf("name: alice")), undefined);
    expect(account).toEqual({ ownerUin: OWNER_UIN, appId: String(APP_ID) });
  });

  test("refuses the key of another root account before it asks for anything else", async () => {
    cloud.ownerUin = "100000000002";
    await expect(lookUp(asking(rosterOf("name: alice")), undefined)).rejects.toThrow(
      "employees.yaml: account.ownerUin is 100000000001, but the API key belongs to root account 100000000002; use a key of the roster's account, or correct ownerUin",
    );
    expect(actions()).toEqual(["GetUserAppId"]);
  });

  test.each([{ Uin: OWNER_UIN, AppId: APP_ID }, { OwnerUin: OWNER_UIN }, { OwnerUin: OWNER_UIN, AppId: 0 }])(
    "refuses an account that lacks a number: %j",
    async (answer) => {
      cloud.answers = { GetUserAppId: answer };
      await expect(lookUp(asking(rosterOf("name: alice")), undefined)).rejects.toThrow(
        /^cam:GetUserAppId failed: (OwnerUin|AppId): .*; this is not an answer of Tencent Cloud's API/,
      );
    },
  );

  test.each([
    ["with a total", {}],
    ["without a total", { withoutTotal: true }],
    ["with smaller pages than asked for", { largestPage: 20 }],
    ["with smaller pages and without a total", { largestPage: 20, withoutTotal: true }],
    ["that ignores limit and offset", { largestPage: 1000, ignoresOffset: true, withoutTotal: true }],
  ])("reads 250 environments from one listing of a cloud %s, and reports how far it is", async (_, behaviour) => {
    Object.assign(cloud, behaviour, { environments: names(250).map((name) => cloudEnvironment(name)) });
    if ("ignoresOffset" in behaviour) cloud.answers = { DescribeEnvs: { EnvList: cloud.environments } };
    const progress: string[] = [];
    const roster = rosterOf(...names(250).map((name) => `name: ${name}`));
    const { environments } = await lookUp(
      asking(roster, (line) => progress.push(line)),
      undefined,
    );
    expect(Object.keys(environments)).toHaveLength(250);
    expect(actions().filter((action) => action === "DescribeEnvs").length).toBeLessThanOrEqual(250 / 20 + 2);
    expect(progress).toContain("environments listed: 250");
  });

  test("reads blueprints by the hundred, and does not ask for them where no title is to be found", async () => {
    cloud.environments = [cloudEnvironment("alice")];
    cloud.blueprints = [
      ...names(150).map((name) => cloudBlueprint(`lhbp-00${name.slice(-3)}xxx`, name)),
      cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw"),
    ];
    const byTitle = rosterOf("name: alice\nserver: { bundle: bundle_1 }");
    const { blueprints } = await lookUp(asking(byTitle), undefined);
    expect(blueprints).toEqual({ OpenClaw: { id: "lhbp-aaaaaaaa" } });
    const pages = cloud.calls.filter(({ action }) => action === "DescribeBlueprints").map(({ body }) => body);
    expect(pages).toEqual([
      { Limit: 100, Offset: 0 },
      { Limit: 100, Offset: 100 },
    ]);
    const asked = cloud.calls.length;
    const byId = rosterOf("name: alice\nserver: { bundle: bundle_1, blueprint: lhbp-aaaaaaaa }");
    expect((await lookUp(asking(byId), undefined)).blueprints).toEqual({});
    expect(actions().slice(asked)).toEqual(["GetUserAppId", "DescribeEnvs", "DescribeBundles"]);
  });

  test("drops what the roster no longer needs, and keeps pins", async () => {
    cloud.environments = [cloudEnvironment("alice"), cloudEnvironment("bob")];
    cloud.blueprints = [cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw"), cloudBlueprint("lhbp-bbbbbbbb", "OpenClaw")];
    const roster = rosterOf("name: alice\nserver: { bundle: bundle_1 }");
    const previous: Lookups = {
      account: { ownerUin: OWNER_UIN, appId: "1" },
      environments: { "bob-1": { alias: "bob", region: "ap-shanghai", package: "p", storageBucket: "b" } },
      blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" }, Debian: { id: "lhbp-dddddddd" } },
    };
    const next = await lookUp(asking(roster), previous);
    expect(Object.keys(next.environments)).toEqual(["alice-8grqda2hfc2f62bb"]);
    expect(next.blueprints).toEqual({ OpenClaw: { id: "lhbp-aaaaaaaa" } });
    expect(next.account.appId).toBe(String(APP_ID));
    await expect(lookUp(asking(roster), undefined)).rejects.toThrow('"OpenClaw" is 2 images');
  });

  test("reports the mistakes of all employees and of blueprints at once", async () => {
    cloud.environments = [cloudEnvironment("alice", { LogServices: [] })];
    const roster = rosterOf("name: alice\nserver: { bundle: bundle_9 }", "name: bob");
    await expect(lookUp(asking(roster), undefined)).rejects.toMatchObject({
      problems: [
        {
          ...{ file: "employees.yaml", line: 5, column: 5, employee: "alice" },
          message: expect.stringContaining("environment alice-8grqda2hfc2f62bb has no log service"),
        },
        { file: "employees.yaml", line: 7, employee: "bob", message: expect.stringContaining("no environment") },
        { file: "employees.yaml", line: 5, employee: "alice", message: 'no image is titled "OpenClaw"' },
        { file: "employees.yaml", line: 5, message: 'there is no bundle "bundle_9" in ap-shanghai' },
      ],
    });
  });

  test("refuses a listing of another shape", async () => {
    cloud.answers = { DescribeEnvs: { EnvList: [{ Alias: "alice" }] } };
    await expect(lookUp(asking(rosterOf("name: alice")), undefined)).rejects.toThrow(
      /^tcb:DescribeEnvs failed: EnvList\.0\.EnvId: .*; this is not an answer/,
    );
  });

  test("gives the same bytes in whatever order the cloud lists and the roster has them, and they resolve", async () => {
    const all = names(6);
    const roster = (order: readonly string[]) =>
      rosterOf(...order.map((name) => `name: ${name}\nserver: { bundle: bundle_1 }`));
    cloud.blueprints = [cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw")];
    cloud.environments = all.map((name) => cloudEnvironment(name));
    const bytes = printLookups(await lookUp(asking(roster(all)), undefined));
    const orders = fc.shuffledSubarray(all, { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(orders, orders, async (listed, written) => {
        cloud.environments = listed.map((name) => cloudEnvironment(name));
        const lookups = await lookUp(asking(roster(written)), undefined);
        expect(printLookups(lookups)).toBe(bytes);
        expect(resolveRoster({ roster: roster(written), lookups }).workplaces).toHaveLength(6);
      }),
      { numRuns: 20 },
    );
  });

  test("of one roster does not mix with another's at the same time", async () => {
    cloud.environments = names(40).map((name) => cloudEnvironment(name));
    cloud.largestPage = 7;
    const found = await Promise.all(names(40).map((name) => lookUp(asking(rosterOf(`name: ${name}`)), undefined)));
    expect(found.map(({ environments }) => Object.values(environments).map(({ alias }) => alias))).toEqual(
      names(40).map((name) => [name]),
    );
  });
});
