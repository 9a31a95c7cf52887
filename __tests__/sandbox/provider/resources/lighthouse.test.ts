import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { lighthouse } from "tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js";
import { tat } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/index.js";
import {
  DEBIAN_BLUEPRINT,
  OPENCLAW_BLUEPRINT,
  seedLighthouse,
} from "../../../../sandbox/api/services/lighthouse/seed.ts";
import type { Members } from "../../../../sandbox/provider/protocol/value.ts";
import { Core } from "../../../support/sandbox/core.ts";
import { emptyCloud, type Sandbox, startSandbox } from "../../../support/sandbox/sandbox.ts";

const INSTANCE = "tencentcloud_lighthouse_instance";
const RULE = "tencentcloud_lighthouse_firewall_rule";
const TEMPLATE = "tencentcloud_lighthouse_firewall_template";
const TAG = "tencentcloud_tag_attachment_v2";
const COMMAND = "tencentcloud_tat_command";
const INVOCATION = "tencentcloud_tat_invocation_invoke_attachment";

const server = {
  bundle_id: "bundle_starter_mc_promo_med4_02",
  blueprint_id: OPENCLAW_BLUEPRINT,
  renew_flag: "NOTIFY_AND_MANUAL_RENEW",
  instance_name: "openclaw-alice",
  period: 1,
};
const rule = {
  protocol: "TCP",
  port: "443",
  cidr_block: "203.0.113.0/24",
  action: "ACCEPT",
  firewall_rule_description: "office",
};
const script = {
  command_name: "set-up",
  content: "#!/bin/sh\necho hello\n",
  command_type: "SHELL",
  timeout: 60,
  username: "root",
  working_directory: "/root",
};

let sandbox: Sandbox;
let core: Core;

beforeAll(async () => {
  const cloud = emptyCloud({ instanceRunning: 50, instanceOperation: 50, commandRunning: 50 });
  seedLighthouse(cloud);
  sandbox = await startSandbox({ cloud });
  core = await Core.start(sandbox);
});
afterAll(() => sandbox.api.close());

async function created(type: string, config: Members): Promise<Members & { readonly id: string }> {
  const { action, state, errors } = await core.apply(type, null, config);
  expect({ action, errors }).toEqual({ action: "create", errors: [] });
  const id = state?.["id"];
  if (typeof id !== "string") throw new Error("no id after a create");
  return { ...state, id };
}

function clientConfig() {
  return {
    credential: sandbox.rootKey,
    region: "ap-shanghai",
    profile: { httpProfile: { endpoint: `127.0.0.1:${sandbox.api.port}`, protocol: "http://" as const } },
  };
}

function api() {
  return new lighthouse.v20200324.Client(clientConfig());
}

test("a server is waited for, read without a change, changed in place one by one, and isolated before it goes", async () => {
  const state = await created(INSTANCE, server);
  expect(state).toMatchObject({ ...server, isolate_data_disk: true, public_addresses: [expect.any(String)] });
  expect((await core.apply(INSTANCE, state, server)).action).toBe("none");
  let next: Members | null = state;
  for (const change of [
    { instance_name: "openclaw-bob" },
    { bundle_id: "bundle_sandbox_4c8g" },
    { blueprint_id: DEBIAN_BLUEPRINT },
    { renew_flag: "NOTIFY_AND_AUTO_RENEW" },
  ]) {
    const update = await core.apply(INSTANCE, next, { ...server, ...next, ...change });
    expect(update).toMatchObject({ action: "update", errors: [], state: { ...change, id: state.id } });
    next = update.state;
  }
  expect(await core.apply(INSTANCE, next, null)).toEqual({ action: "delete", state: null, errors: [] });
  expect((await api().DescribeInstances({ InstanceIds: [state.id] })).InstanceSet).toEqual([]);
});

test.each([
  ["period", 2, "`period` do not support change now."],
  ["zone", "ap-shanghai-9", "`zone` do not support change now."],
  ["client_token", "x", "`client_token` do not support change now."],
])("a new %s is an error of the update, and the state keeps the old value", async (name, value, message) => {
  const state = await created(INSTANCE, server);
  const refused = await core.apply(INSTANCE, state, { ...server, [name]: value });
  expect(refused).toMatchObject({ action: "update", errors: [message], state: { [name]: state[name] } });
});

