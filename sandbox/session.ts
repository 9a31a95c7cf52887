/** One run of the sandbox: the API, seeded and on a free port, and the workspace in which commands meet it. */
import { randomBytes } from "node:crypto";
import { readLookups } from "../lookups/file.ts";
import type { Roster } from "../roster/roster.ts";
import { newCloud } from "./api/cloud.ts";
import { type Api, type ApiOptions, startApi } from "./api/server.ts";
import type { Settings } from "./api/settings.ts";
import { StateFile } from "./api/state-file.ts";
import { SandboxError } from "./error.ts";
import { seedFromRoster } from "./seed.ts";
import { type Provider, type Variables, variablesFor } from "./variables.ts";
import { prepareProvider, prepareWorkspace, stateFilePath, type Workspace } from "./workspace.ts";

export interface SandboxOptions {
  /** Folder of cdktf.json; `.sandbox/` is made in it. */
  readonly folder: string;
  /** All of one root account. */
  readonly rosters: readonly Roster[];
  /** `plugin`: the one of sandbox/provider; `real`: whatever Terraform finds for the provider's name. */
  readonly provider: Provider;
  /** File that the cloud is kept in between runs; absent: a new cloud each time, and a new workspace. */
  readonly stateFile?: string;
  /** Whether the committed lookups come along, and the cloud has what they say; default true. */
  readonly lookups?: boolean;
  readonly settings?: Partial<Settings>;
  readonly faults?: ApiOptions["faults"];
}

export interface Sandbox {
  readonly api: Api;
  readonly workspace: Workspace;
  /** For commands that shall meet the sandbox and not the real cloud. */
  readonly variables: Variables;
  /** Ends the API; the workspace stays until the next run. */
  close(): Promise<void>;
}

/** App id of the made-up root account: the number at the end of its bucket names. */
const APP_ID = 1250000000;

/** @throws SandboxError for rosters of several root accounts, or on a platform without the plugin. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { folder, rosters, provider, stateFile, settings, faults, lookups = true } = options;
  const ownerUin = onlyOwner(rosters);
  const known = rosters.map((roster) => (lookups ? readLookups(roster.file, folder) : undefined));
  const statePath = stateFile === undefined ? undefined : stateFilePath(folder, stateFile);
  // First of all: where nothing can be written, nothing is started.
  const workspace = prepareWorkspace({ folder, rosters, keep: stateFile !== undefined, lookups });
  const fresh = () =>
    newCloud(
      {
        ownerUin: Number(ownerUin),
        appId: Number(known.find((each) => each !== undefined)?.account.appId ?? APP_ID),
        rootSecretId: `sandbox-${randomBytes(8).toString("hex")}`,
        rootSecretKey: randomBytes(16).toString("hex"),
      },
      settings,
    );
  const kept = statePath === undefined ? undefined : await StateFile.open(statePath, fresh);
  const cloud = kept?.cloud ?? fresh();
  if (String(cloud.account.ownerUin) !== ownerUin) {
    throw new SandboxError(
      `${stateFile}: this is the cloud of root account ${cloud.account.ownerUin}, but the roster is for ${ownerUin}; name another file`,
    );
  }
  for (const [index, roster] of rosters.entries()) seedFromRoster(cloud, roster, Date.now(), known[index]);
  if (provider === "plugin") await prepareProvider(folder, workspace, rosters);
  const api = await startApi({
    cloud,
    ...(kept === undefined ? {} : { stateFile: kept }),
    ...(faults ? { faults } : {}),
  });
  return { api, workspace, variables: variablesFor(api, workspace, provider), close: () => api.close() };
}

function onlyOwner(rosters: readonly Roster[]): string {
  const owners = [...new Set(rosters.map(({ account }) => account.ownerUin))];
  const [owner, ...others] = owners;
  if (owner === undefined || others.length > 0) {
    throw new SandboxError(
      `a sandbox has one root account, but these rosters are for ${owners.join(" and ")}; name the rosters of one of them`,
    );
  }
  return owner;
}
