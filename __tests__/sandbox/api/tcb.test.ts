import { afterEach, describe, expect, test } from "@jest/globals";
import { cloudEnvironment, readyEnvironment } from "../../../lookups/ready-environment.ts";
import { seedEnvironment } from "../../../sandbox/api/services/tcb/seed.ts";
import type { Settings } from "../../../sandbox/api/settings.ts";
import { addEmployee, codeOf, document, messageOf } from "../../support/sandbox/sandbox.ts";
import { REGION, seeded, startWorkplaces, type Workplaces } from "../../support/sandbox/workplaces.ts";

const open: Workplaces[] = [];

async function start(settings: Partial<Settings> = {}): Promise<Workplaces> {
  const sandbox = await startWorkplaces(settings);
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const { api } of open.splice(0)) await api.close();
});

const LAB = { Alias: "bob-lab", PackageId: "baas_personal", Resources: ["flexdb", "storage", "function"] };

describe("environments", () => {
  test("a seeded environment gives a lookup all that policies name", async () => {
    const sandbox = await start();
    const { id } = seeded(sandbox, "bob");
    const { EnvList = [], Total } = await sandbox.tcb().DescribeEnvs({ EnvId: id });
    expect(Total).toBe(1);
    const wanted = { reference: { id }, package: "baas_personal", logs: true, hosting: true };
    const { lookup, problems } = readyEnvironment(cloudEnvironment.parse(EnvList[0]), wanted, REGION);
    expect(problems).toEqual([]);
    expect(id).toMatch(/^bob-[a-z0-9]{16}$/);
    expect(lookup).toMatchObject({
      alias: "bob",
      package: "baas_personal",
      storageBucket: `626f-${id}-1250000000`,
      hostingBucket: `626f-static-${id}-1250000000`,
    });
    expect(lookup?.logs?.logsetId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(EnvList[0]?.Storages?.[0]?.AppId).toBe("1250000000");
  });

  test("seeding twice adds nothing, and an alias gets the same id in every new sandbox", async () => {
    const first = await start();
    const second = await start();
    seeded(second, "somebody-else");
    expect(seeded(first, "bob")).toBe(seeded(first, "bob"));
    expect(seeded(second, "bob").id).toBe(seeded(first, "bob").id);
    const named = { alias: "x", package: "baas_personal", region: REGION, logs: false, hosting: false, createdAt: 0 };
    expect(seedEnvironment(first.cloud, { ...named, id: "bob-8grqda2hfc2f62bb" }).id).toBe("bob-8grqda2hfc2f62bb");
  });

  test("a bought environment is UNAVAILABLE until it is ready, and its logs and hosting come later still", async () => {
    const { tcb, wait } = await start({ environmentReady: 20_000, environmentResourceReady: 5_000 });
    const { EnvId = "" } = await tcb().CreateEnv({ ...LAB, Tags: [{ Key: "team", Value: "data" }] });
    const read = async () => (await tcb().DescribeEnvs({ EnvId })).EnvList?.[0];
    expect(EnvId).toMatch(/^bob-lab-[a-z0-9]{16}$/);
    expect(await read()).toMatchObject({ Status: "UNAVAILABLE", Storages: [], Functions: [], LogServices: [] });
    expect(await codeOf(tcb().CreateEnvResource({ EnvId, Resources: ["log"] }))).toBe("ResourceUnavailable");

    wait(20_000);
    expect(await read()).toMatchObject({
      Status: "NORMAL",
      Functions: [{ Namespace: EnvId, Region: REGION }],
      Tags: [{ Key: "team", Value: "data" }],
      LogServices: [],
      StaticStorages: [],
    });

    await tcb().CreateEnvResource({ EnvId, Resources: ["log"] });
    expect((await tcb().CreateStaticStore({ EnvId })).Result).toBe("succ");
    expect(await read()).toMatchObject({ LogServices: [], StaticStorages: [{ Status: "process" }] });

    wait(5_000);
    const ready = await read();
    expect(ready).toMatchObject({ LogServices: [{ Region: REGION }], StaticStorages: [{ Status: "online" }] });
    const [store] = (await tcb().DescribeStaticStore({ EnvId })).Data ?? [];
    expect(store).toMatchObject({ Status: "online", Bucket: ready?.StaticStorages?.[0]?.Bucket });
    expect(await codeOf(tcb().CreateStaticStore({ EnvId }))).toBe("InvalidParameter");
  });

  test.each([
    ["an alias with capitals", { Alias: "Bob" }],
    ["an alias with two hyphens", { Alias: "bob--lab" }],
    ["an alias that ends in a hyphen", { Alias: "bob-" }],
    ["an alias of 21 characters", { Alias: "a".repeat(21) }],
    ["an unknown package", { PackageId: "baas_gold" }],
    ["13 months", { Period: 13 }],
    ["no resource", { Resources: [] }],
    ["an unknown resource", { Resources: ["mysql"] }],
  ])("CreateEnv refuses %s and makes nothing", async (_what, wrong) => {
    const { tcb } = await start();
    expect(await codeOf(tcb().CreateEnv({ ...LAB, ...wrong }))).toBe("InvalidParameter");
    expect((await tcb().DescribeEnvs({})).Total).toBe(0);
  });

  test("a call sees the environments of its region alone, and needs a region", async () => {
    const sandbox = await start();
    const { id } = seeded(sandbox, "bob", "ap-guangzhou");
    expect((await sandbox.tcb().DescribeEnvs({})).EnvList).toEqual([]);
    expect((await sandbox.tcb().DescribeEnvs({ EnvId: id })).Total).toBe(0);
    expect(await codeOf(sandbox.tcb().DescribeStaticStore({ EnvId: id }))).toBe("InvalidParameter.EnvId");
    expect((await sandbox.tcb(undefined, "ap-guangzhou").DescribeEnvs({})).Total).toBe(1);
    expect(await codeOf(sandbox.tcb(undefined, "").DescribeEnvs({}))).toBe("MissingParameter");
    expect(await codeOf(sandbox.tcb(undefined, "shanghai").DescribeEnvs({}))).toBe("UnsupportedRegion");
  });

  test("the list pages, and takes what CloudBase MCP and CLI send", async () => {
    const sandbox = await start();
    const ids = ["a", "b", "c", "d", "e"].map((alias) => seeded(sandbox, alias).id);
    const { EnvList = [], Total } = await sandbox.tcb().DescribeEnvs({ Offset: 2, Limit: 2 });
    expect([EnvList.map(({ EnvId }) => EnvId), Total]).toEqual([ids.slice(2, 4), 5]);

    const mcp = {
      EnvTypes: ["weda", "baas"],
      IsVisible: false,
      Channels: ["dcloud", "iotenable", "tem", "scene_module"],
    };
    expect((await sandbox.tcb().request("DescribeEnvs", mcp)).Total).toBe(5);
    expect((await sandbox.tcb().DescribeEnvs({ IsVisible: false, Channels: ["dcloud"] })).Total).toBe(5);
    expect((await sandbox.tcb().DescribeEnvs({ IsVisible: true, Channels: ["dcloud"] })).Total).toBe(0);
    expect(await codeOf(sandbox.tcb().request("DescribeEnvs", { Region: REGION }))).toBe("UnknownParameter");
    const info = await sandbox.tcb().request("DescribeEnvInfo", { EnvId: ids[0] });
    expect(info).toMatchObject({ EnvInfo: { EnvBaseInfo: { EnvId: ids[0], Status: "NORMAL" } } });
  });

  test("destroying takes two calls, the second one with IsForce", async () => {
    const sandbox = await start();
    const { id: EnvId } = seeded(sandbox, "bob");
    const billed = async () => (await sandbox.tcb().DescribeBillingInfo({ EnvId })).EnvBillingInfoList?.[0]?.Status;
    expect(await billed()).toBe("NORMAL");
    await sandbox.tcb().DestroyEnv({ EnvId });
    expect((await sandbox.tcb().DescribeEnvs({})).EnvList?.[0]?.Status).toBe("UNAVAILABLE");
    expect(await billed()).toBe("ISOLATE");
    expect(await codeOf(sandbox.tcb().DestroyEnv({ EnvId }))).toBe("ResourceUnavailable");
    await sandbox.tcb().DestroyEnv({ EnvId, IsForce: true });
    expect((await sandbox.tcb().DescribeEnvs({})).Total).toBe(0);
    const { CurrentEnvNum, CurrentDeleteTotal } = await sandbox.tcb().DescribeEnvLimit();
    expect([CurrentEnvNum, CurrentDeleteTotal]).toEqual([0, 1]);
    expect((await sandbox.tcb().CheckTcbService()).Initialized).toBe(true);
  });

  test("an environment has at most five API keys, and shows each of them once", async () => {
    const sandbox = await start();
    const { id: EnvId } = seeded(sandbox, "bob");
    const made = await sandbox.tcb().CreateApiKey({ EnvId, KeyType: "api_key", KeyName: "server", ExpireIn: 7200 });
    for (let i = 1; i < 5; i++) await sandbox.tcb().CreateApiKey({ EnvId, KeyType: "api_key" });
    expect(await codeOf(sandbox.tcb().CreateApiKey({ EnvId, KeyType: "api_key" }))).toBe("LimitExceeded");
    expect(await codeOf(sandbox.tcb().CreateApiKey({ EnvId, KeyType: "publish_key", ExpireIn: 1 }))).toBe(
      "InvalidParameter",
    );
    const { Data = [], Total } = await sandbox.tcb().DescribeApiKeyList({ EnvId });
    expect([Total, Data[0]?.Name, Data[0]?.KeyId]).toEqual([5, "server", made.KeyId]);
    expect(JSON.stringify([Data, sandbox.cloud])).not.toContain(made.ApiKey);
    await sandbox.tcb().DeleteApiKey({ EnvId, KeyId: made.KeyId ?? "" });
    await sandbox.tcb().DeleteApiKey({ EnvId, KeyId: made.KeyId ?? "" });
    expect((await sandbox.tcb().DescribeApiKeyList({ EnvId })).Total).toBe(4);
  });
});

describe("what a sub-account sees", () => {
  const own = (id: string) => document("allow", ["tcb:*"], [`qcs::tcb:${REGION}:uin/100000000001:env/${id}`]);

  test("with the answer of the documents, the list without EnvId has its own environments", async () => {
    const sandbox = await start({ unfilteredDescribeEnvs: "own" });
    const [alice] = [seeded(sandbox, "alice"), seeded(sandbox, "bob")];
    const { key } = await addEmployee(sandbox, "alice", own(alice.id));
    const { EnvList, Total } = await sandbox.tcb(key).DescribeEnvs({});
    expect([EnvList?.map(({ EnvId }) => EnvId), Total]).toEqual([[alice.id], 1]);
    const nobody = await addEmployee(sandbox, "nobody");
    expect((await sandbox.tcb(nobody.key).DescribeEnvs({})).Total).toBe(0);
    const admin = await addEmployee(sandbox, "admin", document("allow", ["tcb:*"]));
    expect((await sandbox.tcb(admin.key).DescribeEnvs({})).Total).toBe(2);
  });

  test("with the answer of the published messages, the list without EnvId is refused for env/*", async () => {
    const sandbox = await start({ unfilteredDescribeEnvs: "refuse" });
    const alice = seeded(sandbox, "alice");
    const { key } = await addEmployee(sandbox, "alice", own(alice.id));
    expect(await messageOf(sandbox.tcb(key).DescribeEnvs({}))).toContain(
      "you are not authorized to perform operation (tcb:DescribeEnvs)\nresource (qcs::tcb:ap-shanghai:uin/100000000001:env/*) has no permission",
    );
    expect((await sandbox.tcb(key).DescribeEnvs({ EnvId: alice.id })).Total).toBe(1);
    expect((await sandbox.tcb().DescribeEnvs({})).Total).toBe(1);
  });

  test("another's environment is refused by CAM before anything is said of it", async () => {
    const sandbox = await start();
    const [alice, bob] = [seeded(sandbox, "alice"), seeded(sandbox, "bob")];
    const { key } = await addEmployee(sandbox, "alice", own(alice.id));
    const tcb = sandbox.tcb(key);
    for (const EnvId of [bob.id, "no-such-environment"]) {
      expect(await codeOf(tcb.DescribeEnvs({ EnvId }))).toBe("UnauthorizedOperation");
      expect(await codeOf(tcb.request("DescribeEnvInfo", { EnvId }))).toBe("UnauthorizedOperation");
      expect(await codeOf(tcb.DestroyEnv({ EnvId }))).toBe("UnauthorizedOperation");
      expect(await codeOf(tcb.CreateApiKey({ EnvId, KeyType: "api_key" }))).toBe("UnauthorizedOperation");
      expect(await codeOf(tcb.CreateEnvResource({ EnvId, Resources: ["log"] }))).toBe("UnauthorizedOperation");
    }
    expect(await messageOf(tcb.DescribeStaticStore({ EnvId: bob.id }))).toContain(
      `(qcs::tcb:ap-shanghai::env/${bob.id})`,
    );
    expect((await tcb.DescribeStaticStore({ EnvId: alice.id })).Data).toHaveLength(1);
    expect(await codeOf(tcb.CreateEnv(LAB))).toBe("UnauthorizedOperation");
  });

  test("the actions on collections are closed to one who has tcb:* on an environment, and open all once granted on *", async () => {
    const sandbox = await start();
    const [alice, bob] = [seeded(sandbox, "alice"), seeded(sandbox, "bob")];
    await sandbox.tcb().CreateTable({ EnvId: bob.id, TableName: "plans" });
    await sandbox.tcb().request("PutItem", { EnvId: bob.id, TableName: "plans", MgoDocs: ['{"secret":1}'] });
    const { key, uin } = await addEmployee(sandbox, "alice", own(alice.id));
    const tcb = sandbox.tcb(key);
    const query = { EnvId: bob.id, TableName: "plans" };
    expect(await codeOf(tcb.ListTables({ EnvId: alice.id, MgoLimit: 10 }))).toBe("UnauthorizedOperation");
    expect(await codeOf(tcb.request("QueryRecords", query))).toBe("UnauthorizedOperation");

    const onEverything = document("allow", [
      "tcb:ListTables",
      "tcb:QueryRecords",
      "tcb:DeleteTable",
      "tcb:UpdateFunctionCode",
    ]);
    const granted = { PolicyName: "documented", PolicyDocument: JSON.stringify(onEverything) };
    const { PolicyId = 0 } = await sandbox.cam().CreatePolicy(granted);
    await sandbox.cam().AttachUserPolicy({ PolicyId, AttachUin: uin });
    const { Data } = await tcb.request("QueryRecords", query);
    expect(Data).toEqual([expect.stringContaining('"secret":1')]);
    // The id of the database instead of the environment's: the same hole by another name.
    const Tag = (await sandbox.tcb().DescribeEnvs({ EnvId: bob.id })).EnvList?.[0]?.Databases?.[0]?.InstanceId;
    await tcb.DeleteTable({ Tag, TableName: "plans" });
    expect((await sandbox.tcb().ListTables({ EnvId: bob.id, MgoLimit: 10 })).Tables).toEqual([]);
  });
});

describe("collections", () => {
  test("documents are put, found, counted, changed and deleted as CloudBase MCP does it", async () => {
    const sandbox = await start();
    const { id } = seeded(sandbox, "bob");
    const { InstanceId = "" } = (await sandbox.tcb().DescribeEnvs({ EnvId: id })).EnvList?.[0]?.Databases?.[0] ?? {};
    const call = (action: string, body: object) =>
      sandbox.tcb().request(action, { Tag: InstanceId, TableName: "todo", ...body });
    expect(await codeOf(call("PutItem", { MgoDocs: [] }))).toBe("ResourceNotFound.Table");
    await sandbox
      .tcb()
      .CreateTable({ TableName: "todo", MongoConnector: { InstanceId: "flexdb", DatabaseName: InstanceId } });
    expect(await codeOf(call("CreateTable", {}))).toBe("ResourceUnavailable.ResourceExist");
    const put = await call("PutItem", { MgoDocs: ['{"_id":"1","done":false}', '{"done":false,"tag":"x"}'] });
    expect(put.InsertedIds).toEqual(["1", expect.stringMatching(/^[a-z0-9]{32}$/)]);
    expect(await call("CountRecords", { MgoQuery: '{"done":false}' })).toMatchObject({ Count: 2 });
    expect(await call("UpdateItem", { MgoQuery: '{"_id":"1"}', MgoUpdate: '{"$set":{"done":true}}' })).toMatchObject({
      MatchedNum: 1,
    });
    const upsert = { MgoQuery: '{"_id":"9"}', MgoUpdate: '{"$set":{"done":true}}', MgoUpsert: true };
    expect(await call("UpdateItem", upsert)).toMatchObject({ UpsertedId: "9" });
    const found = await call("QueryRecords", { MgoQuery: '{"done":{"$eq":true}}', MgoLimit: 1 });
    expect(found).toMatchObject({ Data: ['{"_id":"1","done":true}'], Pager: { Total: 2 } });
    expect(await call("DeleteItem", { MgoQuery: '{"done":true}', MgoIsMulti: true })).toMatchObject({ Deleted: 2 });
    expect(await codeOf(call("QueryRecords", { MgoQuery: '{"$where":"1"}' }))).toBe("UnsupportedOperation");

    const run = { TableName: "todo", CommandType: "QUERY", Command: '{"find":"todo","filter":{"tag":"x"}}' };
    const { Data = [] } = await sandbox.tcb().RunCommands({ EnvId: id, MgoCommands: [run] });
    expect(Data[0]).toContain('\\"tag\\":\\"x\\"');
  });

  test("indexes come and go with UpdateTable", async () => {
    const sandbox = await start();
    const body = { EnvId: seeded(sandbox, "bob").id, TableName: "todo" };
    await sandbox.tcb().CreateTable(body);
    const byTag = {
      IndexName: "by_tag",
      MgoKeySchema: { MgoIndexKeys: [{ Name: "tag", Direction: "1" }], MgoIsUnique: true },
    };
    await sandbox.tcb().UpdateTable({ ...body, CreateIndexes: [byTag] });
    expect((await sandbox.tcb().DescribeTable(body)).Indexes?.map(({ Name }) => Name)).toEqual(["_id_", "by_tag"]);
    expect(await codeOf(sandbox.tcb().UpdateTable({ ...body, CreateIndexes: [byTag] }))).toBe(
      "ResourceUnavailable.IndexOptionsConflict",
    );
    await sandbox.tcb().UpdateTable({ ...body, DropIndexes: [{ IndexName: "by_tag" }] });
    const { Tables } = await sandbox.tcb().DescribeTables({ EnvId: body.EnvId, MgoLimit: 10 });
    expect(Tables).toMatchObject([{ TableName: "todo", IndexCount: 1 }]);
  });
});

test("a cloud with everything in it is the same after JSON", async () => {
  const sandbox = await start();
  const { id: EnvId } = seeded(sandbox, "bob");
  await sandbox.tcb().CreateEnv(LAB);
  await sandbox.tcb().CreateApiKey({ EnvId, KeyType: "api_key" });
  await sandbox.tcb().CreateTable({ EnvId, TableName: "todo" });
  await sandbox.tcb().request("PutItem", { EnvId, TableName: "todo", MgoDocs: ['{"a":[1]}'] });
  await sandbox.tcb().DestroyEnv({ EnvId });
  expect(JSON.parse(JSON.stringify(sandbox.cloud))).toStrictEqual(sandbox.cloud);
});
