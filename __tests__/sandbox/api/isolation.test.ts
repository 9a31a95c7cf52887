import { afterEach, describe, expect, test } from "@jest/globals";
import type { Client as TcbClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/v20180608/tcb_client.js";
import { environmentPolicies } from "../../../policies/environment-policies.ts";
import { hostingBucket, storageBucket } from "../../../sandbox/api/services/tcb/names.ts";
import type { Environment } from "../../../sandbox/api/services/tcb/state.ts";
import { TEMPLATES } from "../../support/policies/templates.ts";
import { APP_ID, addEmployee, codeOf, type Key, OWNER_UIN } from "../../support/sandbox/sandbox.ts";
import { REGION, seeded, startWorkplaces, type Workplaces } from "../../support/sandbox/workplaces.ts";

const open: Workplaces[] = [];

afterEach(async () => {
  for (const { api } of open.splice(0)) await api.close();
});

/** Alice with a profile's policy on her environment, and bob's environment with a collection and a function in it. */
async function aliceAndBob(profile: keyof typeof TEMPLATES) {
  const sandbox = await startWorkplaces();
  open.push(sandbox);
  const [alice, bob] = [seeded(sandbox, "alice"), seeded(sandbox, "bob")];
  const { key } = await addEmployee(sandbox, "alice", ...policiesOf(profile, alice));
  await sandbox.tcb().CreateTable({ EnvId: bob.id, TableName: "plans" });
  await sandbox.tcb().request("PutItem", { EnvId: bob.id, TableName: "plans", MgoDocs: ['{"secret":1}'] });
  await sandbox.scf().CreateFunction({ FunctionName: "job", Namespace: bob.id, Code: { ZipFile: "AAAA" } });
  return { sandbox, key, alice, bob };
}

function policiesOf(profile: keyof typeof TEMPLATES, { id, logs }: Environment): object[] {
  const values = {
    region: REGION,
    ownerUin: String(OWNER_UIN),
    appId: String(APP_ID),
    environmentId: id,
    storageBucket: storageBucket(id, APP_ID),
    hosting: { bucket: hostingBucket(id, APP_ID) },
    logs: logs ?? ("none" as const),
  };
  return environmentPolicies(TEMPLATES[profile], values, "alice").map(({ document }) => document);
}

/** What alice could do to bob with actions that CAM cannot confine to an environment. */
function unconfined(tcb: TcbClient, EnvId: string): Promise<unknown>[] {
  const table = { EnvId, TableName: "plans" };
  return [
    tcb.ListTables({ EnvId, MgoLimit: 10 }),
    tcb.request("QueryRecords", table),
    tcb.request("UpdateItem", { ...table, MgoQuery: "{}", MgoUpdate: '{"$set":{"secret":2}}' }),
    tcb.UpdateFunctionCode({ EnvId, FunctionName: "job", Code: { ZipFile: "BBBB" } }),
  ];
}

/** What every profile confines to alice's own environment. */
function confined(sandbox: Workplaces, key: Key, { id }: Environment): Promise<unknown>[] {
  return [
    sandbox.tcb(key).DescribeEnvs({ EnvId: id }),
    sandbox.tcb(key).request("DescribeEnvInfo", { EnvId: id }),
    sandbox.tcb(key).DescribeStaticStore({ EnvId: id }),
    sandbox.tcb(key).CreateApiKey({ EnvId: id, KeyType: "api_key" }),
  ];
}

const codes = async (calls: Promise<unknown>[]) => [...new Set(await Promise.all(calls.map(codeOf)))];

describe.each(["documented", "reference", "guarded"] as const)("with the %s profile", (profile) => {
  test("alice works in her own environment and not in bob's", async () => {
    const { sandbox, key, alice, bob } = await aliceAndBob(profile);
    expect(await codes(confined(sandbox, key, alice))).toEqual(["no error"]);
    expect(await codes(confined(sandbox, key, bob))).toEqual(["UnauthorizedOperation"]);
    expect(await codeOf(sandbox.tcb(key).DestroyEnv({ EnvId: bob.id }))).toBe("UnauthorizedOperation");
    const listed = await sandbox.tcb(key).DescribeEnvs({});
    expect(listed.EnvList?.map(({ EnvId }) => EnvId)).toEqual([alice.id]);
  });

  test("what CAM cannot confine reaches bob's collections and functions, as docs/policies.md warns", async () => {
    const { sandbox, key, bob } = await aliceAndBob(profile);
    expect(await codes(unconfined(sandbox.tcb(key), bob.id))).toEqual(["no error"]);
    const { Data } = await sandbox.tcb().request("QueryRecords", { EnvId: bob.id, TableName: "plans" });
    expect(Data).toEqual([expect.stringContaining('"secret":2')]);
    await sandbox.tcb(key).DeleteTable({ EnvId: bob.id, TableName: "plans" });
    expect((await sandbox.tcb().ListTables({ EnvId: bob.id, MgoLimit: 10 })).Tables).toEqual([]);
  });
});

test.each([
  ["documented", "no error"],
  ["reference", "UnauthorizedOperation.CAM"],
  ["guarded", "no error"],
] as const)("with the %s profile, creating a function in one's own namespace answers: %s", async (profile, code) => {
  const { sandbox, key, alice, bob } = await aliceAndBob(profile);
  const create = (Namespace: string) =>
    codeOf(sandbox.scf(key).CreateFunction({ FunctionName: "mine", Namespace, Code: { ZipFile: "AAAA" } }));
  expect(await create(alice.id)).toBe(code);
  expect(await create(bob.id)).toBe("UnauthorizedOperation.CAM");
});

test("the documented profile lets alice rewrite her own policy and take bob's environment, the guarded one does not", async () => {
  const everything = { version: "2.0", statement: [{ effect: "allow", action: ["*"], resource: ["*"] }] };
  const rewritten = { PolicyName: "alice-0", PolicyDocument: JSON.stringify(everything) };

  const loose = await aliceAndBob("documented");
  await loose.sandbox.cam(loose.key).UpdatePolicy(rewritten);
  await loose.sandbox.tcb(loose.key).DestroyEnv({ EnvId: loose.bob.id });
  expect(loose.bob.isolatedAt).toBeDefined();

  const tight = await aliceAndBob("guarded");
  expect(await codeOf(tight.sandbox.cam(tight.key).UpdatePolicy(rewritten))).toBe("AuthFailure.UnauthorizedOperation");
  expect(await codeOf(tight.sandbox.tcb(tight.key).DestroyEnv({ EnvId: tight.bob.id }))).toBe("UnauthorizedOperation");
});
