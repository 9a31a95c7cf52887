import { afterEach, describe, expect, test } from "@jest/globals";
import { DEBIAN_BLUEPRINT, OPENCLAW_BLUEPRINT } from "../../../sandbox/api/services/lighthouse/seed.ts";
import type { Settings } from "../../../sandbox/api/settings.ts";
import { addEmployee, codeOf, document } from "../../support/sandbox/sandbox.ts";
import { REGION, startWorkplaces, type Workplaces } from "../../support/sandbox/workplaces.ts";

const open: Workplaces[] = [];

async function start(settings: Partial<Settings> = {}): Promise<Workplaces> {
  const sandbox = await startWorkplaces(settings);
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const { api } of open.splice(0)) await api.close();
});

/** As the Terraform provider sends it. */
const SERVER = {
  BundleId: "bundle_starter_mc_promo_med4_02",
  BlueprintId: OPENCLAW_BLUEPRINT,
  InstanceChargePrepaid: { Period: 1, RenewFlag: "NOTIFY_AND_MANUAL_RENEW" },
  InstanceName: "openclaw-alice",
};

async function bought(sandbox: Workplaces, more: object = {}): Promise<string> {
  const { InstanceIdSet = [] } = await sandbox.lighthouse().CreateInstances({ ...SERVER, ...more });
  return InstanceIdSet[0] ?? "";
}

async function read(sandbox: Workplaces, id: string) {
  const { InstanceSet = [] } = await sandbox
    .lighthouse()
    .DescribeInstances({ InstanceIds: [id], Offset: 0, Limit: 100 });
  return InstanceSet[0];
}

async function ruled(sandbox: Workplaces, InstanceId: string) {
  const { FirewallRuleSet = [] } = await sandbox
    .lighthouse()
    .DescribeFirewallRules({ InstanceId, Offset: 0, Limit: 50 });
  return FirewallRuleSet.map(({ Protocol, Port, CidrBlock, Action }) => [Protocol, Port, CidrBlock, Action].join(" "));
}

