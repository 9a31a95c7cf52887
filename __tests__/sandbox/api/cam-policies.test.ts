import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CamPolicy } from "../../../sandbox/api/services/cam/state.ts";
import { codeOf, document, OWNER_UIN, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.api.close());

const reads = JSON.stringify(document("allow", ["cam:GetUser"]));
const writes = JSON.stringify(document("allow", ["cam:UpdateUser"]));

function fillWithPolicies(count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const policy: CamPolicy = {
      id: 900_000_000 + index,
      name: `filler-${index}`,
      description: "",
      addTime: 0,
      updateTime: 0,
      versions: { 1: { id: 1, document: reads, createTime: 0 } },
      defaultVersion: 1,
      lastVersion: 1,
    };
    sandbox.cloud.cam.policies[policy.id] = policy;
    return policy.id;
  });
}

async function createPolicy(PolicyName: string, PolicyDocument = reads): Promise<number> {
  return (await sandbox.cam().CreatePolicy({ PolicyName, PolicyDocument })).PolicyId ?? 0;
}

describe("CreatePolicy", () => {
  test("keeps the document as it was sent, for the Terraform provider compares it", async () => {
    const spaced = JSON.stringify(JSON.parse(reads), undefined, 4);
    const { PolicyId = 0 } = await sandbox.cam().CreatePolicy({
      PolicyName: "cloudbase-env-alice-1",
      PolicyDocument: spaced,
      Description: "d",
      Tags: [{ Key: "employee", Value: "alice" }],
    });
    expect(await sandbox.cam().GetPolicy({ PolicyId })).toMatchObject({
      PolicyName: "cloudbase-env-alice-1",
      PolicyDocument: spaced,
      Description: "d",
      Type: 1,
      AddTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      UpdateTime: expect.stringMatching(/^\d{4}-/),
      Tags: [{ Key: "employee", Value: "alice" }],
    });
  });

  test("refuses names in use, by presets too, and names with other characters", async () => {
    await createPolicy("p");
    const code = (PolicyName: string) => codeOf(createPolicy(PolicyName));
    expect(await code("p")).toBe("FailedOperation.PolicyNameInUse");
    expect(await code("AdministratorAccess")).toBe("FailedOperation.PolicyNameInUse");
    expect(await code("a b")).toBe("InvalidParameter.PolicyNameError");
    expect(await code("x".repeat(129))).toBe("InvalidParameter.PolicyNameError");
    expect(await code("x".repeat(128))).toBe("no error");
  });

  test("refuses the 1,501st policy and a description of 301 bytes", async () => {
    fillWithPolicies(1499);
    expect(await codeOf(createPolicy("last"))).toBe("no error");
    expect(await codeOf(createPolicy("one-more"))).toBe("FailedOperation.PolicyFull");
    const described = { PolicyName: "d", PolicyDocument: reads, Description: `${"é".repeat(150)}x` };
    expect(await codeOf(sandbox.cam().CreatePolicy(described))).toBe("InvalidParameter.DescriptionLengthOverlimit");
  });

  test("counts 6,144 characters without white space", async () => {
    const action = (length: number) => `cam:${"x".repeat(length)}`;
    const document = (length: number) =>
      JSON.stringify({ version: "2.0", statement: [{ effect: "allow", action: [action(length)], resource: ["*"] }] });
    const most = 6144 - document(0).length;
    expect(await codeOf(createPolicy("long", `  \n${document(most)}  `))).toBe("no error");
    expect(await codeOf(createPolicy("longer", document(most + 1)))).toBe(
      "InvalidParameter.PolicyDocumentLengthOverLimit",
    );
  });

  const statement = { effect: "allow", action: ["tcb:*"], resource: ["*"] };
  test.each<[string, unknown]>([
    ["PolicyDocumentError", "{"],
    ["PolicyDocumentError", { version: "2.0", statement: [statement], Extra: 1 }],
    ["PolicyDocumentError", { version: "2.0", statement: [{ ...statement, Effect: "allow" }] }],
    ["VersionError", { statement: [statement] }],
    ["VersionError", { version: "1.0", statement: [statement] }],
    ["StatementError", { version: "2.0", statement: [] }],
    ["StatementError", { version: "2.0" }],
    ["EffectError", { version: "2.0", statement: [{ ...statement, effect: "permit" }] }],
    ["EffectError", { version: "2.0", statement: [{ action: ["tcb:*"], resource: ["*"] }] }],
    ["ActionMiss", { version: "2.0", statement: [{ effect: "allow", resource: ["*"] }] }],
    ["ActionError", { version: "2.0", statement: [{ ...statement, action: ["DescribeEnvs"] }] }],
    ["ResourceError", { version: "2.0", statement: [{ effect: "allow", action: ["tcb:*"] }] }],
    ["ResourceContentError", { version: "2.0", statement: [{ ...statement, resource: ["qcs::tcb:env/x"] }] }],
    ["ResourceProjectError", { version: "2.0", statement: [{ ...statement, resource: ["qcs:1:tcb:::env/x"] }] }],
    ["ResourceUinError", { version: "2.0", statement: [{ ...statement, resource: ["qcs::tcb::uin/7:env/x"] }] }],
    ["ResourceRegionError", { version: "2.0", statement: [{ ...statement, resource: ["qcs::tcb:ap-moon::env/x"] }] }],
    ["PrincipalError", { version: "2.0", statement: [{ ...statement, principal: { qcs: ["*"] } }] }],
    [
      "ConditionTypeError",
      { version: "2.0", statement: [{ ...statement, condition: { ip_like: { "qcs:ip": ["x"] } } }] },
    ],
    [
      "ConditionContentError",
      { version: "2.0", statement: [{ ...statement, condition: { ip_equal: { "qcs:ip": [] } } }] },
    ],
  ])("answers InvalidParameter.%s to %j", async (code, content) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    expect(await codeOf(createPolicy("p", text))).toBe(`InvalidParameter.${code}`);
  });

  test("takes resources of the own account under both of its numbers, in long and short regions", async () => {
    const resource = [
      `qcs::tcb:ap-shanghai:uin/${OWNER_UIN}:env/alice-1`,
      "qcs::cos:sh:uid/1250000000:bucket-1250000000/*",
      "qcs::tcb:::env/alice-1",
    ];
    expect(await codeOf(createPolicy("p", JSON.stringify(document("allow", ["tcb:*"], resource))))).toBe("no error");
  });
});

