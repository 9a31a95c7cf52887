/** Servers as text: a line for each employee, and what to do about those that are not as they should be. */
import type { CloudServer, SetUpRun } from "../lookups/servers.ts";
import { printable } from "../problems/problems.ts";

export interface ServerRow {
  readonly employee: string;
  /** Whether the roster asks for one. */
  readonly wanted: boolean;
  /** Those with the employee's name for a server. */
  readonly servers: readonly CloudServer[];
  /** Of the only server. */
  readonly run: SetUpRun | undefined;
}

export interface ServerState {
  readonly isGood: boolean;
  /** One line without a name: `RUNNING, 198.18.0.1, ends 2026-12-26; set up 2026-11-26: …`. */
  readonly text: string;
}

/** What is to be said of one employee's server. */
export function serverState({ employee, wanted, servers, run }: ServerRow): ServerState {
  const [server, ...others] = servers;
  if (server === undefined) {
    return wanted
      ? { isGood: false, text: "no server yet; run: npx cdktf deploy" }
      : { isGood: true, text: "none asked for" };
  }
  const ids = servers.map(({ id }) => id).join(", ");
  if (others.length > 0) {
    return {
      isGood: false,
      text: `${servers.length} servers have the name (${ids}); keep the one that Terraform knows`,
    };
  }
  const place = [
    server.id,
    server.state,
    ...server.addresses,
    ...(server.ends === undefined ? [] : [`ends ${server.ends}`]),
  ];
  if (!wanted) {
    return {
      isGood: false,
      text: `${place.join(", ")}; the roster asks for none, and it costs until it is given back`,
    };
  }
  const again = `; again: npx subaccounts servers --set-up ${employee}`;
  const isSetUp = run?.status === "SUCCESS";
  const said =
    run === undefined
      ? "never set up"
      : `set-up ${run.status} ${run.at}${run.says === undefined ? "" : `: ${run.says}`}`;
  const isOpen = run !== undefined && ["PENDING", "DELIVERING", "RUNNING"].includes(run.status);
  return {
    isGood: server.state === "RUNNING" && (isSetUp || isOpen),
    text: `${place.join(", ")}; ${said}${isSetUp || isOpen ? "" : again}`,
  };
}

/** A line for each row, with the names in a column, in the order of the rows. */
export function serversText(rows: readonly ServerRow[]): string {
  const width = Math.max(0, ...rows.map(({ employee }) => employee.length));
  return rows.map((row) => `${row.employee.padEnd(width)}  ${printable(serverState(row).text)}\n`).join("");
}

/** The same for programs: an array, a member for each employee. */
export function serversJson(rows: readonly ServerRow[]): string {
  const all = rows.map(({ employee, wanted, servers, run }) => {
    const { isGood, text } = serverState({ employee, wanted, servers, run });
    return { employee, wanted, good: isGood, says: text, servers, setUp: run ?? null };
  });
  return `${JSON.stringify(all, null, 2)}\n`;
}
