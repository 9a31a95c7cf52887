/** Sub-accounts that are in no roster as text: a line for each, then servers and environments that are nobody's. */
import type { Unlisted, UnlistedInAccount } from "../lookups/unlisted.ts";
import { printable } from "../problems/problems.ts";
import { counted } from "./words.ts";

/** @param file The roster that they would go to. */
export function unlistedText({ users, servers, environments }: UnlistedInAccount, file: string): string {
  const width = Math.max(0, ...users.map(({ name }) => printable(name).length));
  const lines = [
    `${counted(users.length, "sub-account")} in no roster`,
    ...users.map((user) => `  ${printable(user.name).padEnd(width)}  ${printable(belongings(user))}`),
    ...servers.map(({ id, name }) => `  server of nobody: ${printable(`${id} (${name})`)}`),
    ...environments.map(
      ({ EnvId, Alias }) => `  environment of nobody: ${printable(`${EnvId}${Alias ? ` (alias ${Alias})` : ""}`)}`,
    ),
    ...(users.length === 0 ? [] : [`to take some over: npx subaccounts adopt --roster ${file} <name> ...`]),
  ];
  return `${lines.join("\n")}\n`;
}

function belongings({ name, policies, groups, environment, server }: Unlisted): string {
  return [
    policies.length === 0 ? "no policy" : `policies ${policies.join(", ")}`,
    ...(groups.length === 0 ? [] : [`groups ${groups.join(", ")}`]),
    environment === undefined ? "no environment of its name" : `environment ${environment.EnvId}`,
    server === undefined ? `no server named openclaw-${name}` : `server ${server.id} (${server.bundle})`,
  ].join("; ");
}
