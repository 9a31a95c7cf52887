import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Members } from "../../../../sandbox/provider/protocol/value.ts";
import { Core } from "../../../support/sandbox/core.ts";
import { type Sandbox, startSandbox } from "../../../support/sandbox/sandbox.ts";

const USER = "tencentcloud_cam_user";
const POLICY = "tencentcloud_cam_policy";
const ATTACHMENT = "tencentcloud_cam_user_policy_attachment";
const BOUNDARY = "tencentcloud_cam_user_permission_boundary_attachment";

let sandbox: Sandbox;
let core: Core;

beforeAll(async () => {
  sandbox = await startSandbox();
  core = await Core.start(sandbox);
});
afterAll(() => sandbox.api.close());

const document = (action: string) =>
  JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: [action], resource: ["*"] }] });

async function created(type: string, config: Members): Promise<Members> {
  const { action, state, errors } = await core.apply(type, null, config);
  expect({ action, errors }).toEqual({ action: "create", errors: [] });
  if (state === null) throw new Error("no state after a create");
  return state;
}

test("a user is made with its tags, read back without a change, changed in place, and deleted", async () => {
  const config = {
    name: "alice",
    use_api: false,
    email: "alice@example.com",
    tags: { employee: "alice", team: "data" },
  };
  const state = await created(USER, config);
  const user = await sandbox.cam().GetUser({ Name: "alice" });
  expect(state).toMatchObject({ ...config, id: "alice", uin: user.Uin, uid: user.Uid, console_login: false });
  expect(await core.apply(USER, state, config)).toMatchObject({ action: "none" });

  const changes = { remark: "left", console_login: true, phone_num: "13800000000", country_code: "86" };
  const changed = { ...config, ...changes, tags: { employee: "alice" } };
  const update = await core.apply(USER, state, changed);
  expect(update).toMatchObject({ action: "update", errors: [], state: { ...changed, uin: user.Uin } });
  expect(await sandbox.cam().GetUser({ Name: "alice" })).toMatchObject({
    Remark: "left",
    ConsoleLogin: 1,
    PhoneNum: "13800000000",
    Email: "alice@example.com",
  });
  const refreshed = await core.read(USER, update.state ?? {});
  expect(refreshed.state).toMatchObject({ tags: { employee: "alice" } });

  expect(await core.apply(USER, refreshed.state, null)).toEqual({ action: "delete", state: null, errors: [] });
});

test("another name replaces the user", async () => {
  const state = await created(USER, { name: "carol", use_api: false });
  const replaced = await core.apply(USER, state, { name: "caroline", use_api: false });
  expect(replaced).toMatchObject({ action: "replace", state: { name: "caroline" }, errors: [] });
  expect(replaced.state?.["uin"]).not.toBe(state["uin"]);
});

test("a user with keys is only deleted with force_delete", async () => {
  const state = await created(USER, { name: "keys", use_api: true });
  expect(state["secret_id"]).toMatch(/^.{10,}/);
  const refused = await core.apply(USER, state, null);
  expect(refused).toMatchObject({ state, errors: [expect.stringContaining("Code=OperationDenied.HaveKeys")] });
  const forced = await core.apply(USER, state, { name: "keys", use_api: true, force_delete: true });
  expect(await core.apply(USER, forced.state, null)).toMatchObject({ state: null, errors: [] });
});

test("a name in use fails at once, and leaves nothing in the state", async () => {
  await created(USER, { name: "taken", use_api: false });
  const second = await core.apply(USER, null, { name: "taken", use_api: false });
  expect(second).toMatchObject({
    state: null,
    errors: [expect.stringMatching(/Code=\S*SubUserNameInUse, Message=.+, RequestId=[0-9a-f-]{36}$/)],
  });
});

test("a user who was removed in the console is an error until taken out of the state, as with the real provider", async () => {
  const state = await created(USER, { name: "gone", use_api: false });
  await sandbox.cam().DeleteUser({ Name: "gone", Force: 1 });
  const { errors } = await core.read(USER, state);
  expect(errors).toEqual([expect.stringContaining("Code=ResourceNotFound.UserNotExist")]);
});

