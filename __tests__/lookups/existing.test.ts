import { describe, expect, test } from "@jest/globals";
import { type ExistingAccount, findExisting } from "../../lookups/existing.ts";
import { rosterOf } from "../support/lookups/cloud.ts";

const SERVER = "server: { bundle: bundle_1 }";
const server = (id: string, changes: object = {}) => ({
  ...{ id, name: "openclaw-alice", state: "RUNNING", addresses: [], bundle: "bundle_1", ends: undefined },
  tags: ["team", "employee"],
  ...changes,
});
const user = (name: string) => ({ name, attached: [], groups: [] });
const find = (entry: string, account: Partial<ExistingAccount> = {}) =>
  findExisting(rosterOf(entry), { users: [user("alice")], policies: [], servers: [], ...account });

describe("what there is of an employee who is taken over", () => {
  test("is found by name: own policies, what is attached, groups and the server", () => {
    const policies = [
      { name: "cloudbase-env-x-1@alice", id: "1" },
      { name: "cloudbase-env-x-1-tcr@alice", id: "2" },
      { name: "cloudbase-env-x-1@alice.w", id: "3" },
      { name: "cloudbase-subaccounts-employees-boundary", id: "4" },
      { name: "cloudbase-subaccounts-others-boundary", id: "5" },
      { name: "mine@alice", id: "6" },
    ];
    const attached = [
      { name: "mine@alice", id: "6", isPreset: false },
      { name: "QcloudCamReadOnlyAccess", id: "7", isPreset: true },
    ];
    const { found, problems } = find(`name: alice\nadopt: true\n${SERVER}`, {
      users: [{ name: "alice", attached, groups: ["b", "a\u202e"] }],
      policies,
      servers: [server("lhins-1")],
    });
    expect(problems).toEqual([]);
    expect(found).toEqual({
      stack: { policies: { "cloudbase-subaccounts-employees-boundary": "4" } },
      employees: {
        alice: {
          policies: { "cloudbase-env-x-1@alice": "1", "cloudbase-env-x-1-tcr@alice": "2" },
          attached: { "mine@alice": "6" },
          presets: { QcloudCamReadOnlyAccess: "7" },
          groups: ["a\\u{202e}", "b"],
          server: { id: "lhins-1", bundle: "bundle_1", tags: ["employee", "team"] },
        },
      },
    });
  });

  test("has the boundary of the stack that it comes from too, and policies of names with capitals", () => {
    const policies = [
      { name: "cloudbase-env-x-1@+alice", id: "1" },
      { name: "cloudbase-subaccounts-team-a-boundary", id: "2" },
    ];
    const { found } = find("name: Alice\nenvironment: { alias: alice }\nmovedFrom: team-a", {
      users: [user("Alice")],
      policies,
    });
    expect(found.stack.policies).toEqual({ "cloudbase-subaccounts-team-a-boundary": "2" });
    expect(found.employees.Alice?.policies).toEqual({ "cloudbase-env-x-1@+alice": "1" });
  });

  test.each([
    ["no sub-account", { users: [] }, 'there is no sub-account "alice" to take over'],
    ["another case", { users: [user("ALICE")] }, 'the sub-account is named "ALICE"'],
    [
      "two servers",
      { servers: [server("lhins-2"), server("lhins-1")] },
      "2 servers are named openclaw-alice: lhins-1, lhins-2",
    ],
    ["an isolated server", { servers: [server("lhins-1", { state: "SHUTDOWN" })] }, "the server lhins-1 is SHUTDOWN"],
  ])("is refused with %s", (_, account, message) => {
    const { problems } = find(`name: alice\nadopt: true\n${SERVER}`, account);
    expect(problems).toMatchObject([
      {
        rule: "existing",
        file: "employees.yaml",
        line: 5,
        employee: "alice",
        message: expect.stringContaining(message),
      },
    ]);
  });

  test("is nothing of servers where the roster asks for none, and nothing at all of others", () => {
    const account = { servers: [server("lhins-1"), server("lhins-2")] };
    expect(find("name: alice\nadopt: true\nserver: false", account)).toMatchObject({ problems: [] });
    expect(find("name: alice", account).found.employees).toEqual({});
  });
});