test("a server that the API does not sell is an error with Tencent's code, and is not asked for twice", async () => {
  await sandbox.control("POST", "faults", [
    { action: "lighthouse:CreateInstances", fault: { kind: "error", code: "RequestLimitExceeded", message: "slow" } },
  ]);
  const limited = await core.apply(INSTANCE, null, server);
  expect(limited).toMatchObject({ state: null, errors: [expect.stringContaining("Code=RequestLimitExceeded")] });
  const unsold = await core.apply(INSTANCE, null, { ...server, bundle_id: "bundle_none" });
  expect(unsold).toMatchObject({ state: null, errors: [expect.stringContaining("bundle_none")] });
});

test("a server that was terminated elsewhere is an error until taken out of the state, as with the real provider", async () => {
  const state = await created(INSTANCE, server);
  await api().IsolateInstances({ InstanceIds: [state.id] });
  const isolated = async () => (await api().DescribeInstances({ InstanceIds: [state.id] })).InstanceSet?.[0];
  while ((await isolated())?.LatestOperationState !== "SUCCESS") await new Promise(setImmediate);
  await api().TerminateInstances({ InstanceIds: [state.id] });
  expect((await core.read(INSTANCE, state)).errors).toEqual([
    `resource \`lighthouse instance\` ${state.id} does not exist`,
  ]);
});

test("firewall rules of a server made from an empty template are exactly those configured", async () => {
  const template = await created(TEMPLATE, { template_name: "empty" });
  const instance = await created(INSTANCE, { ...server, firewall_template_id: template.id });
  const config = { instance_id: instance.id, firewall_rules: [rule] };
  const state = await created(RULE, config);
  expect(state).toMatchObject({ ...config, id: instance.id });
  const wider = { ...config, firewall_rules: [rule, { ...rule, port: "80" }] };
  const update = await core.apply(RULE, state, wider);
  expect(update).toMatchObject({ action: "update", state: wider, errors: [] });
  await api().DeleteFirewallRules({
    InstanceId: instance.id,
    FirewallRules: [{ Protocol: "TCP", Port: "80", CidrBlock: rule.cidr_block, Action: "ACCEPT" }],
  });
  expect((await core.read(RULE, update.state ?? {})).state).toMatchObject({ firewall_rules: [rule] });
  expect(await core.apply(RULE, update.state, null)).toMatchObject({ state: null, errors: [] });
  expect((await api().DescribeFirewallRules({ InstanceId: instance.id })).FirewallRuleSet).toEqual([]);
});

test("a server without a template brings rules of its own, which show as drift", async () => {
  const instance = await created(INSTANCE, server);
  const config = { instance_id: instance.id, firewall_rules: [rule] };
  const { state } = await core.apply(RULE, null, config);
  expect(state?.["firewall_rules"]).not.toEqual([rule]);
  expect((await core.apply(RULE, state, config)).action).toBe("update");
});

test("a firewall template is renamed in place, and its rules cannot be changed", async () => {
  const config = { template_name: "office", template_rules: [rule] };
  const state = await created(TEMPLATE, config);
  expect(state).toMatchObject(config);
  const renamed = await core.apply(TEMPLATE, state, { ...config, template_name: "home" });
  expect(renamed).toMatchObject({ action: "update", state: { template_name: "home" }, errors: [] });
  const refused = await core.apply(TEMPLATE, renamed.state, { template_name: "home", template_rules: [] });
  expect(refused.errors).toEqual(["argument `template_rules` cannot be changed"]);
  expect(await core.apply(TEMPLATE, renamed.state, null)).toMatchObject({ state: null, errors: [] });
  expect(await core.read(TEMPLATE, state)).toEqual({ state: null, errors: [] });
});

test("a tag on a server is attached, changed in place, missed when removed, and taken away", async () => {
  const instance = await created(INSTANCE, server);
  const resource = `qcs::lighthouse:ap-shanghai:uin/100000000001:instance/${instance.id}`;
  const config = { tag_key: "employee", tag_value: "alice", resource };
  const state = await created(TAG, config);
  expect(state).toMatchObject({ ...config, id: `employee#${resource}` });
  const update = await core.apply(TAG, state, { ...config, tag_value: "bob" });
  expect(update).toMatchObject({ action: "update", state: { tag_value: "bob" }, errors: [] });
  expect((await core.apply(TAG, update.state, { ...config, tag_key: "owner" })).action).toBe("replace");
  expect(await core.read(TAG, state)).toEqual({ state: null, errors: [] });
  expect((await core.import(TAG, `owner#${resource}`)).state).toMatchObject({ tag_key: "owner", tag_value: "alice" });
});

