import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.api.close());

/** A request as Terraform's http backend sends it. */
async function state(method: string, body?: string, target = "employees", password = sandbox.api.controlToken) {
  const Authorization = `Basic ${Buffer.from(`terraform:${password}`).toString("base64")}`;
  const url = `${sandbox.api.url}/_sandbox/terraform-state/${target}`;
  const response = await fetch(url, { method, headers: { Authorization }, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: await response.text() };
}

const lock = (ID: string) => JSON.stringify({ ID, Operation: "OperationTypeApply", Who: "alice@büro" });

describe("the http state backend", () => {
  test("has no state first, then the one that was written, and none after it was deleted", async () => {
    expect(await state("GET")).toEqual({ status: 204, body: "" });
    expect((await state("POST", '{"serial":1}')).status).toBe(200);
    expect(await state("GET")).toEqual({ status: 200, body: '{"serial":1}' });
    expect((await state("GET", undefined, "others")).status).toBe(204);
    expect((await state("DELETE")).status).toBe(200);
    expect((await state("GET")).status).toBe(204);
  });

  test("takes writes of the lock's holder alone, and tells others who that is", async () => {
    expect((await state("LOCK", lock("one"))).status).toBe(200);
    const refused = { status: 423, body: lock("one") };
    expect(await state("LOCK", lock("two"))).toEqual(refused);
    expect(await state("POST", "{}", "employees?ID=two")).toEqual(refused);
    expect(await state("UNLOCK", lock("two"))).toEqual(refused);
    expect((await state("POST", "{}", "employees?ID=one")).status).toBe(200);
    expect((await state("UNLOCK", lock("one"))).status).toBe(200);
    expect((await state("LOCK", lock("two"))).status).toBe(200);
  });

  test("is unlocked by force, which comes without a lock", async () => {
    await state("LOCK", lock("one"));
    expect((await state("UNLOCK")).status).toBe(200);
    expect((await state("LOCK", lock("two"))).status).toBe(200);
  });

  test("refuses wrong passwords, locks without an id, other methods and names with a path", async () => {
    expect(await state("GET", undefined, "employees", "wrong")).toMatchObject({
      status: 401,
      body: expect.stringContaining("TF_HTTP_PASSWORD"),
    });
    expect((await state("LOCK", "{}")).status).toBe(400);
    expect((await state("LOCK", "no json")).status).toBe(400);
    expect((await state("PUT", "{}")).status).toBe(405);
    expect((await state("GET", undefined, "a/b")).status).toBe(404);
  });

  test("takes states that are larger than any request of the API", async () => {
    const large = JSON.stringify("x".repeat(20 * 1024 * 1024));
    expect((await state("POST", large)).status).toBe(200);
    expect((await state("GET")).body).toHaveLength(large.length);
  });
});
