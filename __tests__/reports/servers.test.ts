import { describe, expect, test } from "@jest/globals";
import type { CloudServer, SetUpRun } from "../../lookups/servers.ts";
import { type ServerRow, serverState, serversText } from "../../reports/servers.ts";

const server: CloudServer = {
  ...{ id: "lhins-1", name: "openclaw-alice", state: "RUNNING", addresses: ["203.0.113.9"] },
  ...{ bundle: "bundle_1", tags: [] },
  ends: "2026-12-26T00:00:00Z",
};
const run: SetUpRun = {
  status: "SUCCESS",
  at: "2026-11-26T09:00:00Z",
  says: "openclaw: nothing changed: environment alice-1",
};
const state = (row: Partial<ServerRow>) =>
  serverState({ employee: "alice", wanted: true, servers: [server], run, ...row });
const PLACE = "lhins-1, RUNNING, 203.0.113.9, ends 2026-12-26T00:00:00Z";
const AGAIN = "; again: npx subaccounts servers --set-up alice";

describe("a server", () => {
  test.each<[string, Partial<ServerRow>, boolean, string]>([
    [
      "that is set up",
      {},
      true,
      `${PLACE}; set-up SUCCESS 2026-11-26T09:00:00Z: openclaw: nothing changed: environment alice-1`,
    ],
    [
      "that is being set up",
      { run: { ...run, status: "RUNNING", says: undefined } },
      true,
      `${PLACE}; set-up RUNNING 2026-11-26T09:00:00Z`,
    ],
    [
      "whose set-up failed",
      { run: { ...run, status: "FAILED", says: "FAILED at 'register the MCP server'" } },
      false,
      `${PLACE}; set-up FAILED 2026-11-26T09:00:00Z: FAILED at 'register the MCP server'${AGAIN}`,
    ],
    ["that was never set up", { run: undefined }, false, `${PLACE}; never set up${AGAIN}`],
    [
      "that does not run",
      { servers: [{ ...server, state: "STOPPED", ends: undefined, addresses: [] }] },
      false,
      "lhins-1, STOPPED; set-up SUCCESS 2026-11-26T09:00:00Z: openclaw: nothing changed: environment alice-1",
    ],
    ["that is missing", { servers: [] }, false, "no server yet; run: npx cdktf deploy"],
    ["that nobody asks for and nobody has", { servers: [], wanted: false }, true, "none asked for"],
    [
      "that nobody asks for",
      { wanted: false },
      false,
      `${PLACE}; the roster asks for none, and it costs until it is given back`,
    ],
    [
      "whose name another one has",
      { servers: [server, { ...server, id: "lhins-2" }] },
      false,
      "2 servers have the name (lhins-1, lhins-2); keep the one that Terraform knows",
    ],
  ])("%s", (_, row, isGood, text) => {
    expect(state(row)).toEqual({ isGood, text });
  });

  test("is one line, whatever the set-up printed", () => {
    const says = "a\u001b[31m\u202e\nb";
    expect(serversText([{ employee: "al", wanted: true, servers: [server], run: { ...run, says } }])).toBe(
      `al  ${PLACE}; set-up SUCCESS 2026-11-26T09:00:00Z: a\\u{1b}[31m\\u{202e}\\nb\n`,
    );
  });
});
