/** Actions that the sandbox only says yes or no to. */
import { afterEach, expect, test } from "@jest/globals";
import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js";
import { CATALOGUE } from "../../../policies/catalogue/catalogue.ts";
import { ACTIONS, DECIDED_ACTIONS } from "../../../sandbox/api/catalogue.ts";
import {
  addEmployee,
  codeOf,
  document,
  type Key,
  messageOf,
  type Sandbox,
  startSandbox,
} from "../../support/sandbox/sandbox.ts";

const open: Sandbox[] = [];

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox();
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const { api } of open.splice(0)) await api.close();
});

/** Asks for an action by its version and name. */
function request(
  { api, rootKey }: Sandbox,
  version: string,
  action: string,
  body: object,
  key?: Key,
  region = "ap-shanghai",
) {
  const endpoint = `127.0.0.1:${api.port}`;
  const profile = { httpProfile: { endpoint, protocol: "http://" as const } };
  return new CommonClient(endpoint, version, { credential: key ?? rootKey, region, profile }).request(action, body);
}

const OWN = "qcs::cls:ap-shanghai:uin/100000000001:topic/own";

test("whoever may use an action that is not served is told so, and whoever may not is refused as by the real service", async () => {
  const sandbox = await start();
  const { key } = await addEmployee(sandbox, "alice", document("allow", ["cls:SearchLog"], [OWN]));
  const search = (body: object, by?: Key) => request(sandbox, "2020-10-16", "SearchLog", body, by);
  expect(await messageOf(search({ TopicId: "own" }, key))).toBe(
    "CAM allows cls:SearchLog, but the sandbox does not serve it. docs/sandbox.md lists what the sandbox serves.",
  );
  expect(await codeOf(search({ TopicId: "theirs" }))).toBe("UnsupportedOperation");
  expect(await codeOf(search({ TopicId: "theirs" }, key))).toBe("AuthFailure.UnauthorizedOperation");
  expect(await messageOf(search({ TopicId: "theirs" }, key))).toContain(
    "you are not authorized to perform operation (cls:SearchLog)\nresource (qcs::cls:ap-shanghai:uin/100000000001:topic/theirs) has no permission",
  );
});

test.each([
  ["every resource that it names", { TopicId: "own", Topics: [{ TopicId: "theirs" }] }, "topic/theirs"],
  ["all of them where it names none", { Topics: [] }, "topic/*"],
  ["what is between colons too", { TopicId: "a:b:*" }, "topic/a:b:*"],
])("a request is decided by %s", async (_what, body, refused) => {
  const sandbox = await start();
  const { key } = await addEmployee(sandbox, "alice", document("allow", ["cls:SearchLog"], [OWN]));
  expect(await messageOf(request(sandbox, "2020-10-16", "SearchLog", body, key))).toContain(`:${refused}) has no`);
});

test("logs are sought by filters, functions in the namespace called default, and keys of oneself", async () => {
  const sandbox = await start();
  const { key, uin } = await addEmployee(sandbox, "nobody");
  const refusal = (version: string, action: string, body: object) =>
    messageOf(request(sandbox, version, action, body, key));
  const filters = [
    { Key: "topicName", Values: ["x"] },
    { Key: "topicId", Values: ["one", "two"] },
  ];
  expect(await refusal("2020-10-16", "DescribeTopics", { Filters: filters })).toContain(":topic/one)");
  expect(await refusal("2018-04-16", "GetFunctionLogs", {})).toContain(":namespace/default/function/*)");
  expect(await refusal("2019-01-16", "CreateApiKey", {})).toContain(`:uin/${uin})`);
  expect(await refusal("2018-08-13", "AssumeRole", { RoleArn: "qcs::cam::uin/100000000001:roleName/admin" })).toContain(
    "(qcs::cam::uin/100000000001:roleName/admin)",
  );
});

test.each([
  ["2020-10-16", "SearchLog", { TopicId: 7 }, "InvalidParameter"],
  ["2020-10-16", "SearchLog", { Topics: "own" }, "InvalidParameter"],
  ["2018-08-13", "AssumeRole", { RoleArn: "qcs::cam::uin/100000000002:roleName/admin" }, "InvalidParameter"],
  ["2018-08-13", "AssumeRole", { RoleArn: "admin" }, "InvalidParameter"],
  ["2020-10-16", "BuyMoon", {}, "InvalidAction"],
  ["2020-10-17", "SearchLog", {}, "NoSuchVersion"],
])("%s %s with %j is refused to root too: %s", async (version, action, body, code) => {
  expect(await codeOf(request(await start(), version, action, body))).toBe(code);
});

test("an action in a region needs one", async () => {
  const asked = request(await start(), "2020-10-16", "SearchLog", { TopicId: "own" }, undefined, "");
  expect(await codeOf(asked)).toBe("MissingParameter");
});

test("every action of the catalogue but those of object storage is served or decided", () => {
  const known = [...ACTIONS, ...DECIDED_ACTIONS].map(({ name }) => name);
  const unknown = CATALOGUE.filter(({ name }) => !known.includes(name)).map(({ service }) => service);
  expect([...new Set(unknown)]).toEqual(["ci", "cos"]);
  expect(new Set(known).size).toBe(known.length);
});
