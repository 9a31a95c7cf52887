import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { tcb } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/index.js";
import { parseJson } from "../../../sandbox/api/json.ts";
import { rowsOf } from "../../../sandbox/api/services/lists.ts";
import { addEmployee, codeOf, type Sandbox, startSandbox } from "../../support/sandbox/sandbox.ts";

let sandbox: Sandbox;
let bugs: unknown[];
beforeEach(async () => {
  bugs = [];
  sandbox = await startSandbox({ onBug: (bug) => bugs.push(bug) });
});
afterEach(async () => {
  await sandbox.api.close();
  expect(bugs).toEqual([]);
});

/** Sends headers that promise a body which never comes, and reads what is answered all the same. */
function answerWithoutBody(lines: readonly string[]): Promise<string> {
  const socket = connect(sandbox.api.port, "127.0.0.1");
  socket.write([...lines, "Host: 127.0.0.1", "Content-Length: 5000000", "", ""].join("\r\n"));
  socket.once("data", () => socket.end());
  return text(socket);
}

describe("a body is not waited for", () => {
  test.each([
    ["the control endpoint without its token", "POST /_sandbox/faults HTTP/1.1", "401 Unauthorized"],
    ["a Terraform state without its password", "POST /_sandbox/terraform-state/x HTTP/1.1", "401 Unauthorized"],
    ["an action without a signature", "POST / HTTP/1.1", "MissingParameter"],
  ])("by %s", async (_what, line, expected) => {
    const headers = ["X-TC-Action: GetUser", "X-TC-Version: 2019-01-16"];
    expect(await answerWithoutBody([line, ...headers])).toContain(expected);
  });
});

test("a client that hangs up in the middle of a body is no bug", async () => {
  const socket = connect(sandbox.api.port, "127.0.0.1");
  const token = `Authorization: Bearer ${sandbox.api.controlToken}`;
  socket.write(["POST /_sandbox/faults HTTP/1.1", "Host: x", token, "Content-Length: 5000", "", "["].join("\r\n"));
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.resetAndDestroy();
  // Another request's answer shows that the server lives; the hook above, that it told of no bug.
  expect((await sandbox.control("GET", "faults")).status).toBe(200);
});

test("JSON that is nested without end is an error, wherever it is sent", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(() => parseJson(deep)).toThrow(SyntaxError);
  expect(parseJson(JSON.stringify({ text: "[".repeat(100) }))).toEqual({ text: "[".repeat(100) });
  const response = await fetch(`${sandbox.api.url}/_sandbox/faults`, {
    method: "POST",
    headers: { Authorization: `Bearer ${sandbox.api.controlToken}` },
    body: deep,
  });
  expect(response.status).toBe(400);
});

test("a compressed body is refused in words", async () => {
  const response = await fetch(`${sandbox.api.url}/_sandbox/faults`, {
    method: "POST",
    headers: { Authorization: `Bearer ${sandbox.api.controlToken}`, "Content-Encoding": "gzip" },
    body: "[]",
  });
  expect(response.status).toBe(415);
});

test.each(["ap-atlantis", "sh"])("the region %s is not supported", async (region) => {
  const httpProfile = { endpoint: `127.0.0.1:${sandbox.api.port}`, protocol: "http://" as const };
  const client = new tcb.v20180608.Client({ credential: sandbox.rootKey, region, profile: { httpProfile } });
  expect(await codeOf(client.DescribeEnvs({ EnvId: "x" }))).toBe("UnsupportedRegion");
});

test("a deleted user is in no group any more", async () => {
  const { uin } = await addEmployee(sandbox, "alice");
  const root = sandbox.cam();
  const { GroupId = 0 } = await root.CreateGroup({ GroupName: "lab" });
  await root.AddUserToGroup({ Info: [{ Uid: (await root.GetUser({ Name: "alice" })).Uid ?? 0, GroupId }] });
  expect((await root.ListUsersForGroup({ GroupId })).TotalNum).toBe(1);
  await root.DeleteUser({ Name: "alice", Force: 1 });
  expect((await root.ListUsersForGroup({ GroupId })).TotalNum).toBe(0);
  expect(sandbox.cloud.cam.groups[GroupId]?.members).not.toContain(uin);
});

test("rows come in the order of their ids, each once, and all of them where no id is given", () => {
  const rows = { a: 1, b: 2 };
  expect(rowsOf(rows, ["b", "a", "b", "none"])).toEqual([2, 1]);
  expect(rowsOf(rows, [])).toEqual([1, 2]);
});
