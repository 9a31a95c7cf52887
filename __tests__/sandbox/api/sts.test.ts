import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  addEmployee,
  codeOf,
  document,
  type Key,
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

async function federationToken(policy: object, key?: Key, DurationSeconds = 1800): Promise<Key> {
  const Policy = encodeURIComponent(JSON.stringify(policy));
  const { Credentials } = await sandbox.sts(key).GetFederationToken({ Name: "session", Policy, DurationSeconds });
  return {
    secretId: Credentials?.TmpSecretId ?? "",
    secretKey: Credentials?.TmpSecretKey ?? "",
    token: Credentials?.Token ?? "",
  };
}

const anything = document("allow", ["*"]);

test("GetCallerIdentity tells root, sub-accounts and temporary credentials apart, whatever their policies", async () => {
  const { key, uin } = await addEmployee(sandbox, "alice");
  const temporary = await federationToken(document("deny", ["*"]));
  expect(await sandbox.sts().GetCallerIdentity()).toMatchObject({
    Arn: `qcs::cam::uin/${OWNER_UIN}:root`,
    AccountId: String(OWNER_UIN),
    UserId: String(OWNER_UIN),
  });
  expect(await sandbox.sts(key).GetCallerIdentity()).toMatchObject({
    Arn: `qcs::cam::uin/${OWNER_UIN}:uin/${uin}`,
    AccountId: String(OWNER_UIN),
    UserId: String(uin),
    PrincipalId: String(uin),
    Type: "CAMUser",
  });
  expect(await sandbox.sts(temporary).GetCallerIdentity()).toMatchObject({
    Arn: `qcs::sts::uin/${OWNER_UIN}:federated-user/session`,
    AccountId: String(OWNER_UIN),
  });
});

describe("temporary credentials", () => {
  test("of root are confined to their policy", async () => {
    const key = await federationToken(document("allow", ["cam:ListUsers"]));
    expect(await codeOf(sandbox.cam(key).ListUsers())).toBe("no error");
    expect(await codeOf(sandbox.cam(key).ListGroups({}))).toBe("AuthFailure.UnauthorizedOperation");
  });

  test("of a sub-account may do what both it and their policy may", async () => {
    const own = document("allow", ["sts:GetFederationToken", "cam:ListUsers", "cam:ListGroups"]);
    const { key } = await addEmployee(sandbox, "alice", own);
    const narrow = await federationToken(document("allow", ["cam:ListUsers", "cam:AddUser"]), key);
    expect(await codeOf(sandbox.cam(narrow).ListUsers())).toBe("no error");
    expect(await codeOf(sandbox.cam(narrow).ListGroups({}))).toBe("AuthFailure.UnauthorizedOperation");
    expect(await codeOf(sandbox.cam(narrow).AddUser({ Name: "bob" }))).toBe("AuthFailure.UnauthorizedOperation");
  });

  test("end at their time, and with the account that asked for them", async () => {
    const brief = await federationToken(anything, undefined, 60);
    const { key } = await addEmployee(sandbox, "alice", anything);
    const alices = await federationToken(anything, key);
    await sandbox.cam().DeleteUser({ Name: "alice", Force: 1 });
    expect(await codeOf(sandbox.cam(alices).ListUsers())).toBe("AuthFailure.SecretIdNotFound");
    expect(await codeOf(sandbox.cam(brief).ListUsers())).toBe("no error");
    now += 61_000;
    expect(await codeOf(sandbox.cam(brief).ListUsers())).toBe("AuthFailure.TokenFailure");
    await federationToken(anything);
    expect(await codeOf(sandbox.cam(brief).ListUsers())).toBe("AuthFailure.SecretIdNotFound");
  });

  test("need their token, and cannot ask for others", async () => {
    const { token, ...without } = await federationToken(anything);
    expect(await codeOf(sandbox.cam(without).ListUsers())).toBe("AuthFailure.TokenFailure");
    const wrong = { ...without, token: `${token?.startsWith("x") ? "y" : "x"}${token?.slice(1)}` };
    expect(await codeOf(sandbox.cam(wrong).ListUsers())).toBe("AuthFailure.TokenFailure");
    const key = { ...without, ...(token === undefined ? {} : { token }) };
    expect(await codeOf(federationToken(anything, key))).toBe("UnsupportedOperation");
  });
});

describe("GetFederationToken refuses", () => {
  const policy = JSON.stringify(anything);
  test.each([
    ["a name that is not letters", { Name: "a b", Policy: policy }, "InvalidParameter.ParamError"],
    [
      "more than two hours for root",
      { Name: "a", Policy: policy, DurationSeconds: 7201 },
      "InvalidParameter.OverTimeError",
    ],
    ["a policy that is no document", { Name: "a", Policy: "{}" }, "InvalidParameter.StrategyFormatError"],
    ["a policy that is not URL-encoded", { Name: "a", Policy: "%%%" }, "InvalidParameter.StrategyFormatError"],
    [
      "a policy with a principal",
      {
        Name: "a",
        Policy: JSON.stringify({
          version: "2.0",
          statement: [{ effect: "allow", action: ["*"], resource: ["*"], principal: { qcs: ["*"] } }],
        }),
      },
      "InvalidParameter.StrategyInvalid",
    ],
  ])("%s", async (_, request, code) => {
    expect(await codeOf(sandbox.sts().GetFederationToken(request))).toBe(code);
  });

  test("more than 36 hours for a sub-account, but not those", async () => {
    const { key } = await addEmployee(sandbox, "alice", anything);
    expect(await codeOf(federationToken(anything, key, 129_600))).toBe("no error");
    expect(await codeOf(federationToken(anything, key, 129_601))).toBe("InvalidParameter.OverTimeError");
  });

  test("a sub-account that has no permission for it", async () => {
    const { key } = await addEmployee(sandbox, "alice");
    expect(await codeOf(federationToken(anything, key))).toBe("UnauthorizedOperation");
  });
});