describe("UpdatePolicy", () => {
  test("by id changes what it is given, renames, and overwrites the version in effect", async () => {
    const PolicyId = await createPolicy("p");
    await createPolicy("other");
    const root = sandbox.cam();
    await root.UpdatePolicy({ PolicyId, PolicyDocument: writes, Description: "d" });
    await root.UpdatePolicy({ PolicyId, PolicyName: "q" });
    expect(await root.GetPolicy({ PolicyId })).toMatchObject({
      PolicyName: "q",
      PolicyDocument: writes,
      Description: "d",
    });
    expect((await root.ListPolicyVersions({ PolicyId })).Versions).toMatchObject([
      { VersionId: 1, IsDefaultVersion: 1 },
    ]);
    const clash = root.UpdatePolicy({ PolicyId, PolicyName: "other" });
    expect(await codeOf(clash)).toBe("FailedOperation.PolicyNameInUse");
    await root.UpdatePolicy({ PolicyId, Description: "" });
    expect((await root.GetPolicy({ PolicyId })).Description).toBe("");
  });

  test("refuses a bad document and keeps the good one", async () => {
    const PolicyId = await createPolicy("p");
    const update = sandbox.cam().UpdatePolicy({ PolicyId, PolicyDocument: "{}", Description: "d" });
    expect(await codeOf(update)).toMatch(/^InvalidParameter\./);
    expect(await sandbox.cam().GetPolicy({ PolicyId })).toMatchObject({ PolicyDocument: reads, Description: "" });
  });

  test("refuses presets and what there is not", async () => {
    const root = sandbox.cam();
    const { List = [] } = await root.ListPolicies({ Scope: "QCS", Keyword: "AdministratorAccess" });
    const [preset] = List;
    expect(await codeOf(root.UpdatePolicy({ PolicyId: preset?.PolicyId ?? 0, Description: "x" }))).toBe(
      "InvalidParameter.PolicyIdError",
    );
    expect(await codeOf(root.UpdatePolicy({ PolicyName: "none" }))).toBe("ResourceNotFound.PolicyIdNotFound");
    expect(await codeOf(root.UpdatePolicy({}))).toBe("InvalidParameter.ParamError");
  });
});

test("DeletePolicy detaches the policy everywhere, and deletes all or none", async () => {
  const root = sandbox.cam();
  const { Uin = 0 } = await root.AddUser({ Name: "alice" });
  const PolicyId = await createPolicy("p");
  await root.AttachUserPolicy({ PolicyId, AttachUin: Uin });
  expect(await codeOf(root.DeletePolicy({ PolicyId: [PolicyId, 7_777_777] }))).toBe(
    "ResourceNotFound.PolicyIdNotFound",
  );
  expect(await codeOf(root.GetPolicy({ PolicyId }))).toBe("no error");
  await root.DeletePolicy({ PolicyId: [PolicyId] });
  expect(sandbox.cloud.cam.users[Uin]?.policies).toEqual([]);
  expect(await codeOf(root.GetPolicy({ PolicyId }))).toBe("ResourceNotFound.PolicyIdNotFound");
  expect((await root.ListAttachedUserPolicies({ TargetUin: Uin })).TotalNum).toBe(0);
});

