import { afterEach, expect, test } from "@jest/globals";
import { addEmployee, codeOf, document, messageOf } from "../../support/sandbox/sandbox.ts";
import { seeded, startWorkplaces, type Workplaces } from "../../support/sandbox/workplaces.ts";

const open: Workplaces[] = [];

async function start(): Promise<Workplaces> {
  const sandbox = await startWorkplaces();
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const { api } of open.splice(0)) await api.close();
});

const zip = (text: string) => ({ ZipFile: Buffer.from(text).toString("base64") });

test("a function lives in its environment's namespace, is not run, and says whose keys it would have", async () => {
  const sandbox = await start();
  const { id: Namespace } = seeded(sandbox, "bob");
  const named = { FunctionName: "hello", Namespace };
  await sandbox.scf().CreateFunction({ ...named, Code: zip("one"), Handler: "index.main", Runtime: "Nodejs18.15" });
  expect(await codeOf(sandbox.scf().CreateFunction({ ...named, Code: zip("one") }))).toBe("ResourceInUse.FunctionName");
  expect(await codeOf(sandbox.scf().CreateFunction({ ...named, Namespace: "elsewhere", Code: zip("one") }))).toBe(
    "ResourceNotFound.Namespace",
  );
  expect((await sandbox.scf().ListFunctions({ Namespace })).Functions).toMatchObject([
    { FunctionName: "hello", Namespace },
  ]);
  expect((await sandbox.scf().ListFunctions({})).TotalCount).toBe(0);
  expect((await sandbox.tcb().ListFunctions({ EnvId: Namespace })).TotalCount).toBe(1);
  await sandbox.scf().UpdateFunctionCode({ ...named, Code: zip("longer") });
  expect(await sandbox.scf().GetFunction(named)).toMatchObject({ Role: "TCB_QcsRole", CodeSize: 6 });
  expect((await sandbox.scf().Invoke(named)).Result?.RetMsg).toContain("TCB_QcsRole");
  await sandbox.scf().DeleteFunction(named);
  expect(await codeOf(sandbox.scf().Invoke(named))).toBe("ResourceNotFound.Function");
});

test("SCF asks CAM for the namespace under the short name of the region, and CloudBase's own action asks for everything", async () => {
  const sandbox = await start();
  const [alice, bob] = [seeded(sandbox, "alice").id, seeded(sandbox, "bob").id];
  const own = document(
    "allow",
    ["scf:*"],
    [
      `qcs::scf:ap-shanghai:uin/100000000001:namespace/${alice}`,
      `qcs::scf:ap-shanghai:uin/100000000001:namespace/${alice}/function/*`,
    ],
  );
  const { key } = await addEmployee(sandbox, "alice", own, document("allow", ["tcb:UpdateFunctionCode"]));
  const mine = { FunctionName: "mine", Namespace: alice };
  const theirs = { FunctionName: "theirs", Namespace: bob };
  await sandbox.scf().CreateFunction({ ...theirs, Code: zip("bob's") });
  await sandbox.scf(key).CreateFunction({ ...mine, Code: zip("alice's") });
  expect((await sandbox.scf(key).GetFunction(mine)).CodeSize).toBe(7);
  expect(await messageOf(sandbox.scf(key).CreateFunction({ ...theirs, Code: zip("") }))).toContain(
    `(qcs::scf:sh:uin/100000000001:namespace/${bob})`,
  );
  expect(await messageOf(sandbox.scf(key).UpdateFunctionCode({ ...theirs, Code: zip("") }))).toContain("no permission");
  expect(await messageOf(sandbox.scf(key).Invoke(theirs))).toContain("no permission");

  await sandbox.tcb(key).UpdateFunctionCode({ EnvId: bob, FunctionName: "theirs", Code: zip("alice was here") });
  expect((await sandbox.scf().GetFunction(theirs)).CodeSize).toBe(14);
});

test("functions go with the environment that is destroyed for good", async () => {
  const sandbox = await start();
  const { id: EnvId } = seeded(sandbox, "bob");
  await sandbox.tcb().CreateFunction({ EnvId, FunctionName: "hello", Code: zip("one") });
  await sandbox.tcb().DestroyEnv({ EnvId });
  expect((await sandbox.scf().ListFunctions({ Namespace: EnvId })).TotalCount).toBe(1);
  await sandbox.tcb().DestroyEnv({ EnvId, IsForce: true });
  expect((await sandbox.scf().ListFunctions({ Namespace: EnvId })).TotalCount).toBe(0);
});
