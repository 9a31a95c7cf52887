import { afterEach, describe, expect, test } from "@jest/globals";
import { DEBIAN_BLUEPRINT, OPENCLAW_BLUEPRINT } from "../../../sandbox/api/services/lighthouse/seed.ts";
import type { Settings } from "../../../sandbox/api/settings.ts";
import { addEmployee, codeOf, document, messageOf } from "../../support/sandbox/sandbox.ts";
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

const base64 = (text: string) => Buffer.from(text).toString("base64");

const COMMAND = { CommandName: "openclaw-alice", Content: base64("echo hello") };

async function server({ lighthouse }: Workplaces, BlueprintId = OPENCLAW_BLUEPRINT): Promise<string> {
  const { InstanceIdSet = [] } = await lighthouse().CreateInstances({
    BundleId: "bundle_starter_mc_promo_med4_02",
    BlueprintId,
    InstanceChargePrepaid: { Period: 1 },
  });
  return InstanceIdSet[0] ?? "";
}

async function saved({ tat }: Workplaces, more: object = {}): Promise<string> {
  return (await tat().CreateCommand({ ...COMMAND, ...more })).CommandId ?? "";
}

async function status({ tat }: Workplaces, InvocationId = ""): Promise<string | undefined> {
  const { InvocationSet = [] } = await tat().DescribeInvocations({ InvocationIds: [InvocationId] });
  return InvocationSet[0]?.InvocationStatus;
}

describe("commands", () => {
  test("a saved command is read back with every default filled in", async () => {
    const sandbox = await start();
    const id = await saved(sandbox, { Tags: [{ Key: "employee", Value: "alice" }] });
    expect(id).toMatch(/^cmd-[a-z0-9]{8}$/);
    const filter = { Filters: [{ Name: "command-id", Values: [id] }], Limit: 100, Offset: 0 };
    expect((await sandbox.tat().DescribeCommands(filter)).CommandSet).toMatchObject([
      {
        ...COMMAND,
        CommandId: id,
        CommandType: "SHELL",
        WorkingDirectory: "/root",
        Timeout: 60,
        Username: "root",
        EnableParameter: false,
        DefaultParameters: "",
        Tags: [{ Key: "employee", Value: "alice" }],
      },
    ]);
    expect((await sandbox.tat().DescribeQuotas({ ResourceNames: ["COMMAND"] })).GeneralResourceQuotaSet).toEqual([
      { ResourceName: "COMMAND", ResourceQuotaUsed: 1, ResourceQuotaTotal: 500 },
    ]);
  });

  test("a change that names the command alone changes nothing, and others change what they name", async () => {
    const sandbox = await start();
    const CommandId = await saved(sandbox, { Timeout: 600, Description: "sets up" });
    const read = async () => (await sandbox.tat().DescribeCommands({ CommandIds: [CommandId] })).CommandSet?.[0];
    const before = await read();
    await sandbox.tat().ModifyCommand({ CommandId });
    expect(await read()).toEqual(before);
    await sandbox.tat().ModifyCommand({ CommandId, Content: base64("echo bye") });
    expect(await read()).toMatchObject({ Content: base64("echo bye"), Timeout: 600, Description: "sets up" });
    await sandbox.tat().DeleteCommand({ CommandId });
    expect((await sandbox.tat().DescribeCommands({ CommandIds: [CommandId] })).CommandSet).toEqual([]);
    expect(await codeOf(sandbox.tat().DeleteCommand({ CommandId }))).toBe("ResourceNotFound.CommandNotFound");
  });

  test.each([
    ["InvalidCommandName", { CommandName: "two words" }],
    ["InvalidCommandName", { CommandName: "x".repeat(61) }],
    ["InvalidCommandName", { CommandName: "" }],
    ["CommandContentInvalid", { Content: "echo hello" }],
    ["TooLong", { Content: "A".repeat(65_540) }],
    ["TooLong", { Description: "x".repeat(121) }],
    ["Range", { Timeout: 86_401 }],
    ["Range", { Timeout: 0 }],
    ["Range", { CommandType: "PYTHON" }],
    ["InvalidWorkingDirectory", { WorkingDirectory: "root" }],
    ["InvalidUsername", { Username: "a b" }],
    ["InvalidOutputCOSBucketUrl", { OutputCOSBucketUrl: "http://bucket" }],
    ["InvalidOutputCOSKeyPrefix", { OutputCOSKeyPrefix: "../logs" }],
    ["ParameterDisabled", { DefaultParameters: '{"a":"b"}' }],
    ["ParameterInvalidJsonFormat", { EnableParameter: true, DefaultParameters: "[]" }],
    ["ParameterValueNotString", { EnableParameter: true, DefaultParameters: '{"a":1}' }],
    ["ParameterKeyContainsInvalidChar", { EnableParameter: true, DefaultParameters: '{"a b":"1"}' }],
    ["ParameterKeyLenExceeded", { EnableParameter: true, DefaultParameters: JSON.stringify({ ["a".repeat(65)]: "" }) }],
    [
      "ParameterNumberExceeded",
      {
        EnableParameter: true,
        DefaultParameters: JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`p${i}`, ""]))),
      },
    ],
  ])("CreateCommand refuses with InvalidParameterValue.%s", async (reason, wrong) => {
    const { tat } = await start();
    expect(await codeOf(tat().CreateCommand({ ...COMMAND, ...wrong }))).toBe(`InvalidParameterValue.${reason}`);
    expect((await tat().DescribeCommands({})).TotalCount).toBe(0);
  });

  test("names are unique in a region, and a region has 500 commands", async () => {
    const sandbox = await start();
    await saved(sandbox);
    expect(await codeOf(saved(sandbox))).toBe("InvalidParameterValue.CommandNameDuplicated");
    await sandbox.tat(undefined, "ap-guangzhou").CreateCommand(COMMAND);
    const [first] = Object.values(sandbox.cloud.tat.commands);
    for (let i = 1; first !== undefined && i < 500; i++) {
      const id = `cmd-${String(i).padStart(8, "0")}`;
      sandbox.cloud.tat.commands[id] = { ...first, id, text: { ...first.text, name: id } };
    }
    expect(await codeOf(saved(sandbox, { CommandName: "one-more" }))).toBe("LimitExceeded");
  });
});

