import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import COS from "cos-nodejs-sdk-v5";
import {
  type AskStorage,
  type FormChanges,
  form,
  type Send,
  type StorageKey,
  type StorageRequest,
  urlOf,
} from "../../support/end-to-end/storage-client.ts";
import { at, HOST, OTHERS, ofAlice, READ, startBuckets } from "../../support/sandbox/buckets.ts";
import { APP_ID, type Sandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
let ask: AskStorage;
let send: Send;
let reporter: StorageKey;
let now = Date.now();

beforeAll(async () => {
  ({ sandbox, ask, send, reporter } = await startBuckets({ now: () => now }));
});
beforeEach(() => {
  now = Date.now();
});
afterAll(() => sandbox.api.close());

/** Signs one request with the SDK and sends what the changes make of it. */
async function tampered(changes: Partial<Tampering>, key: StorageKey = sandbox.rootKey) {
  const { request, signedHost, keyTime, authorization, method, url, headers } = {
    request: READ,
    signedHost: HOST,
    keyTime: `${Math.floor(now / 1000) - 1};${Math.floor(now / 1000) + 60}`,
    authorization: (made: string) => made,
    method: "GET",
    url: urlOf(READ),
    headers: {},
    ...changes,
  };
  const made = COS.getAuthorization({
    SecretId: key.secretId,
    SecretKey: key.secretKey,
    Method: "GET",
    Pathname: `/${request.key}`,
    Query: { ...request.query },
    Headers: signedHost === undefined ? {} : { Host: signedHost },
    KeyTime: keyTime,
  });
  const Authorization = authorization(made);
  return send(method, url, { ...headers, ...(Authorization === "" ? {} : { Authorization }) });
}

interface Tampering {
  request: StorageRequest;
  signedHost: string | undefined;
  keyTime: string;
  authorization: (made: string) => string;
  method: string;
  url: string;
  headers: Record<string, string>;
}

describe("a signature", () => {
  const strange = { secretId: `no${randomBytes(8).toString("hex")}`, secretKey: randomBytes(16).toString("hex") };
  const seconds = Math.floor(Date.now() / 1000);

  test("is good for the request that it was made for", async () => {
    expect(await tampered({})).toMatchObject({ status: 501, code: "NotImplemented" });
  });

  test.each<[string, Partial<Tampering>, string]>([
    ["for another method", { method: "DELETE" }, "SignatureDoesNotMatch"],
    ["for another key", { url: `http://${HOST}/reports/2` }, "SignatureDoesNotMatch"],
    ["for another bucket", { url: `http://${at(`x-${APP_ID}`)}/reports/1` }, "SignatureDoesNotMatch"],
    [
      "for another bucket, although the header still names the first",
      { url: `http://${at(`x-${APP_ID}`)}/reports/1`, headers: { host: HOST } },
      "SignatureDoesNotMatch",
    ],
    [
      "for another version",
      { request: { ...READ, query: { versionId: "1" } }, url: `http://${HOST}/reports/1?versionId=2` },
      "SignatureDoesNotMatch",
    ],
    ["without a parameter that it names", { request: { ...READ, query: { versionId: "1" } } }, "SignatureDoesNotMatch"],
    ["by another algorithm", { authorization: (made) => made.replace("sha1", "md5") }, "SignatureDoesNotMatch"],
    ["cut short", { authorization: (made) => made.slice(0, -1) }, "SignatureDoesNotMatch"],
    ["of another service", { authorization: () => "AWS4-HMAC-SHA256 Credential=x" }, "SignatureDoesNotMatch"],
    ["without times", { keyTime: "now;then" }, "SignatureDoesNotMatch"],
    ["that has expired", { keyTime: `${seconds - 900};${seconds - 10}` }, "AccessDenied"],
    [
      "whose own time has expired",
      { authorization: (made) => made.replace(/sign-time=[^&]+/, "sign-time=1;2") },
      "AccessDenied",
    ],
    [
      "whose key has expired",
      { authorization: (made) => made.replace(/key-time=[^&]+/, "key-time=1;2") },
      "AccessDenied",
    ],
    ["that begins in an hour", { keyTime: `${seconds + 3600};${seconds + 7200}` }, "RequestTimeTooSkewed"],
    ["that is not there", { authorization: () => "" }, "AccessDenied"],
    ["beside a token of nobody", { headers: { "x-cos-security-token": "x" } }, "InvalidAccessKeyId"],
  ])("%s is refused, to the root account too", async (_, changes, code) => {
    expect((await tampered(changes)).code).toBe(code);
  });

  test("of an unknown key, and by a wrong secret, is refused", async () => {
    expect((await tampered({}, strange)).code).toBe("InvalidAccessKeyId");
    const wrong = { ...sandbox.rootKey, secretKey: strange.secretKey };
    expect((await tampered({}, wrong)).code).toBe("SignatureDoesNotMatch");
    await expect(ask(wrong, READ)).rejects.toThrow("SignatureDoesNotMatch");
  });

  test("that leaves the host out is good for every bucket, each of which CAM is asked about", async () => {
    const url = `http://${at(`x-${APP_ID}`)}/reports/1`;
    expect(await tampered({ signedHost: undefined, url })).toMatchObject({ code: "NotImplemented" });
    const { message } = await tampered({ signedHost: undefined, url }, reporter);
    expect(message).toContain(`uid/${APP_ID}:x-${APP_ID}/reports/1)`);
  });
});

describe("a form", () => {
  const upload = async (key: string, changes: FormChanges = {}, host = HOST) => {
    const { headers, body } = await form(reporter, key, changes);
    const { code, message } = await send("POST", `http://${host}`, headers, body);
    return `${code}: ${message}`;
  };

  test("uploads under the key that it names, with the file's name put in", async () => {
    expect(await upload("reports/1")).toContain("NotImplemented: The caller may use cos:PostObject");
    expect(await upload("reports/${filename}", { conditions: [["starts-with", "$key", "reports/hello"]] })).toContain(
      "NotImplemented",
    );
    expect(await upload("private/${filename}")).toContain(
      `(cos:PostObject)\nresource (${ofAlice("private/hello.txt")})`,
    );
  });

  test.each<[string, FormChanges, string]>([
    ["whose key is another one", { conditions: [{ key: "reports/2" }] }, "AccessDenied"],
    ["whose key begins otherwise", { conditions: [["starts-with", "$key", "private/"]] }, "AccessDenied"],
    ["for another bucket", { conditions: [{ bucket: OTHERS }] }, "AccessDenied"],
    ["without a field of its policy", { conditions: [["eq", "$acl", "default"]] }, "AccessDenied"],
    ["with a file that is too large", { conditions: [["content-length-range", 0, 4]] }, "EntityTooLarge"],
    ["with a file that is too small", { conditions: [["content-length-range", 6, 9]] }, "EntityTooSmall"],
    ["with a condition of no kind", { conditions: [["like", "$key", "*"]] }, "InvalidPolicyDocument"],
    ["whose policy has expired", { expiration: "2020-01-01T00:00:00.000Z" }, "AccessDenied"],
    ["whose policy does not name its key", { required: [] }, "InvalidPolicyDocument"],
    ["with another policy than the signed one", { fields: { policy: "e30=" } }, "SignatureDoesNotMatch"],
    ["with other times than the signed ones", { fields: { "q-key-time": "1;9999999999" } }, "SignatureDoesNotMatch"],
    ["with an empty signature", { fields: { "q-signature": "" } }, "SignatureDoesNotMatch"],
    ["with a field that is there twice", { fields: { KEY: "reports/2" } }, "MalformedPOSTRequest"],
    ["with a token of nobody", { fields: { "x-cos-security-token": "x" } }, "InvalidAccessKeyId"],
  ])("is refused %s", async (_, changes, code) => {
    expect((await upload("reports/1", changes)).split(":")[0]).toBe(code);
  });

  test("is refused at a host without a bucket, when it cannot be read, when it has expired and when nobody signed it", async () => {
    expect(await upload("reports/1", {}, "127.0.0.1")).toContain("InvalidURI");
    expect(await upload("reports/1", {}, "cos.ap-shanghai.myqcloud.com")).toContain("MethodNotAllowed");
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await send("POST", `http://${HOST}/`, headers, "y")).code).toBe("MalformedPOSTRequest");
    const anonymous =
      '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nb\r\n--x--\r\n';
    expect(await send("POST", `http://${HOST}/`, headers, anonymous)).toMatchObject({ message: "Access Denied." });
    expect(await upload("reports/1", {}, `${HOST}?acl`)).toBe("AccessDenied: Access Denied.");
    now += 901_000;
    expect(await upload("reports/1")).toBe("AccessDenied: Request has expired");
  });
});
