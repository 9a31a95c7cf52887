import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  addEmployee,
  codeOf,
  document,
  messageOf,
  OWNER_UIN,
  type Sandbox,
  startSandbox,
} from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
let now = Date.now();
beforeEach(async () => {
  now = Date.now();
  sandbox = await startSandbox({ now: () => now });
});
afterEach(() => sandbox.api.close());

const REFUSED = "AuthFailure.UnauthorizedOperation";

describe("a sub-account", () => {
  test("may do nothing without a policy, and is told so in Tencent's words", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    const call = sandbox.cam(key).ListUsers();
    expect(await codeOf(call)).toBe(REFUSED);
    expect(await messageOf(call)).toMatch(
      /^\[request id:[0-9a-f-]{36}\]you are not authorized to perform operation \(cam:ListUsers\)\nresource \(\*\) has no permission\n$/,
    );
  });

  test("may do what its policy allows, and nothing else", async () => {
    const { key } = await addEmployee(sandbox, "alice", document("allow", ["cam:List*"]));
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
    expect(await codeOf(sandbox.cam(key).AddUser({ Name: "bob" }))).toBe(REFUSED);
    expect(await codeOf(sandbox.cam().GetUser({ Name: "bob" }))).toBe("ResourceNotFound.UserNotExist");
  });

  test("may not do what another of its policies denies", async () => {
    const { key } = await addEmployee(
      sandbox,
      "alice",
      document("allow", ["cam:*"]),
      document("deny", ["cam:ListUsers"]),
    );
    expect(await codeOf(sandbox.cam(key).ListGroups({}))).toBe("no error");
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe(REFUSED);
  });

  test("has the policies of its groups as well", async () => {
    const { key, uin } = await addEmployee(sandbox, "alice");
    const root = sandbox.cam();
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "readers" });
    const { List = [] } = await root.ListPolicies({ Scope: "QCS", Keyword: "QcloudCamReadOnlyAccess" });
    await root.AttachGroupPolicy({ PolicyId: List[0]?.PolicyId ?? 0, AttachGroupId: GroupId });
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe(REFUSED);
    await root.AddUserToGroup({ Info: [{ GroupId, Uin: uin }] });
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
    await root.RemoveUserFromGroup({ Info: [{ GroupId, Uin: uin }] });
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe(REFUSED);
  });

  test("is capped by its permission boundary, which itself allows nothing", async () => {
    const { key, uin } = await addEmployee(sandbox, "alice", document("allow", ["cam:ListUsers", "cam:ListGroups"]));
    const { PolicyId = 0 } = await sandbox.cam().CreatePolicy({
      PolicyName: "boundary",
      PolicyDocument: JSON.stringify(document("allow", ["cam:ListUsers", "cam:ListPolicies"])),
    });
    await sandbox.cam().PutUserPermissionsBoundary({ TargetUin: uin, PolicyId });
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
    expect(await codeOf(sandbox.cam(key).ListGroups({}))).toBe(REFUSED);
    expect(await codeOf(sandbox.cam(key).ListPolicies({}))).toBe(REFUSED);
    expect(await codeOf(sandbox.cam().DeletePolicy({ PolicyId: [PolicyId] }))).toBe("InvalidParameter.PolicyIdError");
    await sandbox.cam().DeleteUserPermissionsBoundary({ TargetUin: uin });
    expect(await codeOf(sandbox.cam(key).ListGroups({}))).toBe("no error");
  });

  test("may make keys for itself alone where a policy says so", async () => {
    const own = [`qcs::cam::uin/${OWNER_UIN}:uin/\${uin}`];
    const { key } = await addEmployee(sandbox, "alice", document("allow", ["cam:CreateAccessKey"], own));
    const bob = await addEmployee(sandbox, "bob");
    const call = sandbox.cam(key).CreateAccessKey({ TargetUin: bob.uin });
    expect(await messageOf(call)).toContain(`resource (qcs::cam::uin/${OWNER_UIN}:uin/${bob.uin}) has no permission`);
    expect(await codeOf(sandbox.cam(key).CreateAccessKey({}))).toBe("no error");
  });

  test("is held to the addresses and the times of its conditions", async () => {
    const from = (ip: string) => ({
      version: "2.0",
      statement: [
        { effect: "allow", action: ["cam:ListUsers"], resource: ["*"], condition: { ip_equal: { "qcs:ip": [ip] } } },
      ],
    });
    const here = await addEmployee(sandbox, "alice", from("127.0.0.0/8"));
    const elsewhere = await addEmployee(sandbox, "bob", from("203.0.113.0/24"));
    expect(await codeOf(sandbox.cam(here.key).ListUsers())).toBe("no error");
    expect(await codeOf(sandbox.cam(elsewhere.key).ListUsers())).toBe(REFUSED);
  });

  test("that may use cam:UpdatePolicy makes itself an administrator by the name of its own policy", async () => {
    const { key, policyIds } = await addEmployee(sandbox, "alice", document("allow", ["cam:UpdatePolicy"]));
    const alice = sandbox.cam(key);
    expect(await codeOf(alice.AddUser({ Name: "mallory" }))).toBe(REFUSED);
    await alice.UpdatePolicy({ PolicyName: "alice-0", PolicyDocument: JSON.stringify(document("allow", ["*"])) });
    expect(await codeOf(alice.AddUser({ Name: "mallory" }))).toBe("no error");
    const { Versions } = await sandbox.cam().ListPolicyVersions({ PolicyId: policyIds[0] ?? 0 });
    expect(Versions).toHaveLength(1);
  });
});

test("policies take effect late where CAM is set to cache them, and not before", async () => {
  sandbox.cloud.settings.policyEffect = 60_000;
  const { key, uin, policyIds } = await addEmployee(sandbox, "alice", document("allow", ["cam:ListUsers"]));
  expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
  await sandbox.cam().DetachUserPolicy({ PolicyId: policyIds[0] ?? 0, DetachUin: uin });
  now += 59_000;
  expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
  now += 2_000;
  expect(await codeOf(sandbox.cam(key).ListUsers())).toBe(REFUSED);
});