describe("versions of a policy", () => {
  test("are five at most, of which one is in effect and cannot be deleted", async () => {
    const root = sandbox.cam();
    const PolicyId = await createPolicy("p");
    const create = (SetAsDefault: boolean) =>
      root.CreatePolicyVersion({ PolicyId, PolicyDocument: writes, SetAsDefault });
    expect((await create(true)).VersionId).toBe(2);
    expect((await root.GetPolicy({ PolicyId })).PolicyDocument).toBe(writes);
    for (const _ of [3, 4, 5]) await create(false);
    expect(await codeOf(create(false))).toBe("FailedOperation.PolicyVersionFull");
    const { PolicyVersion } = await root.GetPolicyVersion({ PolicyId, VersionId: 1 });
    expect(PolicyVersion).toMatchObject({ VersionId: 1, IsDefaultVersion: 0, Document: reads });
    await root.SetDefaultPolicyVersion({ PolicyId, VersionId: 1 });
    expect((await root.GetPolicy({ PolicyId })).PolicyDocument).toBe(reads);
    const inEffect = root.DeletePolicyVersion({ PolicyId, VersionId: [1] });
    expect(await codeOf(inEffect)).toBe("FailedOperation.PolicyVersionAlreadyDefault");
    await root.DeletePolicyVersion({ PolicyId, VersionId: [2] });
    expect((await create(false)).VersionId).toBe(6);
    const missing = root.SetDefaultPolicyVersion({ PolicyId, VersionId: 2 });
    expect(await codeOf(missing)).toBe("InvalidParameter.PolicyVersionNotExists");
  });
});