describe("instances", () => {
  test("a bought server is PENDING, then RUNNING with addresses and the name it was bought with", async () => {
    const sandbox = await start({ instanceRunning: 60_000 });
    const id = await bought(sandbox);
    expect(id).toMatch(/^lhins-[a-z0-9]{8}$/);
    expect(await read(sandbox, id)).toMatchObject({ InstanceState: "PENDING", LatestOperationState: "OPERATING" });
    expect(await codeOf(sandbox.lighthouse().IsolateInstances({ InstanceIds: [id] }))).toBe(
      "OperationDenied.InstanceCreating",
    );
    sandbox.wait(60_000);
    expect(await read(sandbox, id)).toMatchObject({
      InstanceId: id,
      InstanceName: "openclaw-alice",
      InstanceState: "RUNNING",
      LatestOperation: "CreateInstances",
      LatestOperationState: "SUCCESS",
      BundleId: SERVER.BundleId,
      BlueprintId: OPENCLAW_BLUEPRINT,
      InstanceChargeType: "PREPAID",
      RenewFlag: "NOTIFY_AND_MANUAL_RENEW",
      Zone: "ap-shanghai-2",
      CPU: 2,
      Memory: 4,
      PublicAddresses: [expect.stringMatching(/^198\.18\./)],
      PrivateAddresses: [expect.stringMatching(/^10\.0\./)],
      IsolatedTime: null,
    });
  });

  test("isolating leaves the server listed as SHUTDOWN, and terminating removes it", async () => {
    const sandbox = await start({ instanceOperation: 10_000 });
    const id = await bought(sandbox);
    const InstanceIds = [id];
    const { lighthouse } = sandbox;
    expect(await codeOf(lighthouse().TerminateInstances({ InstanceIds }))).toBe(
      "UnsupportedOperation.InvalidInstanceState",
    );
    await lighthouse().IsolateInstances({ InstanceIds, IsolateDataDisk: true });
    expect(await read(sandbox, id)).toMatchObject({ InstanceState: "STOPPING", LatestOperationState: "OPERATING" });
    expect(await codeOf(lighthouse().TerminateInstances({ InstanceIds }))).toBe(
      "UnsupportedOperation.LatestOperationUnfinished",
    );
    sandbox.wait(10_000);
    expect(await read(sandbox, id)).toMatchObject({ InstanceState: "SHUTDOWN", LatestOperationState: "SUCCESS" });
    expect(await codeOf(lighthouse().IsolateInstances({ InstanceIds }))).toBe(
      "UnsupportedOperation.InvalidInstanceState",
    );
    await lighthouse().TerminateInstances({ InstanceIds });
    expect(await lighthouse().DescribeInstances({ InstanceIds })).toMatchObject({ TotalCount: 0, InstanceSet: [] });
    expect(await codeOf(lighthouse().TerminateInstances({ InstanceIds }))).toBe("ResourceNotFound.InstanceIdNotFound");
  });

  test("name, bundle, image, renewal and password change one after the other", async () => {
    const sandbox = await start({ instanceOperation: 10_000 });
    const id = await bought(sandbox);
    const InstanceIds = [id];
    const lighthouse = sandbox.lighthouse();
    await lighthouse.ModifyInstancesAttribute({ InstanceIds, InstanceName: "renamed" });
    const bundle = { InstanceIds, BundleId: "bundle_sandbox_4c8g", AutoVoucher: false };
    expect(await codeOf(lighthouse.ModifyInstancesBundle(bundle))).toBe(
      "UnsupportedOperation.LatestOperationUnfinished",
    );
    sandbox.wait(10_000);
    await lighthouse.ModifyInstancesBundle(bundle);
    sandbox.wait(10_000);
    await lighthouse.ResetInstance({ InstanceId: id, BlueprintId: DEBIAN_BLUEPRINT });
    expect(await read(sandbox, id)).toMatchObject({ InstanceState: "REBOOTING", LatestOperation: "ResetInstance" });
    sandbox.wait(10_000);
    await lighthouse.ModifyInstancesRenewFlag({ InstanceIds, RenewFlag: "NOTIFY_AND_AUTO_RENEW" });
    expect(await codeOf(lighthouse.ResetInstancesPassword({ InstanceIds, Password: "tooeasy1" }))).toBe(
      "InvalidParameterValue.InvalidPassword",
    );
    await lighthouse.ResetInstancesPassword({ InstanceIds, Password: `A1-${"x".repeat(9)}` });
    sandbox.wait(10_000);
    expect(await read(sandbox, id)).toMatchObject({
      InstanceName: "renamed",
      BundleId: "bundle_sandbox_4c8g",
      BlueprintId: DEBIAN_BLUEPRINT,
      RenewFlag: "NOTIFY_AND_AUTO_RENEW",
      InstanceState: "RUNNING",
      LatestOperationState: "SUCCESS",
    });
    const smaller = { InstanceIds, BundleId: "bundle_2022_std_1c1g" };
    expect(await codeOf(lighthouse.ModifyInstancesBundle(smaller))).toBe("InvalidParameterValue.InvalidBundle");
  });

  test("an operation on two servers happens to both or to none", async () => {
    const sandbox = await start({ instanceOperation: 10_000 });
    const [free, busy] = [await bought(sandbox), await bought(sandbox)];
    await sandbox.lighthouse().ModifyInstancesAttribute({ InstanceIds: [busy], InstanceName: "busy" });
    const both = { InstanceIds: [free, busy], InstanceName: "both" };
    expect(await codeOf(sandbox.lighthouse().ModifyInstancesAttribute(both))).toBe(
      "UnsupportedOperation.LatestOperationUnfinished",
    );
    expect(await read(sandbox, free)).toMatchObject({
      InstanceName: "openclaw-alice",
      LatestOperationState: "SUCCESS",
    });
  });

  test.each([
    ["InvalidParameter.BundleIdNotFound", { BundleId: "bundle_none" }],
    ["ResourcesSoldOut.BundleSoldOut", { BundleId: "bundle_sandbox_sold_out" }],
    ["InvalidParameterValue.BlueprintIdMalformed", { BlueprintId: "openclaw" }],
    ["ResourceNotFound.BlueprintIdNotFound", { BlueprintId: "lhbp-00000000" }],
    ["InvalidParameterValue.BundleAndBlueprintNotMatch", { BundleId: "bundle_2022_std_1c1g" }],
    ["InvalidParameterValue.OutOfRange", { InstanceChargePrepaid: { Period: 13 } }],
    ["InvalidParameterValue", { InstanceChargePrepaid: { Period: 1, RenewFlag: "MAYBE" } }],
    ["MissingParameter", { InstanceChargePrepaid: {} }],
    ["InvalidParameterValue.InstanceNameTooLong", { InstanceName: "x".repeat(61) }],
    ["InvalidParameterValue.InvalidZone", { Zones: ["ap-guangzhou-3"] }],
    ["InvalidParameterValue.OutOfRange", { InstanceCount: 31 }],
    ["InvalidParameterValue.ClientTokenTooLong", { ClientToken: "x".repeat(65) }],
    ["InvalidParameterValue.FirewallTemplateIdMalformed", { FirewallTemplateId: "template" }],
    ["ResourceNotFound.FirewallTemplateNotFound", { FirewallTemplateId: "lhft-00000000" }],
    [
      "InvalidParameterValue.InvalidPassword",
      { LoginConfiguration: { AutoGeneratePassword: "NO", Password: "short" } },
    ],
    ["UnknownParameter", { InitCommand: { Content: "bHM=" } }],
  ])("CreateInstances refuses with %s and sells nothing", async (code, wrong) => {
    const sandbox = await start();
    expect(await codeOf(sandbox.lighthouse().request("CreateInstances", { ...SERVER, ...wrong }))).toBe(code);
    expect((await sandbox.lighthouse().DescribeInstances({})).TotalCount).toBe(0);
  });

  test("the same ClientToken buys once, and a dry run buys nothing", async () => {
    const sandbox = await start();
    const [first, second] = [
      await bought(sandbox, { ClientToken: "t-1" }),
      await bought(sandbox, { ClientToken: "t-1" }),
    ];
    expect(second).toBe(first);
    expect((await sandbox.lighthouse().CreateInstances({ ...SERVER, DryRun: true })).InstanceIdSet).toEqual([]);
    expect((await sandbox.lighthouse().DescribeInstances({})).TotalCount).toBe(1);
  });

  test("the list filters, pages and knows its region", async () => {
    const sandbox = await start();
    const ids = [];
    for (const name of ["a", "b", "c"]) ids.push(await bought(sandbox, { InstanceName: name }));
    const describe = (body: object) => sandbox.lighthouse().DescribeInstances(body);
    expect((await describe({ Filters: [{ Name: "instance-name", Values: ["a", "c"] }] })).TotalCount).toBe(2);
    const page = await describe({ Offset: 1, Limit: 1 });
    expect([page.TotalCount, page.InstanceSet?.map(({ InstanceId }) => InstanceId)]).toEqual([3, [ids[1]]]);
    expect(await codeOf(describe({ Limit: 101 }))).toBe("InvalidParameterValue.OutOfRange");
    expect(await codeOf(describe({ Filters: [{ Name: "color", Values: [] }] }))).toBe(
      "InvalidParameter.InvalidFilterNotSupportedName",
    );
    expect(await codeOf(describe({ InstanceIds: ["i-1"] }))).toBe("InvalidParameterValue.InstanceIdMalformed");
    const filter = { InstanceIds: ids, Filters: [{ Name: "zone", Values: [] }] };
    expect(await codeOf(describe(filter))).toBe("InvalidParameter.ParameterConflict");
    expect((await sandbox.lighthouse(undefined, "ap-guangzhou").DescribeInstances({})).TotalCount).toBe(0);
  });

  test("tags of the purchase and of the tag service are the same tags", async () => {
    const sandbox = await start();
    const id = await bought(sandbox, { Tags: [{ Key: "team", Value: "data" }] });
    const Resource = `qcs::lighthouse:${REGION}:uin/100000000001:instance/${id}`;
    await sandbox.tag().ModifyResourceTags({ Resource, ReplaceTags: [{ TagKey: "employee", TagValue: "alice" }] });
    expect((await read(sandbox, id))?.Tags).toEqual([
      { Key: "employee", Value: "alice" },
      { Key: "team", Value: "data" },
    ]);
    const filter = { Filters: [{ Name: "tag:employee", Values: ["alice"] }] };
    expect((await sandbox.lighthouse().DescribeInstances(filter)).TotalCount).toBe(1);
  });

  test("a sub-account reaches the servers that its policy names, and no other", async () => {
    const sandbox = await start();
    const [own, other] = [await bought(sandbox), await bought(sandbox)];
    const onOwn = document("allow", ["lighthouse:*"], [`qcs::lighthouse:${REGION}:uin/100000000001:instance/${own}`]);
    const { key } = await addEmployee(sandbox, "alice", onOwn);
    const lighthouse = sandbox.lighthouse(key);
    expect((await lighthouse.DescribeInstances({ InstanceIds: [own] })).TotalCount).toBe(1);
    for (const denied of [
      lighthouse.DescribeInstances({ InstanceIds: [own, other] }),
      lighthouse.DescribeInstances({}),
      lighthouse.ResetInstance({ InstanceId: other }),
      lighthouse.DescribeFirewallRules({ InstanceId: other }),
      lighthouse.CreateInstances(SERVER),
    ]) {
      expect(await codeOf(denied)).toBe("UnauthorizedOperation.NoPermission");
    }
  });
});

