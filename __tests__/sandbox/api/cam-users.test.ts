import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CamUser } from "../../../sandbox/api/services/cam/state.ts";
import { addEmployee, codeOf, document, OWNER_UIN, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.api.close());

/** Users that nobody has to wait for. */
function fillWithUsers(count: number): void {
  for (let index = 0; index < count; index++) {
    const user: CamUser = {
      uin: 200_000_000_000 + index,
      uid: 7_000_000 + index,
      name: `filler-${index}`,
      remark: "",
      consoleLogin: 0,
      phoneNum: "",
      countryCode: "",
      email: "",
      createTime: 0,
      policies: [],
      boundary: null,
    };
    sandbox.cloud.cam.users[user.uin] = user;
    sandbox.cloud.cam.uins[user.name] = user.uin;
  }
}

describe("AddUser", () => {
  test("answers everything that the Terraform provider reads without looking", async () => {
    const answer = await sandbox.cam().AddUser({ Name: "alice", UseApi: 0, ConsoleLogin: 0, NeedResetPassword: 1 });
    expect(answer).toMatchObject({ Name: "alice", Password: "", SecretId: "", SecretKey: "", Uin: OWNER_UIN + 1 });
    expect(answer.Uid).toEqual(expect.any(Number));
  });

  test("makes a key that signs at once where UseApi is 1", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    expect(await sandbox.sts(key).GetCallerIdentity()).toMatchObject({
      UserId: String(OWNER_UIN + 1),
      Type: "CAMUser",
    });
  });

  test("makes up a password for the console, and echoes one that it was given", async () => {
    const { Password: made = "" } = await sandbox.cam().AddUser({ Name: "alice", ConsoleLogin: 1 });
    expect(made).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{32}$/);
    const { Password } = await sandbox.cam().AddUser({ Name: "bob", ConsoleLogin: 1, Password: made });
    expect(Password).toBe(made);
  });

  test.each([
    ["a name in use", { Name: "alice" }, "InvalidParameter.SubUserNameInUse"],
    ["a name with a space", { Name: "b ob" }, "InvalidParameter.UserNameIllegal"],
    ["a name of an object's method", { Name: "__proto__" }, "InvalidParameter.UserNameIllegal"],
    ["a weak password", { Name: "bob", Password: "password" }, "InvalidParameter.PasswordViolatedRules"],
    ["a flag that is no flag", { Name: "bob", UseApi: 2 }, "InvalidParameter"],
  ])("refuses %s", async (_, user, code) => {
    await sandbox.cam().AddUser({ Name: "alice" });
    expect(await codeOf(sandbox.cam().AddUser(user))).toBe(code);
  });

  test("takes names that objects inherit", async () => {
    expect(await codeOf(sandbox.cam().GetUser({ Name: "constructor" }))).toBe("ResourceNotFound.UserNotExist");
    expect(await codeOf(sandbox.cam().AddUser({ Name: "constructor" }))).toBe("no error");
  });

  test("refuses the 1,001st user", async () => {
    fillWithUsers(999);
    expect(await codeOf(sandbox.cam().AddUser({ Name: "alice" }))).toBe("no error");
    expect(await codeOf(sandbox.cam().AddUser({ Name: "bob" }))).toBe("InvalidParameter.SubUserFull");
  });
});

test("UpdateUser changes what it is given and leaves the rest", async () => {
  const root = sandbox.cam();
  await root.AddUser({ Name: "alice", Remark: "a", Email: "alice@example.com", ConsoleLogin: 1 });
  await root.UpdateUser({ Name: "alice", Remark: "", ConsoleLogin: 0 });
  expect(await root.GetUser({ Name: "alice" })).toMatchObject({
    Remark: "",
    ConsoleLogin: 0,
    Email: "alice@example.com",
  });
  expect(await codeOf(root.UpdateUser({ Name: "bob" }))).toBe("ResourceNotFound.UserNotExist");
});

test("the lists of users agree, and name root's own numbers as texts", async () => {
  const root = sandbox.cam();
  const { Uin = 0, Uid } = await root.AddUser({ Name: "alice" });
  expect((await root.ListUsers()).Data).toMatchObject([{ Uin, Uid, Name: "alice" }]);
  expect((await root.DescribeSubAccounts({ FilterSubAccountUin: [Uin, 1] })).SubAccounts).toMatchObject([{ Uin, Uid }]);
  expect(await root.GetUserAppId()).toMatchObject({
    Uin: String(OWNER_UIN),
    OwnerUin: String(OWNER_UIN),
    AppId: 1250000000,
  });
  expect(await root.GetAccountSummary()).toMatchObject({ User: 1, Policies: 0 });
});

