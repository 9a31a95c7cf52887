import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import COS from "cos-nodejs-sdk-v5";
import fc from "fast-check";
import { deletedKeys } from "../../../sandbox/api/object-storage/deleted-keys.ts";
import {
  type AskStorage,
  askStorage,
  type FormChanges,
  form,
  type Send,
  type StorageKey,
  type StorageRequest,
  sendThrough,
  urlOf,
} from "../../end-to-end/storage-client.ts";
import { APP_ID, addEmployee, document, type Sandbox, startSandbox } from "./sandbox.ts";

const BUCKET = `616c-alice-${APP_ID}`;
const OTHERS = "626f-bob-1299999999";
const at = (bucket: string) => `${bucket}.cos.ap-shanghai.myqcloud.com`;
const HOST = at(BUCKET);
const ofAlice = (path: string) => `qcs::cos:ap-shanghai:uid/${APP_ID}:${BUCKET}/${path}`;
const READ: StorageRequest = { method: "GET", host: HOST, key: "reports/1" };

let sandbox: Sandbox;
let ask: AskStorage;
let send: Send;
let nobody: StorageKey;
let reporter: StorageKey;
let now = Date.now();

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
  ask = askStorage(sandbox.api);
  send = sendThrough(sandbox.api);
  nobody = (await addEmployee(sandbox, "nobody")).key;
  const allowed = document("allow", ["cos:*"], [ofAlice("reports/*")]);
  const denied = document("deny", ["cos:*"], [ofAlice("reports/secret*")]);
  reporter = (await addEmployee(sandbox, "reporter", allowed, denied)).key;
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
    const { message } = await tampered({ request, url: `http://${HOST}/%72eports%2Fse%63ret` }, reporter);
    expect(message).toContain(`(${ofAlice("reports/secret")})`);
    const up = { request: { ...READ, key: "x/../reports/1" }, url: `http://${HOST}/x/../reports/1` };
    expect((await tampered(up, reporter)).message).toContain(`(${ofAlice("x/../reports/1")})`);
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
    expect((await tampered({ method: "PATCH" })).code).toBe("SignatureDoesNotMatch");
    expect((await send("GET", `http://${HOST}/?lifecycle`)).code).toBe("AccessDenied");
    expect((await send("GET", `http://${HOST}/?prefix=a&PREFIX=b`)).code).toBe("InvalidArgument");
  });
});

describe("a form", () => {
  const upload = async (key: string, changes: FormChanges = {}, host = HOST) => {
    const { headers, body } = await form(reporter, key, changes);
    const { code, message } = await send("POST", `http://${host}/`, headers, body);
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
    now += 901_000;
    expect(await upload("reports/1")).toBe("AccessDenied: Request has expired");
  });
});

test("a list of objects to delete is read as it was written, and refused where it could be read in two ways", () => {
  const printed = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (keys) => {
      const objects = keys.map((text) => `<Object>\n<Key>${printed(text)}</Key></Object>`);
      expect(deletedKeys(Buffer.from(`<Delete><Quiet>true</Quiet>${objects.join("")}</Delete>`))).toEqual(keys);
    }),
  );
  const list = (objects: string) => () => deletedKeys(Buffer.from(`<Delete>${objects}</Delete>`));
  const object = (inner: string) => list(`<Object>${inner}</Object>`);
  expect(object("<Key>a&amp;b&#x41;</Key><VersionId>1</VersionId>")()).toEqual(["a&bA"]);
  for (const malformed of [
    list(""),
    object(""),
    object("<Key></Key>"),
    object("<Key>a</Key><Key>b</Key>"),
    object("<Key><![CDATA[a]]></Key>"),
    object("<Key>a<!-- --></Key>"),
    object("<Key>&x;</Key>"),
    object("<Key>&</Key>"),
    object("<Key>&#xD800;</Key>"),
    object("<Key>a</Key></Object></Delete><Delete><Object><Key>b</Key>"),
    list("<Object><Key>a</Key></Object>".repeat(1001)),
    () => deletedKeys(Buffer.from("<!DOCTYPE x><Delete><Object><Key>a</Key></Object></Delete>")),
    () =>
      deletedKeys(
        Buffer.concat([Buffer.from("<Delete><Object><Key>"), Buffer.of(255), Buffer.from("</Key></Object></Delete>")]),
      ),
  ]) {
    expect(malformed).toThrow("The list of objects to delete");
  }
});