describe("images and sizes", () => {
  test("the OpenClaw image is found by its type and title, and takes commands", async () => {
    const { lighthouse } = await start();
    const { BlueprintSet = [] } = await lighthouse().DescribeBlueprints({
      Filters: [{ Name: "blueprint-type", Values: ["APP_OS"] }],
    });
    expect(BlueprintSet).toMatchObject([
      { BlueprintId: OPENCLAW_BLUEPRINT, DisplayTitle: "OpenClaw", SupportAutomationTools: true },
    ]);
    expect((await lighthouse().DescribeBlueprints({ BlueprintIds: [DEBIAN_BLUEPRINT] })).BlueprintSet).toMatchObject([
      { BlueprintState: "NORMAL", SupportAutomationTools: false },
    ]);
    expect(await codeOf(lighthouse().DescribeBlueprints({ BlueprintIds: ["openclaw"] }))).toBe(
      "InvalidParameterValue.BlueprintIdMalformed",
    );
  });

  test("bundles come with prices, twenty at a time unless a limit says more", async () => {
    const { lighthouse, cloud } = await start();
    const [first] = Object.values(cloud.lighthouse.bundles);
    for (let i = 0; first !== undefined && i < 30; i++) cloud.lighthouse.bundles[`b_${i}`] = { ...first, id: `b_${i}` };
    expect((await lighthouse().DescribeBundles({})).BundleSet).toHaveLength(20);
    expect((await lighthouse().DescribeBundles({ Limit: 100 })).BundleSet).toHaveLength(35);
    const { BundleSet = [] } = await lighthouse().DescribeBundles({ BundleIds: [SERVER.BundleId] });
    expect(BundleSet[0]?.Price?.InstancePrice).toMatchObject({ OriginalPrice: 60, Discount: 50, DiscountPrice: 30 });
    expect(await codeOf(lighthouse().DescribeBundles({ BundleIds: ["none"] }))).toBe(
      "InvalidParameter.BundleIdNotFound",
    );
  });
});

