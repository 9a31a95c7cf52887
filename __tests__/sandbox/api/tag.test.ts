import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { addEmployee, codeOf, document, OWNER_UIN, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.api.close());

const server = `qcs::lighthouse:ap-shanghai:uin/${OWNER_UIN}:instance/lhins-1`;

async function tagsOf(resource: string) {
  const { ResourceTagMappingList = [] } = await sandbox.tag().GetResources({ ResourceList: [resource] });
  return ResourceTagMappingList.flatMap(({ Tags = [] }) => Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

test("the tags of a policy are the same for cam and tag, and go one by one until none is left", async () => {
  const PolicyDocument = JSON.stringify(document("allow", ["cam:GetUser"]));
  const { PolicyId = 0 } = await sandbox.cam().CreatePolicy({
    PolicyName: "p",
    PolicyDocument,
    Tags: [{ Key: "employee", Value: "alice" }],
  });
  // As the Terraform provider writes it: with a region that CAM has not, and without the account's number.
  const Resource = `qcs::cam:ap-shanghai:uin/:policy/${PolicyId}`;
  await sandbox.tag().ModifyResourceTags({ Resource, ReplaceTags: [{ TagKey: "team", TagValue: "data" }] });
  expect((await sandbox.cam().GetPolicy({ PolicyId })).Tags).toEqual([
    { Key: "employee", Value: "alice" },
    { Key: "team", Value: "data" },
  ]);
  await sandbox.tag().ModifyResourceTags({ Resource, DeleteTags: [{ TagKey: "team" }, { TagKey: "employee" }] });
  expect((await sandbox.cam().GetPolicy({ PolicyId })).Tags).toEqual([]);
});

test("the tags of a user are found as the Terraform provider asks for them, in pages", async () => {
  const { uin } = await addEmployee(sandbox, "alice");
  const ReplaceTags = Array.from({ length: 25 }, (_, index) => ({ TagKey: `k${index}`, TagValue: "v" }));
  await sandbox.tag().ModifyResourceTags({ Resource: `qcs::cam:ap-shanghai:uin/:uin/${uin}`, ReplaceTags });
  const page = (Offset: number) =>
    sandbox.tag().DescribeResourceTagsByResourceIds({
      ServiceType: "cam",
      ResourcePrefix: "uin",
      ResourceRegion: "ap-shanghai",
      ResourceIds: [String(uin)],
      Offset,
      Limit: 20,
    });
  const [first, second] = [await page(0), await page(20)];
  expect(first.Tags).toHaveLength(20);
  expect(second.Tags).toHaveLength(5);
  expect(first.Tags?.[0]).toMatchObject({ ResourceId: String(uin), TagKey: "k0", TagValue: "v" });
  await sandbox.cam().DeleteUser({ Name: "alice", Force: 1 });
  expect((await page(0)).TotalCount).toBe(0);
});

test("one tag is added, changed and taken off, as tencentcloud_tag_attachment_v2 does it", async () => {
  const { AddResourceTag, UpdateResourceTagValue, DeleteResourceTag } = boundCalls();
  await AddResourceTag("team", "data");
  expect(await codeOf(AddResourceTag("team", "other"))).toBe("ResourceInUse.TagKeyAttached");
  expect(await tagsOf(server)).toEqual([["team", "data"]]);
  await UpdateResourceTagValue("team", "web");
  expect(await tagsOf(server)).toEqual([["team", "web"]]);
  await DeleteResourceTag("team");
  expect(await tagsOf(server)).toEqual([]);
  expect(await codeOf(DeleteResourceTag("team"))).toBe("ResourceNotFound.AttachedTagKeyNotFound");
  expect(await codeOf(UpdateResourceTagValue("team", "web"))).toBe("ResourceNotFound.AttachedTagKeyNotFound");
});

function boundCalls() {
  const client = sandbox.tag();
  return {
    AddResourceTag: (TagKey: string, TagValue: string) => client.AddResourceTag({ TagKey, TagValue, Resource: server }),
    UpdateResourceTagValue: (TagKey: string, TagValue: string) =>
      client.UpdateResourceTagValue({ TagKey, TagValue, Resource: server }),
    DeleteResourceTag: (TagKey: string) => client.DeleteResourceTag({ TagKey, Resource: server }),
  };
}

test("resources are found by their tags, page by page", async () => {
  const client = sandbox.tag();
  const resources = ["1", "2", "3"].map((id) => `qcs::lighthouse:ap-shanghai:uin/${OWNER_UIN}:instance/lhins-${id}`);
  await client.TagResources({ ResourceList: resources, Tags: [{ TagKey: "team", TagValue: "data" }] });
  await client.TagResources({ ResourceList: resources.slice(1), Tags: [{ TagKey: "employee", TagValue: "alice" }] });
  const TagFilters = [
    { TagKey: "team", TagValue: ["data", "web"] },
    { TagKey: "employee", TagValue: [] },
  ];
  const first = await client.GetResources({ TagFilters, MaxResults: 1 });
  expect(first.ResourceTagMappingList).toMatchObject([{ Resource: resources[1] }]);
  const second = await client.GetResources({ TagFilters, MaxResults: 1, PaginationToken: first.PaginationToken ?? "" });
  expect(second).toMatchObject({ ResourceTagMappingList: [{ Resource: resources[2] }], PaginationToken: "" });
  await client.UnTagResources({ ResourceList: resources, TagKeys: ["employee"] });
  expect((await client.DescribeResourcesByTags({ TagFilters })).TotalCount).toBe(0);
  expect(
    (await client.DescribeResourcesByTags({ TagFilters: [{ TagKey: "team" }], ServiceType: "lighthouse" })).Rows,
  ).toHaveLength(3);
});

describe("a tag is refused", () => {
  const modify = (TagKey: string, TagValue = "", Resource = server) =>
    codeOf(sandbox.tag().ModifyResourceTags({ Resource, ReplaceTags: [{ TagKey, TagValue }] }));

  test("for a key or a value that is too long or has a wrong character", async () => {
    expect(await modify("k".repeat(127), "v".repeat(255))).toBe("no error");
    expect(await modify("k".repeat(128))).toBe("InvalidParameterValue.TagKeyLengthExceeded");
    expect(await modify("k", "v".repeat(256))).toBe("InvalidParameterValue.TagValueLengthExceeded");
    expect(await modify("a&b")).toBe("InvalidParameterValue.TagKeyCharacterIllegal");
    expect(await modify("k", "a&b")).toBe("InvalidParameterValue.TagValueCharacterIllegal");
    expect(await modify("")).toBe("InvalidParameterValue.TagKeyEmpty");
    expect(await modify("qcs:x")).toBe("InvalidParameter.ReservedTagKey");
    expect(await modify("部门", "研发")).toBe("no error");
  });

  test("for a resource that is malformed or another account's", async () => {
    expect(await modify("k", "v", "lhins-1")).toBe("InvalidParameterValue.ResourceDescriptionError");
    expect(await modify("k", "v", "qcs::lighthouse:ap-shanghai:uin/7:instance/x")).toBe(
      "InvalidParameterValue.UinInvalid",
    );
  });

  test("when it is the 51st", async () => {
    const ReplaceTags = Array.from({ length: 50 }, (_, index) => ({ TagKey: `k${index}`, TagValue: "" }));
    await sandbox.tag().ModifyResourceTags({ Resource: server, ReplaceTags });
    expect(await modify("k0", "changed")).toBe("no error");
    expect(await modify("k50")).toBe("LimitExceeded.ResourceAttachedTags");
  });

  test("for a caller without permission", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    const call = sandbox.tag(key).AddResourceTag({ TagKey: "k", TagValue: "v", Resource: server });
    expect(await codeOf(call)).toBe("AuthFailure.UnauthorizedOperation");
  });
});
