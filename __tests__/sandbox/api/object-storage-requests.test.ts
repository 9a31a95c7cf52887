import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type AskStorage,
  type Send,
  type StorageKey,
  type StorageRequest,
  signed,
  urlOf,
} from "../../support/end-to-end/storage-client.ts";
import { at, BUCKET, HOST, OTHERS, ofAlice, READ, startBuckets } from "../../support/sandbox/buckets.ts";
import type { Sandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
let ask: AskStorage;
let send: Send;
let nobody: StorageKey;
let reporter: StorageKey;

beforeAll(async () => {
  ({ sandbox, ask, send, nobody, reporter } = await startBuckets());
});
afterAll(() => sandbox.api.close());

describe("a key", () => {
  const allowed = async (key: string) => !(await ask(reporter, { ...READ, key })).isRefused;

  test("is asked about as it is, whatever characters it has", async () => {
    const hostile = [
      "*",
      "a*?b",
      "%2A",
      "../x",
      "a/../../b",
      "a//b",
      "<region>",
      "${uin}",
      ":*",
      "a b+c#d&e=f",
      "\n",
      "ключ",
      "$&",
    ];
    const part = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "grapheme", maxLength: 20 }));
    const keys = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `k${parts.join("/")}`);
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const { isRefused, error = "" } = await ask(nobody, { ...READ, method: "HEAD", key });
        expect(isRefused).toBe(true);
        expect(error).toContain(`(cos:HeadObject)\nresource (${ofAlice(key)}) has no permission`);
      }),
      { numRuns: 60 },
    );
  });

  test("is no pattern: a star in it opens nothing and passes by no deny", async () => {
    expect(await allowed("reports/1")).toBe(true);
    expect(await allowed("reports/*")).toBe(true);
    expect(await allowed("*")).toBe(false);
    expect(await allowed("repor*")).toBe(false);
    expect(await allowed("reports/secret*")).toBe(false);
    expect(await allowed("reports/secret/1")).toBe(false);
  });

  test("is not another one for being encoded otherwise, and dots lead nowhere", async () => {
    const request = { ...READ, key: "reports/secret" };
    const { message } = await send("GET", `http://${HOST}/%72eports%2Fse%63ret`, signed(reporter, request).headers);
    expect(message).toContain(`(${ofAlice("reports/secret")})`);
    const up = { ...READ, key: "x/../reports/1" };
    const answer = await send("GET", `http://${HOST}/x/../reports/1`, signed(reporter, up).headers);
    expect(answer.message).toContain(`(${ofAlice("x/../reports/1")})`);
  });

  test.each([
    ["/", "InvalidObjectName"],
    ["./..//", "InvalidObjectName"],
    ["x".repeat(851), "KeyTooLong"],
    ["ä".repeat(426), "KeyTooLong"],
  ])("that could be read as the bucket, or is too long, is refused", async (key, code) => {
    await expect(ask(sandbox.rootKey, { ...READ, key })).rejects.toThrow(code);
  });

  test("that is not percent-encoded UTF-8, or has a fragment, is refused", async () => {
    for (const path of ["%", "%ff", "a#b"]) {
      expect((await send("GET", `http://${HOST}/${path}`)).code).toBe("InvalidURI");
    }
  });
});

describe("a bucket of another account", () => {
  const refused = { isRefused: true, hasChanged: false, error: "AccessDenied: Access Denied." };
  test("is closed to the root account, for reading, making, processing, copying from and uploading to", async () => {
    const root = sandbox.rootKey;
    expect(await ask(root, { ...READ, host: at(OTHERS) })).toEqual(refused);
    expect(await ask(root, { method: "PUT", host: at(OTHERS), key: "" })).toEqual(refused);
    expect(await ask(root, { method: "GET", host: at(OTHERS).replace(".cos.", ".ci."), key: "" })).toEqual(refused);
    const headers = { "x-cos-copy-source": `${at(OTHERS)}/reports/1` };
    expect(await ask(root, { ...READ, method: "PUT", headers })).toEqual(refused);
    expect(await ask(root, { method: "POST", host: at(OTHERS), key: "", uploads: "x" })).toEqual(refused);
  });
});

describe("a request that is no action of the catalogue", () => {
  test.each<[string, Partial<StorageRequest>, string]>([
    [
      "an object's tags",
      { query: { tagging: "" } },
      "NotImplemented: The sandbox does not decide about GET of an object",
    ],
    ["two things at once", { query: { acl: "", uploadId: "1" } }, "NotImplemented: The sandbox does not"],
    ["an unknown parameter", { query: { prefix: "x" } }, "NotImplemented: The sandbox does not"],
    [
      "many objects to delete",
      { method: "POST", key: "", query: { delete: "" } },
      "NotImplemented: The sandbox does not",
    ],
    ["the bucket's lifecycle", { key: "", query: { lifecycle: "" } }, "NotImplemented: The sandbox does not"],
    [
      "a path in place of a bucket's host",
      { host: "cos.ap-shanghai.myqcloud.com" },
      "NotImplemented: The sandbox does not",
    ],
    [
      "another job of Cloud Infinite",
      { host: `${BUCKET}.ci.ap-shanghai.myqcloud.com`, key: "jobs/a/b" },
      "NotImplemented",
    ],
    ["global acceleration", { host: `${BUCKET}.cos.accelerate.myqcloud.com` }, "BucketAccelerateNotEnabled"],
    ["a method that COS does not have", { method: "PATCH" }, "MethodNotAllowed"],
    ["a bucket without app id", { host: at("pictures") }, "InvalidBucketName"],
    ["a host that is none", { host: "127.0.0.1" }, "InvalidURI"],
  ])("is told so, and is no refusal of CAM: %s", async (_, changes, error) => {
    const request: StorageRequest = { ...READ, ...changes };
    const asked = ask(nobody, request).then(
      ({ error: text }) => text,
      (thrown: unknown) => String(thrown),
    );
    expect(await asked).toContain(error);
  });

  test("is looked at after its signature", async () => {
    expect((await send("PATCH", urlOf(READ))).code).toBe("AccessDenied");
    const { headers } = signed(sandbox.rootKey, READ);
    expect((await send("PATCH", urlOf(READ), headers)).code).toBe("SignatureDoesNotMatch");
    expect((await send("GET", `http://${HOST}/?lifecycle`)).code).toBe("AccessDenied");
    expect((await send("GET", `http://${HOST}/?prefix=a&PREFIX=b`)).code).toBe("InvalidArgument");
  });
});