test("an imported user has the real provider's defaults, and no tags of others", async () => {
  await sandbox.cam().AddUser({ Name: "imported", UseApi: 0, Remark: "by hand" });
  const { state } = await core.import(USER, "imported");
  expect(state).toMatchObject({ name: "imported", use_api: true, remark: "by hand", force_delete: false, tags: null });
  expect((await core.apply(USER, state, { name: "imported", remark: "by hand" })).action).toBe("none");
});

test.each([
  ["too short", "aB1!", "8-16"],
  ["longer than 16 bytes", "aB1!aB1!aB1!aB1!x", "8-16"],
  ["of one kind of characters", "abcdefgh", "at least two of letters, numbers"],
])("a password that is %s is refused without being shown", async (_what, password, reason) => {
  const [error] = await core.validate(USER, { name: "p", password });
  expect(error).toContain(reason);
  expect(error).not.toContain(password);
  expect(await core.validate(USER, { name: "p", password: "abcd1234" })).toEqual([]);
});

test("a policy is made, is not changed by another order of members, changed in place, and dropped when removed", async () => {
  const config = { name: "p", document: document("cam:GetUser"), tags: { employee: "alice" } };
  const state = await created(POLICY, config);
  expect(state).toMatchObject({ ...config, type: 1, id: expect.stringMatching(/^\d+$/) });
  const reordered = `{"statement":[{"resource":["*"],"action":["cam:GetUser"],"effect":"allow"}],"version":"2.0"}`;
  expect((await core.apply(POLICY, state, { ...config, document: reordered })).action).toBe("none");

  const next = { ...config, document: document("cam:ListUsers"), description: "more", tags: { team: "data" } };
  const update = await core.apply(POLICY, state, next);
  expect(update).toMatchObject({ action: "update", errors: [], state: next });
  const PolicyId = Number(state["id"]);
  expect(await sandbox.cam().GetPolicy({ PolicyId })).toMatchObject({ Description: "more" });

  await sandbox.cam().DeletePolicy({ PolicyId: [PolicyId] });
  expect(await core.read(POLICY, update.state ?? {})).toEqual({ state: null, errors: [] });
});

test("a policy whose name is in use, and one whose document cannot be, make nothing", async () => {
  await created(POLICY, { name: "used", document: document("cam:GetUser") });
  const again = await core.apply(POLICY, null, { name: "used", document: document("cam:GetUser") });
  expect(again).toMatchObject({ state: null, errors: [expect.stringContaining("PolicyNameInUse")] });
  const text = JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: ["*"], resource: "*" }] });
  const wrong = await core.apply(POLICY, null, { name: "wrong", document: text });
  expect(wrong).toMatchObject({
    state: null,
    errors: ["The format of `resource` in policy document is invalid, its type must be array."],
  });
});

test("an attachment is made, found by a refresh, missed when detached elsewhere, and taken away", async () => {
  await created(USER, { name: "dave", use_api: false });
  const policy = await created(POLICY, { name: "daves", document: document("cam:GetUser") });
  const config = { user_name: "dave", policy_id: String(policy["id"]) };
  const state = await created(ATTACHMENT, config);
  expect(state).toMatchObject({ ...config, id: `dave#${config.policy_id}`, policy_name: "daves", policy_type: "User" });
  expect((await core.import(ATTACHMENT, String(state["id"]))).state).toMatchObject(config);

  const { Uin = 0 } = await sandbox.cam().GetUser({ Name: "dave" });
  await sandbox.cam().DetachUserPolicy({ DetachUin: Uin, PolicyId: Number(policy["id"]) });
  expect(await core.read(ATTACHMENT, state)).toEqual({ state: null, errors: [] });

  const again = await created(ATTACHMENT, config);
  expect(await core.apply(ATTACHMENT, again, null)).toMatchObject({ state: null, errors: [] });
  expect((await sandbox.cam().ListAttachedUserPolicies({ TargetUin: Uin })).List).toEqual([]);
});

test("an attachment needs a user, and may not know its name yet", async () => {
  expect(await core.validate(ATTACHMENT, { policy_id: "1" })).toEqual(["one of `user_id,user_name` must be specified"]);
  expect(await core.validate(ATTACHMENT, { policy_id: "1", user_name: "dave" })).toEqual([]);
});

