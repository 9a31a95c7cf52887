import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { documentedRate, RateLimiter } from "../../../sandbox/api/rates.ts";
import { codeOf, emptyCloud, messageOf, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
let now = Date.now();
beforeEach(async () => {
  now = Date.now();
  sandbox = await startSandbox({ now: () => now });
});
afterEach(() => sandbox.api.close());

async function codesOf(times: number, call: () => Promise<unknown>): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < times; index++) codes.push(await codeOf(call()));
  return codes;
}

describe("a fault on demand", () => {
  test("hits the next calls of its action alone, and then no more", async () => {
    const fault = { kind: "error", code: "RequestLimitExceeded" };
    const { status } = await sandbox.control("POST", "faults", [{ action: "cam:AddUser", times: 2, fault }]);
    expect(status).toBe(200);
    expect(await codeOf(sandbox.cam().ListUsers())).toBe("no error");
    expect(await codesOf(3, () => sandbox.cam().AddUser({ Name: "alice" }))).toEqual([
      "RequestLimitExceeded",
      "RequestLimitExceeded",
      "no error",
    ]);
  });

  test("lets the first calls through where it is told to", async () => {
    const fault = { kind: "error", code: "InternalError" };
    await sandbox.control("POST", "faults", [{ action: "cam:*", skip: 1, times: 1, fault }]);
    expect(await codesOf(3, () => sandbox.cam().ListUsers())).toEqual(["no error", "InternalError", "no error"]);
  });

  test("is there from the first request where the sandbox is started with it", async () => {
    await sandbox.api.close();
    const fault = { kind: "error", code: "InternalError", message: "broken", when: "before" } as const;
    sandbox = await startSandbox({ faults: [{ action: "*", skip: 0, times: null, fault }] });
    expect(await messageOf(sandbox.sts().GetCallerIdentity())).toBe("broken");
    expect(await codesOf(2, () => sandbox.cam().ListUsers())).toEqual(["InternalError", "InternalError"]);
    await sandbox.control("DELETE", "faults");
    expect(await codesOf(1, () => sandbox.cam().ListUsers())).toEqual(["no error"]);
  });

  test.each([
    [{ kind: "drop", when: "before" }, false],
    [{ kind: "drop", when: "after" }, true],
    [{ kind: "error", code: "InternalError", when: "before" }, false],
    [{ kind: "error", code: "InternalError", when: "after" }, true],
  ])("%j loses the answer, and whether the user is there is %j", async (fault, isThere) => {
    await sandbox.control("POST", "faults", [{ action: "cam:AddUser", fault }]);
    expect(await codeOf(sandbox.cam().AddUser({ Name: "alice" }))).not.toBe("no error");
    expect((await sandbox.cam().ListUsers()).Data).toHaveLength(isThere ? 1 : 0);
  });

  test("that slows an answer down holds it until the client gives up or the sandbox ends", async () => {
    await sandbox.control("POST", "faults", [
      { action: "cam:ListUsers", fault: { kind: "slow", milliseconds: 600_000 } },
    ]);
    const slow = codeOf(sandbox.cam().ListUsers());
    expect(await codeOf(sandbox.cam().ListGroups({}))).toBe("no error");
    const { body } = await sandbox.control("GET", "faults");
    expect(body).toEqual([]);
    await sandbox.api.close();
    expect(await slow).not.toBe("no error");
  });

  test("that slows an answer down by little leaves it whole", async () => {
    await sandbox.control("POST", "faults", [{ action: "cam:ListUsers", fault: { kind: "slow", milliseconds: 20 } }]);
    expect((await sandbox.cam().ListUsers()).Data).toEqual([]);
  });
});

describe("documented rates", () => {
  test("are not enforced unless asked for", async () => {
    const calls = Array.from({ length: 30 }, () => codeOf(sandbox.cam().ListUsers()));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["no error"]));
  });

  test("let through what the page of the action says, and refill with time", async () => {
    sandbox.cloud.settings.documentedRates = true;
    const { PolicyId = 0 } = await sandbox.cam().CreatePolicy({
      PolicyName: "p",
      PolicyDocument: '{"version":"2.0","statement":[{"effect":"allow","action":["*"],"resource":["*"]}]}',
    });
    const update = () => sandbox.cam().UpdatePolicy({ PolicyId, Description: "x" });
    expect(await codesOf(11, update)).toEqual([...Array(10).fill("no error"), "RequestLimitExceeded"]);
    expect(await messageOf(update())).toContain("exceeds the frequency limit `10` for a second");
    expect(await codeOf(sandbox.cam().ListUsers())).toBe("no error");
    now += 100;
    expect(await codesOf(2, update)).toEqual(["no error", "RequestLimitExceeded"]);
  });

  test("never refill past one second's worth", () => {
    const limiter = new RateLimiter();
    const taken = (at: number) =>
      Array.from({ length: 100 }, () => limiter.take("cam:CreateAccessKey", at)).filter(Boolean);
    expect(documentedRate("cam:CreateAccessKey")).toBe(5);
    expect(taken(0)).toHaveLength(5);
    expect(taken(3_600_000)).toHaveLength(5);
  });
});

describe("the control endpoint", () => {
  test("answers nobody without its token", async () => {
    for (const Authorization of ["", `Bearer ${"0".repeat(48)}`]) {
      const response = await fetch(`${sandbox.api.url}/_sandbox/state`, { headers: { Authorization } });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(sandbox.rootKey.secretKey);
    }
  });

  test("shows the whole state", async () => {
    await sandbox.cam().AddUser({ Name: "alice" });
    const { body } = await sandbox.control("GET", "state");
    expect(body).toEqual(JSON.parse(JSON.stringify(sandbox.cloud)));
    expect(body).toMatchObject({ cam: { users: { "100000000002": { name: "alice" } } } });
  });

  test("changes settings, and refuses those that there are not", async () => {
    const { body } = await sandbox.control("POST", "settings", {
      unfilteredDescribeEnvs: "refuse",
      environmentReady: 5,
    });
    expect(body).toEqual({ ...emptyCloud().settings, unfilteredDescribeEnvs: "refuse", environmentReady: 5 });
    expect(sandbox.cloud.settings).toEqual(body);
    for (const wrong of [{ environmentReady: "x" }, { unfilteredDescribeEnvs: "x" }, { nonsense: 1 }, "x"]) {
      expect((await sandbox.control("POST", "settings", wrong)).status).toBe(400);
    }
    expect(sandbox.cloud.settings).toEqual(body);
  });

  test.each([
    [[{ action: "AddUser", fault: { kind: "drop", when: "before" } }], "action"],
    [[{ action: "cam:AddUser", fault: { kind: "explode" } }], "kind"],
    [[{ action: "cam:AddUser", times: 0, fault: { kind: "drop", when: "before" } }], "times"],
  ])("refuses the fault %j and says why", async (rules, place) => {
    const { status, body } = await sandbox.control("POST", "faults", rules);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(place);
  });

  test("knows no other paths", async () => {
    expect((await sandbox.control("GET", "nonsense")).status).toBe(404);
  });
});