describe("DeleteUser", () => {
  test("refuses a user with keys unless forced to, and then ends the keys", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    expect(await codeOf(sandbox.cam().DeleteUser({ Name: "alice" }))).toBe("OperationDenied.HaveKeys");
    expect(await codeOf(sandbox.sts(key).GetCallerIdentity())).toBe("no error");
    await sandbox.cam().DeleteUser({ Name: "alice", Force: 1 });
    expect(sandbox.cloud.cam.accessKeys).toEqual({});
    expect(await codeOf(sandbox.sts(key).GetCallerIdentity())).toBe("AuthFailure.SecretIdNotFound");
    expect(await codeOf(sandbox.cam().DeleteUser({ Name: "alice" }))).toBe("ResourceNotFound.UserNotExist");
  });

  test("by a sub-account takes the keys along only with a permission for that", async () => {
    await addEmployee(sandbox, "alice");
    const helpdesk = await addEmployee(sandbox, "helpdesk", document("allow", ["cam:DeleteUser"]));
    const admin = await addEmployee(sandbox, "admin", document("allow", ["cam:DeleteUser", "cam:DeleteApiKey"]));
    const alice = { Name: "alice", Force: 1 };
    expect(await codeOf(sandbox.cam(helpdesk.key).DeleteUser(alice))).toBe("UnauthorizedOperation.DeleteApiKey");
    expect(await codeOf(sandbox.cam().GetUser({ Name: "alice" }))).toBe("no error");
    expect(await codeOf(sandbox.cam(admin.key).DeleteUser(alice))).toBe("no error");
  });

  test("takes the user out of its groups and frees its name for another account", async () => {
    const root = sandbox.cam();
    const { Uin: first = 0 } = await root.AddUser({ Name: "alice" });
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "team" });
    await root.AddUserToGroup({ Info: [{ GroupId, Uin: first }] });
    await root.DeleteUser({ Name: "alice" });
    expect(await root.ListUsersForGroup({ GroupId })).toMatchObject({ TotalNum: 0, UserInfo: [] });
    expect((await root.AddUser({ Name: "alice" })).Uin).toBe(first + 1);
  });
});

describe("access keys", () => {
  test("are two at most for a user, sign until they are inactive, and show their secret once", async () => {
    const root = sandbox.cam();
    const { uin, key } = await addEmployee(sandbox, "alice");
    const { AccessKey } = await root.CreateAccessKey({ TargetUin: uin, Description: "second" });
    const second = { secretId: AccessKey?.AccessKeyId ?? "", secretKey: AccessKey?.SecretAccessKey ?? "" };
    expect(await codeOf(root.CreateAccessKey({ TargetUin: uin }))).toBe("OperationDenied.AccessKeyOverLimit");
    const { AccessKeys = [] } = await root.ListAccessKeys({ TargetUin: uin });
    expect(AccessKeys.map(({ AccessKeyId }) => AccessKeyId)).toEqual([key.secretId, second.secretId]);
    expect(JSON.stringify(AccessKeys)).not.toContain(second.secretKey);

    expect(await codeOf(sandbox.sts(second).GetCallerIdentity())).toBe("no error");
    await root.UpdateAccessKey({ TargetUin: uin, AccessKeyId: second.secretId, Status: "Inactive" });
    expect(await codeOf(sandbox.sts(second).GetCallerIdentity())).toBe("AuthFailure.SecretIdNotFound");
    await root.DeleteAccessKey({ TargetUin: uin, AccessKeyId: second.secretId });
    expect((await root.ListAccessKeys({ TargetUin: uin })).AccessKeys).toHaveLength(1);
    expect(await codeOf(root.CreateAccessKey({ TargetUin: uin }))).toBe("no error");
  });

  test("of the root account count the one that the sandbox started with", async () => {
    expect(await codeOf(sandbox.cam().CreateAccessKey({}))).toBe("no error");
    expect(await codeOf(sandbox.cam().CreateAccessKey({}))).toBe("OperationDenied.AccessKeyOverLimit");
  });

  test("of nobody are refused", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    expect(await codeOf(sandbox.cam().CreateAccessKey({ TargetUin: 7 }))).toBe("InvalidParameter.UserNotExist");
    const anothers = sandbox.cam().DeleteAccessKey({ AccessKeyId: key.secretId });
    expect(await codeOf(anothers)).toBe("ResourceNotFound.SecretNotExist");
  });
});