test("a boundary is put, replaced by another, not missed when taken away elsewhere, and taken away", async () => {
  const user = await created(USER, { name: "erin", use_api: false });
  const [one, other] = [
    await created(POLICY, { name: "cap", document: document("tcb:*") }),
    await created(POLICY, { name: "tighter", document: document("tcb:Describe*") }),
  ].map(({ id }) => Number(id));
  const TargetUin = Number(user["uin"]);
  const config = { target_uin: TargetUin, policy_id: one ?? null };
  const current = async () => (await sandbox.cam().GetUserPermissionBoundary({ TargetUin })).PolicyId;
  const state = await created(BOUNDARY, config);
  expect(state).toEqual({ ...config, id: `${TargetUin}#${one}` });
  expect(await current()).toBe(one);
  expect(await core.apply(BOUNDARY, state, config)).toMatchObject({ action: "none" });

  const replaced = await core.apply(BOUNDARY, state, { ...config, policy_id: other ?? null });
  expect(replaced).toMatchObject({ action: "replace", errors: [], state: { policy_id: other } });
  expect(await current()).toBe(other);

  // Both as the real provider does: it sees neither that a boundary is gone, nor whose it is when it is imported.
  await sandbox.cam().DeleteUserPermissionsBoundary({ TargetUin });
  expect(await core.read(BOUNDARY, replaced.state ?? {})).toEqual({ state: replaced.state, errors: [] });
  await sandbox.cam().PutUserPermissionsBoundary({ TargetUin, PolicyId: other ?? 0 });
  const { state: imported } = await core.import(BOUNDARY, `${TargetUin}#${other}`);
  expect(imported).toMatchObject({ policy_id: other, target_uin: null });

  expect(await core.apply(BOUNDARY, replaced.state, null)).toMatchObject({ state: null, errors: [] });
  expect(await current()).toBeNull();
});

test("policies are found by exact name, and the account by its key", async () => {
  const { state } = await core.dataSource("tencentcloud_cam_policies", { name: "QcloudCamReadOnlyAccess" });
  expect(state?.["policy_list"]).toMatchObject([
    { name: "QcloudCamReadOnlyAccess", type: 2, policy_id: expect.stringMatching(/^\d+$/) },
  ]);
  const none = await core.dataSource("tencentcloud_cam_policies", { name: "QcloudCamReadOnlyAcces" });
  expect(none).toMatchObject({ state: { policy_list: [] }, errors: [] });
  const { errors } = await core.dataSource("tencentcloud_cam_policies", { type: 3 });
  expect(errors).toEqual(["type has to be 1 (custom) or 2 (preset), and is 3"]);
  const account = await core.dataSource("tencentcloud_user_info", {});
  expect(account.state).toMatchObject({
    app_id: "1250000000",
    uin: "100000000001",
    owner_uin: "100000000001",
    name: "",
  });
});

test("a user whose tags are refused is kept, so that Terraform replaces it instead of losing it", async () => {
  await sandbox.control("POST", "faults", [
    { action: "tag:ModifyResourceTags", fault: { kind: "error", code: "FailedOperation", message: "no tags today" } },
  ]);
  const failed = await core.apply(USER, null, { name: "tagless", use_api: false, tags: { a: "b" } });
  expect(failed).toMatchObject({ state: { id: "tagless" }, errors: [expect.stringContaining("no tags today")] });
  expect(await core.apply(USER, failed.state, null)).toMatchObject({ state: null, errors: [] });
});

test("more tags than a page holds are all read, and a country code alone can change", async () => {
  const tags = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`key-${index}`, "value"]));
  const config = { name: "tagged", use_api: false, tags, phone_num: "13800000000", country_code: "86" };
  const state = await created(USER, config);
  expect((await core.read(USER, state)).state).toMatchObject({ tags });
  await core.apply(USER, state, { ...config, country_code: "852" });
  expect(await sandbox.cam().GetUser({ Name: "tagged" })).toMatchObject({
    PhoneNum: "13800000000",
    CountryCode: "852",
  });
});

test("a policy past the first page of 200 is found by its name", async () => {
  for (let index = 0; index < 201; index += 1) {
    await sandbox.cam().CreatePolicy({ PolicyName: `many-${index}`, PolicyDocument: document("cos:GetObject") });
  }
  for (const name of ["many-0", "many-200"]) {
    const { state } = await core.dataSource("tencentcloud_cam_policies", { name });
    expect(state?.["policy_list"]).toEqual([expect.objectContaining({ name })]);
  }
});