describe("firewalls", () => {
  const rule = (Port: string, Protocol = "TCP") => ({
    Protocol,
    Port,
    CidrBlock: "203.0.113.0/24",
    Action: "ACCEPT",
    FirewallRuleDescription: "",
  });

  test("a server without a template starts with sign-in, web and ping open, and with an empty template with nothing", async () => {
    const sandbox = await start();
    expect(await ruled(sandbox, await bought(sandbox))).toEqual([
      "TCP 80 0.0.0.0/0 ACCEPT",
      "TCP 443 0.0.0.0/0 ACCEPT",
      "TCP 22 0.0.0.0/0 ACCEPT",
      "ICMP ALL 0.0.0.0/0 ACCEPT",
    ]);
    const { TemplateId = "" } = await sandbox.lighthouse().CreateFirewallTemplate({ TemplateName: "empty" });
    const closed = await bought(sandbox, { FirewallTemplateId: TemplateId });
    expect(await ruled(sandbox, closed)).toEqual([]);
    await sandbox.lighthouse().DeleteFirewallTemplate({ TemplateId });
    expect(await ruled(sandbox, closed)).toEqual([]);
  });

  test("rules are added at the end, replaced as a whole, and deleted by what they say", async () => {
    const sandbox = await start();
    const { TemplateId } = await sandbox.lighthouse().CreateFirewallTemplate({ TemplateName: "empty" });
    const InstanceId = await bought(sandbox, { FirewallTemplateId: TemplateId });
    const lighthouse = sandbox.lighthouse();
    // The Terraform provider sends members that are not set as "".
    const unset = { Protocol: "ICMP", Port: "", CidrBlock: "", Action: "", FirewallRuleDescription: "" };
    await lighthouse.CreateFirewallRules({ InstanceId, FirewallRules: [rule("80,443"), unset] });
    await lighthouse.CreateFirewallRules({ InstanceId, FirewallRules: [rule("8000-8010", "UDP")] });
    expect(await ruled(sandbox, InstanceId)).toEqual([
      "TCP 80,443 203.0.113.0/24 ACCEPT",
      "ICMP ALL 0.0.0.0/0 ACCEPT",
      "UDP 8000-8010 203.0.113.0/24 ACCEPT",
    ]);
    const create = (...FirewallRules: ReturnType<typeof rule>[]) =>
      codeOf(lighthouse.CreateFirewallRules({ InstanceId, FirewallRules }));
    expect(await create(rule("80,443"))).toBe("InvalidParameter.FirewallRulesExist");
    expect(await create(rule("1"), rule("1"))).toBe("InvalidParameter.FirewallRulesDuplicated");
    expect(await create(...Array.from({ length: 98 }, (_, i) => rule(String(i + 1))))).toBe(
      "LimitExceeded.FirewallRulesLimitExceeded",
    );
    const stale = { InstanceId, FirewallRules: [rule("1")], FirewallVersion: 1 };
    expect(await codeOf(lighthouse.CreateFirewallRules(stale))).toBe("UnsupportedOperation.FirewallVersionMismatch");
    await lighthouse.ModifyFirewallRules({ InstanceId, FirewallRules: [rule("22"), rule("18789")] });
    await lighthouse.DeleteFirewallRules({
      InstanceId,
      FirewallRules: [{ ...rule("22"), FirewallRuleDescription: "other" }],
    });
    expect(await ruled(sandbox, InstanceId)).toEqual(["TCP 18789 203.0.113.0/24 ACCEPT"]);
    expect(await codeOf(lighthouse.DeleteFirewallRules({ InstanceId, FirewallRules: [rule("22")] }))).toBe(
      "ResourceNotFound.FirewallRulesNotFound",
    );
  });

  test.each([
    ["a protocol", { Protocol: "GRE" }],
    ["port 0", { Port: "0" }],
    ["port 65536", { Port: "65536" }],
    ["a range in a list", { Port: "80,90-100" }],
    ["ports of ping", { Protocol: "ICMP" }],
    ["an address", { CidrBlock: "203.0.113.0/33" }],
    ["an action", { Action: "ALLOW" }],
    ["a description of 65 characters", { FirewallRuleDescription: "x".repeat(65) }],
  ])("a rule with %s that there is not is refused", async (_what, wrong) => {
    const sandbox = await start();
    const TemplateRules = [{ ...rule("80"), ...wrong }];
    const create = sandbox.lighthouse().CreateFirewallTemplate({ TemplateName: "t", TemplateRules });
    expect(await codeOf(create)).toBe("InvalidParameterValue");
  });

  test("a template is listed with its rules, renamed and deleted", async () => {
    const { lighthouse } = await start();
    const { TemplateId = "" } = await lighthouse().CreateFirewallTemplate({
      TemplateName: "web",
      TemplateRules: [rule("443")],
    });
    const { TemplateRuleSet } = await lighthouse().DescribeFirewallTemplateRules({ TemplateId });
    expect(TemplateRuleSet).toMatchObject([
      { TemplateRuleId: expect.stringMatching(/^lhftr-/), FirewallRuleInfo: { Port: "443" } },
    ]);
    await lighthouse().ModifyFirewallTemplate({ TemplateId, TemplateName: "https" });
    const list = { TemplateIds: [TemplateId] };
    expect((await lighthouse().DescribeFirewallTemplates(list)).TemplateSet).toMatchObject([{ TemplateName: "https" }]);
    await lighthouse().DeleteFirewallTemplate({ TemplateId });
    expect((await lighthouse().DescribeFirewallTemplates(list)).TotalCount).toBe(0);
    expect(await codeOf(lighthouse().DescribeFirewallTemplateRules({ TemplateId }))).toBe(
      "ResourceNotFound.FirewallTemplateNotFound",
    );
  });
});