describe("invocations", () => {
  test("a run goes from PENDING over RUNNING to SUCCESS, and says that nothing ran", async () => {
    const sandbox = await start({ commandRunning: 40_000 });
    const [CommandId, instance] = [await saved(sandbox), await server(sandbox)];
    const run = { CommandId, InstanceIds: [instance], WorkingDirectory: "/root", Timeout: 600, Username: "root" };
    const { InvocationId = "" } = await sandbox.tat().InvokeCommand(run);
    expect(await status(sandbox, InvocationId)).toBe("PENDING");
    sandbox.wait(10_000);
    expect(await status(sandbox, InvocationId)).toBe("RUNNING");
    expect(await codeOf(sandbox.tat().DeleteCommand({ CommandId }))).toBe("ResourceUnavailable.CommandInExecuting");
    sandbox.wait(30_000);
    expect(
      (await sandbox.tat().DescribeInvocations({ InvocationIds: [InvocationId], Limit: 100, Offset: 0 })).InvocationSet,
    ).toMatchObject([
      {
        InvocationId,
        CommandId,
        InvocationStatus: "SUCCESS",
        CommandContent: COMMAND.Content,
        WorkingDirectory: "/root",
        Timeout: 600,
        Username: "root",
        Parameters: "",
        InstanceKind: "LIGHTHOUSE",
        InvocationTaskBasicInfoSet: [{ TaskStatus: "SUCCESS", InstanceId: instance }],
      },
    ]);
    const tasks = { Filters: [{ Name: "invocation-id", Values: [InvocationId] }] };
    const hidden = await sandbox.tat().DescribeInvocationTasks(tasks);
    expect(hidden.InvocationTaskSet?.[0]?.TaskResult?.Output).toBe("");
    const shown = await sandbox.tat().DescribeInvocationTasks({ ...tasks, HideOutput: false });
    const { ExitCode, Output = "" } = shown.InvocationTaskSet?.[0]?.TaskResult ?? {};
    expect([ExitCode, Buffer.from(Output, "base64").toString()]).toEqual([
      0,
      expect.stringContaining("does not run commands"),
    ]);
    await sandbox.tat().DeleteCommand({ CommandId });
    expect(await status(sandbox, InvocationId)).toBe("SUCCESS");
  });

  test("a server is reached once it is running and its agent has reported", async () => {
    const sandbox = await start({ instanceRunning: 60_000, agentOnline: 30_000, instanceOperation: 10_000 });
    const [CommandId, instance] = [await saved(sandbox), await server(sandbox)];
    const invoke = () => codeOf(sandbox.tat().InvokeCommand({ CommandId, InstanceIds: [instance] }));
    const agents = async () =>
      (await sandbox.tat().DescribeAutomationAgentStatus({ InstanceIds: [instance] })).AutomationAgentSet;
    expect(await invoke()).toBe("ResourceUnavailable.InstanceStateNotRunning");
    sandbox.wait(60_000);
    expect(await invoke()).toBe("ResourceUnavailable.AgentStatusNotOnline");
    expect(await agents()).toEqual([]);
    sandbox.wait(30_000);
    expect(await invoke()).toBe("no error");
    expect(await agents()).toMatchObject([{ InstanceId: instance, AgentStatus: "Online", Environment: "Linux" }]);

    await sandbox.lighthouse().ResetInstance({ InstanceId: instance, BlueprintId: OPENCLAW_BLUEPRINT });
    sandbox.wait(10_000);
    expect(await agents()).toMatchObject([{ AgentStatus: "Offline" }]);
    expect(await invoke()).toBe("ResourceUnavailable.AgentStatusNotOnline");
  });

  test("servers without the agent, of another service, or that are not there are refused", async () => {
    const sandbox = await start();
    const [CommandId, debian] = [await saved(sandbox), await server(sandbox, DEBIAN_BLUEPRINT)];
    const invoke = (...InstanceIds: string[]) => codeOf(sandbox.tat().InvokeCommand({ CommandId, InstanceIds }));
    expect(await invoke(debian)).toBe("ResourceUnavailable.AgentNotInstalled");
    expect(await invoke("lhins-00000000")).toBe("ResourceNotFound.InstanceNotFound");
    expect(await invoke("server-1")).toBe("InvalidParameterValue.InvalidInstanceId");
    expect(await invoke("ins-00000000", "lhins-00000000")).toBe("InvalidParameterValue.InconsistentInstance");
    expect(await invoke()).toBe("MissingParameter");
    expect((await sandbox.tat().DescribeInvocations({})).TotalCount).toBe(0);
  });

  test("placeholders need values, which come back as they were sent unless they are hidden", async () => {
    const sandbox = await start();
    const instance = await server(sandbox);
    const CommandId = await saved(sandbox, {
      Content: base64("login {{user}} {{tat-hidden:secret}} {{shell}}"),
      EnableParameter: true,
      DefaultParameters: '{"shell": "bash"}',
    });
    const invoke = (Parameters?: string) =>
      sandbox.tat().InvokeCommand({ CommandId, InstanceIds: [instance], Parameters });
    expect(await codeOf(invoke())).toBe("InvalidParameterValue.LackOfParameterInfo");
    expect(await messageOf(invoke('{"user":"alice"}'))).toContain("{{secret}}");
    const { InvocationId = "" } = await invoke('{"user": "alice", "secret": "hunter2"}');
    const { InvocationSet } = await sandbox.tat().DescribeInvocations({ InvocationIds: [InvocationId] });
    expect(InvocationSet?.[0]).toMatchObject({
      Parameters: '{"user":"alice","secret":"******"}',
      DefaultParameters: '{"shell": "bash"}',
    });
    expect(JSON.stringify(sandbox.cloud)).not.toContain("hunter2");

    const shown = await saved(sandbox, {
      CommandName: "shown",
      Content: base64("echo {{user}}"),
      EnableParameter: true,
    });
    const second = await sandbox
      .tat()
      .InvokeCommand({ CommandId: shown, InstanceIds: [instance], Parameters: '{ "user" : "bob" }' });
    const echoed = await sandbox.tat().DescribeInvocations({ InvocationIds: [second.InvocationId ?? ""] });
    expect(echoed.InvocationSet?.[0]?.Parameters).toBe('{ "user" : "bob" }');

    const plain = {
      CommandId: await saved(sandbox, { CommandName: "plain" }),
      InstanceIds: [instance],
      Parameters: "{}",
    };
    expect(await codeOf(sandbox.tat().InvokeCommand(plain))).toBe(
      "InvalidParameterValue.SupportParametersOnlyIfEnableParameter",
    );
  });

  test("cancelling stops what waits and what runs, and leaves what has ended", async () => {
    const sandbox = await start({ commandRunning: 40_000 });
    const [CommandId, instance] = [await saved(sandbox), await server(sandbox)];
    const invoke = async () =>
      (await sandbox.tat().InvokeCommand({ CommandId, InstanceIds: [instance] })).InvocationId ?? "";
    const cancel = (InvocationId: string) => sandbox.tat().CancelInvocation({ InvocationId, InstanceIds: [instance] });
    const task = async (InvocationId: string) => {
      const { InvocationSet } = await sandbox.tat().DescribeInvocations({ InvocationIds: [InvocationId] });
      return InvocationSet?.[0]?.InvocationTaskBasicInfoSet?.[0]?.TaskStatus;
    };
    const [waits, runs, ends] = [await invoke(), await invoke(), await invoke()];
    await cancel(waits);
    sandbox.wait(10_000);
    await cancel(runs);
    sandbox.wait(30_000);
    await cancel(ends);
    expect([await task(waits), await task(runs), await task(ends)]).toEqual(["CANCELLED", "TERMINATED", "SUCCESS"]);
    expect([await status(sandbox, waits), await status(sandbox, runs), await status(sandbox, ends)]).toEqual([
      "CANCELLED",
      "CANCELLED",
      "SUCCESS",
    ]);
    expect(await codeOf(cancel("inv-00000000"))).toBe("ResourceNotFound.InvocationNotFound");
    const stranger = { InvocationId: ends, InstanceIds: ["lhins-00000000"] };
    expect(await codeOf(sandbox.tat().CancelInvocation(stranger))).toBe(
      "InvalidParameterValue.InstanceIsNotRelatedToInvocation",
    );
  });

  test("a command that takes longer than it may ends as TIMEOUT", async () => {
    const sandbox = await start({ commandRunning: 40_000 });
    const [CommandId, instance] = [await saved(sandbox), await server(sandbox)];
    const { InvocationId } = await sandbox.tat().InvokeCommand({ CommandId, InstanceIds: [instance], Timeout: 10 });
    sandbox.wait(10_000);
    expect(await status(sandbox, InvocationId)).toBe("TIMEOUT");
  });

  test("RunCommand runs what nobody saved, and saves it only when told to", async () => {
    const sandbox = await start();
    const InstanceIds = [await server(sandbox)];
    const { InvocationId } = await sandbox.tat().RunCommand({ Content: base64("uptime"), InstanceIds });
    expect(await status(sandbox, InvocationId)).toBe("SUCCESS");
    expect((await sandbox.tat().DescribeCommands({})).TotalCount).toBe(0);
    const { CommandId } = await sandbox.tat().RunCommand({ ...COMMAND, InstanceIds, SaveCommand: true });
    expect((await sandbox.tat().DescribeCommands({})).CommandSet).toMatchObject([
      { CommandId, CommandName: COMMAND.CommandName },
    ]);
    expect(await codeOf(sandbox.tat().RunCommand({ ...COMMAND, InstanceIds, SaveCommand: true }))).toBe(
      "InvalidParameterValue.CommandNameDuplicated",
    );
    expect(JSON.parse(JSON.stringify(sandbox.cloud))).toStrictEqual(sandbox.cloud);
  });

  test("a sub-account needs the command and the server to run one on the other", async () => {
    const sandbox = await start();
    const [CommandId, own, other] = [await saved(sandbox), await server(sandbox), await server(sandbox)];
    const onOwn = document(
      "allow",
      ["tat:*"],
      [
        `qcs::tat:${REGION}:uin/100000000001:command/${CommandId}`,
        `qcs::lighthouse:${REGION}:uin/100000000001:instance/${own}`,
      ],
    );
    const { key } = await addEmployee(sandbox, "alice", onOwn);
    expect(await codeOf(sandbox.tat(key).InvokeCommand({ CommandId, InstanceIds: [own] }))).toBe("no error");
    const both = { CommandId, InstanceIds: [own, other] };
    expect(await codeOf(sandbox.tat(key).InvokeCommand(both))).toBe("UnauthorizedOperation.CamAuthFailed");
    expect(await codeOf(sandbox.tat(key).RunCommand({ Content: base64("id"), InstanceIds: [other] }))).toBe(
      "UnauthorizedOperation.CamAuthFailed",
    );
    expect(await codeOf(sandbox.tat(key).CreateCommand({ ...COMMAND, CommandName: "mine" }))).toBe(
      "UnauthorizedOperation.CamAuthFailed",
    );
  });
});