describe("user groups", () => {
  test("have names of their own, can be renamed and go with their memberships", async () => {
    const root = sandbox.cam();
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "team", Remark: "r" });
    expect(await codeOf(root.CreateGroup({ GroupName: "team" }))).toBe("InvalidParameter.GroupNameInUse");
    await root.UpdateGroup({ GroupId, GroupName: "crew" });
    expect(await root.GetGroup({ GroupId })).toMatchObject({ GroupId, GroupName: "crew", Remark: "r", GroupNum: 0 });
    expect((await root.ListGroups({ Keyword: "cre" })).GroupInfo).toMatchObject([{ GroupId }]);
    await root.DeleteGroup({ GroupId });
    expect(await codeOf(root.GetGroup({ GroupId }))).toBe("ResourceNotFound.UserNotExist");
  });

  test("are joined by Uid, as the Terraform provider does it, and left again", async () => {
    const root = sandbox.cam();
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "team" });
    const { Uid = 0, Uin = 0 } = await root.AddUser({ Name: "alice" });
    await root.AddUserToGroup({ Info: [{ GroupId, Uid }] });
    expect(await root.ListUsersForGroup({ GroupId, Page: 1, Rp: 200 })).toMatchObject({
      UserInfo: [{ Name: "alice" }],
    });
    expect(await root.ListGroupsForUser({ SubUin: Uin })).toMatchObject({ GroupInfo: [{ GroupId }] });
    await root.RemoveUserFromGroup({ Info: [{ GroupId, Uid }] });
    expect((await root.GetGroup({ GroupId })).GroupNum).toBe(0);
    const nobody = root.AddUserToGroup({ Info: [{ GroupId }] });
    expect(await codeOf(nobody)).toBe("InvalidParameter.UserUinAndUinNotAllNull");
  });

  test("take 100 users, a user is in 10, and an account has 300", async () => {
    const root = sandbox.cam();
    fillWithUsers(101);
    const uins = Object.keys(sandbox.cloud.cam.users).map(Number);
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "team" });
    const join = (count: number) =>
      root.AddUserToGroup({ Info: uins.slice(0, count).map((Uin) => ({ GroupId, Uin })) });
    expect(await codeOf(join(101))).toBe("InvalidParameter.GroupUserFull");
    expect((await root.GetGroup({ GroupId })).GroupNum).toBe(0);
    expect(await codeOf(join(100))).toBe("no error");

    const [Uin = 0] = uins;
    for (let index = 1; index < 300; index++) {
      sandbox.cloud.cam.groups[1000 + index] = {
        id: 1000 + index,
        name: `filler-${index}`,
        remark: "",
        createTime: 0,
        members: index < 10 ? [Uin] : [],
        policies: [],
      };
    }
    expect(await codeOf(root.AddUserToGroup({ Info: [{ GroupId: 1010, Uin }] }))).toBe(
      "InvalidParameter.UserGroupFull",
    );
    expect(await codeOf(root.CreateGroup({ GroupName: "one-more" }))).toBe("InvalidParameter.GroupFull");
  });
});

describe("roles", () => {
  const trust = JSON.stringify({
    version: "2.0",
    statement: [{ effect: "allow", action: "name/sts:AssumeRole", principal: { service: ["scf.qcloud.com"] } }],
  });

  test("are found by name and by id, and carry policies by name", async () => {
    const root = sandbox.cam();
    const { RoleId } = await root.CreateRole({ RoleName: "TCB_QcsRole", PolicyDocument: trust });
    const byName = await root.GetRole({ RoleName: "TCB_QcsRole" });
    expect(byName.RoleInfo).toMatchObject({ RoleId, PolicyDocument: trust });
    expect((await root.GetRole({ ...(RoleId === undefined ? {} : { RoleId }) })).RoleInfo).toEqual(byName.RoleInfo);
    await root.AttachRolePolicy({ AttachRoleName: "TCB_QcsRole", PolicyName: "QcloudAccessForTCBRole" });
    const list = { Page: 1, Rp: 20, RoleName: "TCB_QcsRole" };
    expect((await root.ListAttachedRolePolicies(list)).List).toMatchObject([{ PolicyName: "QcloudAccessForTCBRole" }]);
    await root.DetachRolePolicy({ DetachRoleName: "TCB_QcsRole", PolicyName: "QcloudAccessForTCBRole" });
    expect((await root.ListAttachedRolePolicies(list)).TotalNum).toBe(0);
    await root.DeleteRole({ RoleName: "TCB_QcsRole" });
    expect((await root.DescribeRoleList({ Page: 1, Rp: 20 })).TotalNum).toBe(0);
  });

  test.each([
    ["a name in use", { RoleName: "role", PolicyDocument: trust }, "InvalidParameter.RoleNameInUse"],
    ["an illegal name", { RoleName: "a role", PolicyDocument: trust }, "InvalidParameter.RoleNameError"],
    [
      "a trust policy that is none",
      { RoleName: "other", PolicyDocument: "{}" },
      "InvalidParameter.PolicyDocumentError",
    ],
  ])("refuse %s", async (_, role, code) => {
    await sandbox.cam().CreateRole({ RoleName: "role", PolicyDocument: trust });
    expect(await codeOf(sandbox.cam().CreateRole(role))).toBe(code);
    expect(await codeOf(sandbox.cam().GetRole({ RoleName: "none" }))).toBe("InvalidParameter.RoleNotExist");
  });

  test("can be given more than their giver has, as nothing in CAM's documents forbids it", async () => {
    await sandbox.cam().CreateRole({ RoleName: "TCB_QcsRole", PolicyDocument: trust });
    const { key } = await addEmployee(sandbox, "alice", document("allow", ["cam:AttachRolePolicy"]));
    const attach = { AttachRoleName: "TCB_QcsRole", PolicyName: "AdministratorAccess" };
    expect(await codeOf(sandbox.cam(key).AttachRolePolicy(attach))).toBe("no error");
  });
});
