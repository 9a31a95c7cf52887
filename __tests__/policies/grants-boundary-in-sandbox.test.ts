import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { printPolicyDocument } from "../../policies/language/document.ts";
import { PERMISSION_BOUNDARY } from "../../policies/permission-boundary.ts";
import { addEmployee, codeOf, document, type Key, type Sandbox, startSandbox } from "../support/sandbox/sandbox.ts";

const REFUSED = "AuthFailure.UnauthorizedOperation";
let sandbox: Sandbox;
let alice: { uin: number; key: Key };

beforeAll(async () => {
  sandbox = await startSandbox();
  const root = sandbox.cam();
  alice = await addEmployee(sandbox, "alice");
  const PolicyDocument = printPolicyDocument(PERMISSION_BOUNDARY);
  const { PolicyId = 0 } = await root.CreatePolicy({ PolicyName: "boundary", PolicyDocument });
  await root.PutUserPermissionsBoundary({ TargetUin: alice.uin, PolicyId });
});
afterAll(() => sandbox.api.close());

async function attachPreset(Keyword: string): Promise<void> {
  const { List = [] } = await sandbox.cam().ListPolicies({ Keyword, Scope: "QCS", Rp: 200 });
  const preset = List.find(({ PolicyName }) => PolicyName === Keyword);
  await sandbox.cam().AttachUserPolicy({ AttachUin: alice.uin, PolicyId: preset?.PolicyId ?? 0 });
}

test("an employee with the boundary still reads CAM for the device-code login, and with AdministratorAccess does no more there", async () => {
  const cam = sandbox.cam(alice.key);
  expect(await codeOf(cam.GetUser({ Name: "alice" }))).toBe(REFUSED);
  await attachPreset("QcloudCamReadOnlyAccess");
  expect(await codeOf(cam.GetUser({ Name: "alice" }))).toBe("no error");

  await attachPreset("AdministratorAccess");
  const everything = JSON.stringify(document("allow", ["*"]));
  const attempts = [
    cam.UpdatePolicy({ PolicyName: "boundary", PolicyDocument: everything }),
    cam.CreatePolicy({ PolicyName: "mine", PolicyDocument: everything }),
    cam.DeleteUserPermissionsBoundary({ TargetUin: alice.uin }),
    cam.CreateAccessKey({ TargetUin: alice.uin }),
    cam.AddUser({ Name: "mallory" }),
  ];
  expect([...new Set(await Promise.all(attempts.map(codeOf)))]).toEqual([REFUSED]);
  expect(await codeOf(sandbox.sts(alice.key).GetFederationToken({ Name: "a", Policy: everything }))).toMatch(
    /Unauthorized/,
  );
  await sandbox.cam().DeleteUserPermissionsBoundary({ TargetUin: alice.uin });
  expect(await codeOf(cam.CreatePolicy({ PolicyName: "mine", PolicyDocument: everything }))).toBe("no error");
});