test("a command keeps its text, is changed in place, and is run on a server until it succeeds", async () => {
  const command = await created(COMMAND, { ...script, tags: [{ key: "employee", value: "alice" }] });
  expect(command).toMatchObject({ ...script, created_by: "USER", id: expect.stringMatching(/^cmd-/) });
  const content = "#!/bin/sh\necho bye\n";
  const update = await core.apply(COMMAND, command, { ...script, content, tags: [{ key: "team", value: "data" }] });
  expect(update).toMatchObject({ action: "update", errors: [], state: { content } });
  expect((await core.read(COMMAND, command)).state).toMatchObject({ tags: [{ key: "team", value: "data" }] });

  const instance = await created(INSTANCE, server);
  const config = { instance_id: instance.id, command_id: command.id, timeout: 60, username: "root" };
  const run = await created(INVOCATION, config);
  expect(run).toMatchObject({ ...config, working_directory: "/root", id: expect.stringMatching(/^inv-\w+#lhins-/) });
  expect((await core.apply(INVOCATION, run, config)).action).toBe("none");
  expect((await core.apply(INVOCATION, run, { ...config, timeout: 90 })).action).toBe("replace");
});

test("what the API fills into a command is drift unless configured, as with the real provider", async () => {
  const { content } = script;
  const command_name = "bare";
  const state = await created(COMMAND, { command_name, content });
  expect(state).toMatchObject({ timeout: 60, username: "root" });
  expect((await core.apply(COMMAND, state, { command_name, content })).action).toBe("update");
});

test("a run that does not end in time is kept as tainted, and the message names what was waited for", async () => {
  const command = await created(COMMAND, { ...script, command_name: "late" });
  const instance = await created(INSTANCE, server);
  await sandbox.control("POST", "settings", { commandRunning: 60_000 });
  const config = { instance_id: instance.id, command_id: command.id, timeout: 60, timeouts: { create: "150ms" } };
  const late = await core.apply(INVOCATION, null, config);
  await sandbox.control("POST", "settings", { commandRunning: 50 });
  expect(late.errors).toEqual([expect.stringMatching(/^timeout while waiting for invocation inv-\w+ to be SUCCESS/)]);
  expect(late.state).toMatchObject({ instance_id: instance.id, id: expect.stringContaining("#") });
});

test("a run that is cancelled elsewhere ends the wait at once, with what the real provider would do", async () => {
  const command = await created(COMMAND, { ...script, command_name: "cancelled" });
  const instance = await created(INSTANCE, server);
  await sandbox.control("POST", "settings", { commandRunning: 60_000 });
  const applied = core.apply(INVOCATION, null, { instance_id: instance.id, command_id: command.id });
  const commands = new tat.v20201028.Client(clientConfig());
  const running = async () => {
    const { InvocationSet = [] } = await commands.DescribeInvocations({ Limit: 100 });
    return InvocationSet.find(({ CommandId }) => CommandId === command.id)?.InvocationId;
  };
  let InvocationId = await running();
  while (InvocationId === undefined) InvocationId = await running();
  await commands.CancelInvocation({ InvocationId });
  const { state, errors } = await applied;
  await sandbox.control("POST", "settings", { commandRunning: 50 });
  expect(errors).toEqual([
    expect.stringMatching(/ended as CANCELLED, not SUCCESS.*would wait for its timeout \(20m\)/),
  ]);
  expect(state).toMatchObject({ id: `${InvocationId}#${instance.id}` });
});

test("more firewall rules than a page holds are all read", async () => {
  const template = await created(TEMPLATE, { template_name: "many" });
  const instance = await created(INSTANCE, { ...server, firewall_template_id: template.id });
  const firewall_rules = Array.from({ length: 60 }, (_, index) => ({ ...rule, port: String(1000 + index) }));
  const state = await created(RULE, { instance_id: instance.id, firewall_rules });
  expect((await core.read(RULE, state)).state?.["firewall_rules"]).toHaveLength(60);
});

test("whether a command takes parameters cannot be changed", async () => {
  const state = await created(COMMAND, { ...script, command_name: "fixed" });
  const refused = await core.apply(COMMAND, state, { ...script, command_name: "fixed", enable_parameter: true });
  expect(refused.errors).toEqual(["`enable_parameter` do not support change now."]);
});
