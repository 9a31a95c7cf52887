/** The real SDK's clients for CloudBase, Lighthouse, TAT and SCF, and a clock that a test sets forward. */
import { Client as LighthouseClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/v20200324/lighthouse_client.js";
import { Client as ScfClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/scf/v20180416/scf_client.js";
import { Client as TatClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/v20201028/tat_client.js";
import { Client as TcbClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/v20180608/tcb_client.js";
import { seedLighthouse } from "../../../sandbox/api/services/lighthouse/seed.ts";
import { seedEnvironment } from "../../../sandbox/api/services/tcb/seed.ts";
import type { Environment } from "../../../sandbox/api/services/tcb/state.ts";
import type { Settings } from "../../../sandbox/api/settings.ts";
import { emptyCloud, type Key, type Sandbox, startSandbox } from "./sandbox.ts";

export const REGION = "ap-shanghai";

export interface Workplaces extends Sandbox {
  /** Default: with the root key, in REGION. */
  readonly tcb: (key?: Key, region?: string) => TcbClient;
  readonly lighthouse: (key?: Key, region?: string) => LighthouseClient;
  readonly tat: (key?: Key, region?: string) => TatClient;
  readonly scf: (key?: Key, region?: string) => ScfClient;
  /** Sets the sandbox's clock forward; by less than the five minutes that a signature holds. */
  readonly wait: (milliseconds: number) => void;
}

/** A sandbox with Lighthouse's images and sizes; the caller closes `api`. */
export async function startWorkplaces(settings: Partial<Settings> = {}): Promise<Workplaces> {
  const cloud = emptyCloud(settings);
  seedLighthouse(cloud);
  const start = Date.now();
  let waited = 0;
  const sandbox = await startSandbox({ cloud, now: () => start + waited });
  const config = (credential: Key = sandbox.rootKey, region: string = REGION) => ({
    credential,
    region,
    profile: { httpProfile: { endpoint: `127.0.0.1:${sandbox.api.port}`, protocol: "http://" as const } },
  });
  return {
    ...sandbox,
    tcb: (key, region) => new TcbClient(config(key, region)),
    lighthouse: (key, region) => new LighthouseClient(config(key, region)),
    tat: (key, region) => new TatClient(config(key, region)),
    scf: (key, region) => new ScfClient(config(key, region)),
    wait: (milliseconds) => {
      waited += milliseconds;
    },
  };
}

/** An environment as a roster needs it, NORMAL at once. */
export function seeded({ cloud }: Sandbox, alias: string, region = REGION): Environment {
  return seedEnvironment(cloud, { alias, package: "baas_personal", region, logs: true, hosting: true, createdAt: 0 });
}