describe("ListPolicies", () => {
  test("pages through custom policies and presets, each once", async () => {
    fillWithPolicies(205);
    const root = sandbox.cam();
    const pages = await Promise.all([1, 2, 3].map((Page) => root.ListPolicies({ Rp: 100, Page })));
    const ids = pages.flatMap(({ List = [] }) => List.map(({ PolicyId }) => PolicyId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(pages[0]?.TotalNum ?? 0);
    expect((await root.ListPolicies({ Scope: "Local" })).TotalNum).toBe(205);
    expect((await root.ListPolicies({ Scope: "Local", Keyword: "filler-20" })).TotalNum).toBe(6);
    expect(await codeOf(root.ListPolicies({ Scope: "Mine" }))).toBe("InvalidParameter.ScopeError");
    expect(await codeOf(root.ListPolicies({ Rp: 201 }))).toBe("InvalidParameter.ParamError");
  });

  test.each(["AdministratorAccess", "QcloudCamReadOnlyAccess", "QcloudCIFullAccess", "QcloudTCRReadOnlyAccess"])(
    "finds the preset %s, and its document can be read",
    async (Keyword) => {
      const root = sandbox.cam();
      const { List = [] } = await root.ListPolicies({ Scope: "QCS", Keyword });
      expect(List).toMatchObject([{ PolicyName: Keyword, Type: 2 }]);
      const { PolicyDocument = "", Type } = await root.GetPolicy({ PolicyId: List[0]?.PolicyId ?? 0 });
      expect(Type).toBe(2);
      expect(JSON.parse(PolicyDocument)).toMatchObject({ version: "2.0", statement: [{ effect: "allow" }] });
    },
  );
});

describe("attachments", () => {
  test("are listed with what the Terraform provider reads, once however often they are made", async () => {
    const root = sandbox.cam();
    const { Uin = 0 } = await root.AddUser({ Name: "alice" });
    const PolicyId = await createPolicy("p");
    for (const _ of [1, 2]) await root.AttachUserPolicy({ PolicyId, AttachUin: Uin });
    expect(await root.ListAttachedUserPolicies({ TargetUin: Uin, Page: 1, Rp: 200 })).toMatchObject({
      TotalNum: 1,
      List: [{ PolicyId, PolicyName: "p", AddTime: expect.any(String), CreateMode: 2, PolicyType: "User" }],
    });
    for (const _ of [1, 2]) await root.DetachUserPolicy({ PolicyId, DetachUin: Uin });
    expect((await root.ListAttachedUserPolicies({ TargetUin: Uin })).TotalNum).toBe(0);
  });

  test("of a user and of its groups are told apart, and a policy says what it hangs on", async () => {
    const root = sandbox.cam();
    const { Uin = 0, Uid = 0 } = await root.AddUser({ Name: "alice" });
    const { GroupId = 0 } = await root.CreateGroup({ GroupName: "team" });
    await root.AddUserToGroup({ Info: [{ GroupId, Uin }] });
    const [direct, shared] = [await createPolicy("direct"), await createPolicy("shared")];
    await root.AttachUserPolicy({ PolicyId: direct, AttachUin: Uin });
    await root.AttachUserPolicy({ PolicyId: shared, AttachUin: Uin });
    await root.AttachGroupPolicy({ PolicyId: shared, AttachGroupId: GroupId });
    const names = async (AttachType: number) => {
      const all = await root.ListAttachedUserAllPolicies({ TargetUin: Uin, Page: 1, Rp: 20, AttachType });
      return (all.PolicyList ?? []).map(({ PolicyName, Groups = [] }) => [PolicyName, Groups.length]);
    };
    expect(await names(0)).toEqual([
      ["direct", 0],
      ["shared", 1],
    ]);
    expect(await names(1)).toEqual([
      ["direct", 0],
      ["shared", 0],
    ]);
    expect(await names(2)).toEqual([["shared", 1]]);
    const { List } = await root.ListEntitiesForPolicy({ PolicyId: shared });
    expect(List).toMatchObject([
      { Id: String(Uid), Name: "alice", Uin, RelatedType: 1 },
      { Id: String(GroupId), Name: "team", RelatedType: 2 },
    ]);
    const groups = await root.ListEntitiesForPolicy({ PolicyId: shared, EntityFilter: "Group" });
    expect(groups.TotalNum).toBe(1);
    expect((await root.ListAttachedGroupPolicies({ TargetGroupId: GroupId })).List).toMatchObject([
      { PolicyId: shared },
    ]);
  });

  test("are 200 at most for a user", async () => {
    const root = sandbox.cam();
    const { Uin = 0 } = await root.AddUser({ Name: "alice" });
    const [last = 0, ...others] = fillWithPolicies(201);
    const user = sandbox.cloud.cam.users[Uin];
    user?.policies.push(...others.slice(1).map((policyId) => ({ policyId, addTime: 0 })));
    expect(await codeOf(root.AttachUserPolicy({ PolicyId: last, AttachUin: Uin }))).toBe("no error");
    expect(await codeOf(root.AttachUserPolicy({ PolicyId: others[0] ?? 0, AttachUin: Uin }))).toBe(
      "InvalidParameter.AttachmentFull",
    );
  });

  test("to nobody, and of no policy, are refused", async () => {
    const root = sandbox.cam();
    const { Uin = 0 } = await root.AddUser({ Name: "alice" });
    const PolicyId = await createPolicy("p");
    expect(await codeOf(root.AttachUserPolicy({ PolicyId, AttachUin: 7 }))).toBe("ResourceNotFound.UserNotExist");
    expect(await codeOf(root.AttachUserPolicy({ PolicyId: 7_777_777, AttachUin: Uin }))).toBe(
      "ResourceNotFound.PolicyIdNotFound",
    );
    expect(await codeOf(root.AttachGroupPolicy({ PolicyId, AttachGroupId: 7 }))).toBe("ResourceNotFound.GroupNotExist");
  });
});

test("a permission boundary is put, read, replaced and removed", async () => {
  const root = sandbox.cam();
  const { Uin: TargetUin = 0 } = await root.AddUser({ Name: "alice" });
  const [first, second] = [await createPolicy("first"), await createPolicy("second", writes)];
  expect((await root.GetUserPermissionBoundary({ TargetUin })).PolicyId).toBeNull();
  await root.PutUserPermissionsBoundary({ TargetUin, PolicyId: first });
  await root.PutUserPermissionsBoundary({ TargetUin, PolicyId: second });
  expect(await root.GetUserPermissionBoundary({ TargetUin })).toMatchObject({
    PolicyId: second,
    PolicyDocument: writes,
  });
  expect(await codeOf(root.DeletePolicy({ PolicyId: [first] }))).toBe("no error");
  expect(await codeOf(root.PutUserPermissionsBoundary({ TargetUin, PolicyId: first }))).toBe(
    "InvalidParameter.PolicyIdNotExist",
  );
  await root.DeleteUserPermissionsBoundary({ TargetUin });
  expect((await root.GetUserPermissionBoundary({ TargetUin })).PolicyId).toBeNull();
});
