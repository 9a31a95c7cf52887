/** The roster edit of the demonstration: one joins, one leaves, one gets a tighter policy. Comments stay. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tcb } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/index.js";
import { isMap, isSeq, parseDocument } from "yaml";
import { writeWhole } from "../../files/files.ts";
import type { Roster } from "../../roster/roster.ts";
import type { Api } from "../api/server.ts";
import { clientConfig, rootKey } from "./client-config.ts";

/** Who is touched. */
export interface Edit {
  readonly joins: string;
  readonly leaves: string;
  readonly tightens: string;
}

/**
 * Chooses who leaves and who gets the default policy: the last employee with a profile of an own does, and the one before leaves.
 *
 * @returns undefined where the roster is too small to take anybody away
 */
export function chooseEdit({ employees }: Roster): Edit | undefined {
  const tightens = employees.find(({ policy }) => "profile" in policy && policy.profile === "documented");
  const leaves = employees.findLast(
    (employee) => employee !== tightens && employee.environment.sharedWith === undefined,
  );
  const names = new Set(employees.map(({ name }) => name));
  const joins = ["frank", "grace", "newcomer"].find((name) => !names.has(name));
  if (tightens === undefined || leaves === undefined || joins === undefined || employees.length < 3) return undefined;
  return { joins, leaves: leaves.name, tightens: tightens.name };
}

/** Writes the edit into the roster file. */
export function editRoster(folder: string, roster: Roster, { joins, leaves, tightens }: Edit): void {
  const path = join(folder, roster.file);
  const document = parseDocument(readFileSync(path, "utf8"));
  const employees = document.get("employees");
  if (!isSeq(employees)) throw new Error(`${path} has no list of employees`);
  employees.items = employees.items.filter((entry) => !(isMap(entry) && entry.get("name") === leaves));
  for (const entry of employees.items) {
    if (isMap(entry) && entry.get("name") === tightens) entry.set("policy", "guarded");
  }
  employees.add(document.createNode({ name: joins, email: `${joins}@example.com` }));
  writeWhole(path, document.toString({ lineWidth: 0 }));
}

/** Makes the newcomer's environment through the API, with log service and hosting, as an administrator would in the console. */
export async function createEnvironment(api: Api, region: string, alias: string): Promise<string> {
  const client = new tcb.v20180608.Client(clientConfig(api, rootKey(api), region));
  const { EnvId: id } = await client.CreateEnv({
    Alias: alias,
    PackageId: "baas_personal",
    Resources: ["flexdb", "storage", "function"],
  });
  if (id === undefined) throw new Error(`tcb:CreateEnv gave no id for ${alias}`);
  await client.CreateEnvResource({ EnvId: id, Resources: ["log"] });
  await client.CreateStaticStore({ EnvId: id });
  return id;
}
