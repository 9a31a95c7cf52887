import { readFileSync } from "node:fs";
import { CamUser } from "@cdktf/provider-tencentcloud/lib/cam-user";
import { describe, expect, test } from "@jest/globals";
import { cutSchema, PROVIDER_ADDRESS } from "../../providers/tencentcloud/schema-cut.ts";

const committed = JSON.parse(readFileSync("providers/tencentcloud/schema.json", "utf8"));

describe("the cut of the provider's schema", () => {
  test("cutting the committed schema again changes nothing", () => {
    expect(cutSchema(committed)).toEqual(committed);
  });

  test("a resource that the provider no longer has is named", () => {
    const { tencentcloud_cam_user, ...others } = committed.provider_schemas[PROVIDER_ADDRESS].resource_schemas;
    const provider = { ...committed.provider_schemas[PROVIDER_ADDRESS], resource_schemas: others };
    expect(tencentcloud_cam_user).toBeDefined();
    expect(() => cutSchema({ provider_schemas: { [PROVIDER_ADDRESS]: provider } })).toThrow(/tencentcloud_cam_user/);
  });

  test("descriptions go, an attribute of that name stays", () => {
    const full = structuredClone(committed);
    const policy = full.provider_schemas[PROVIDER_ADDRESS].resource_schemas.tencentcloud_cam_policy;
    policy.block.attributes.name.description = "Name of the policy.";
    expect(policy.block.attributes.description).toBeDefined();
    expect(cutSchema(full)).toEqual(committed);
  });

  test("an attribute of an object type that is named description stays", () => {
    const policies = committed.provider_schemas[PROVIDER_ADDRESS].data_source_schemas.tencentcloud_cam_policies;
    expect(policies.block.attributes.policy_list.type[1][1]).toMatchObject({ description: "string" });
  });

  test("bindings are generated from it", () => {
    expect(CamUser.tfResourceType).toBe("tencentcloud_cam_user");
  });
});
