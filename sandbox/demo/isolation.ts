/** Tries the isolation for real: with a key of each employee, at the environment of every other. */
import { cam } from "tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js";
import { tcb } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/index.js";
import type { Workplace } from "../../workplaces/workplaces.ts";
import type { Api } from "../api/server.ts";
import { clientConfig, type Key, rootKey } from "./client-config.ts";

/** What came of one call. */
export interface Trial {
  readonly employee: string;
  /** Whose environment was called. */
  readonly owner: string;
  /** Whether it is the employee's environment too: the own one, or one that both share. */
  readonly own: boolean;
  readonly action: string;
  readonly allowed: boolean;
}

/** Actions that CAM asks for the environment. */
const CONFINED = ["tcb:DescribeEnvs", "tcb:DescribeApiKeyList"] as const;
/** An action that CAM asks for `*`, so that a policy can only allow it everywhere or nowhere. */
export const NOT_CONFINED = "tcb:ListTables";

/** Calls with every employee's own, short-lived key; the keys are deleted afterwards. */
export async function tryIsolation(api: Api, workplaces: readonly Workplace[]): Promise<Trial[]> {
  const root = new cam.v20190116.Client(clientConfig(api, rootKey(api)));
  const trials: Trial[] = [];
  for (const { employee, environmentId } of workplaces) {
    const { Uin: uin } = await root.GetUser({ Name: employee.name });
    if (uin === undefined) throw new Error(`the sub-account ${employee.name} has no UIN`);
    const { AccessKey: key } = await root.CreateAccessKey({ TargetUin: uin });
    const { AccessKeyId: secretId, SecretAccessKey: secretKey } = key ?? {};
    if (secretId === undefined || secretKey === undefined) throw new Error(`no access key for ${employee.name}`);
    try {
      for (const target of workplaces) {
        for (const action of [...CONFINED, NOT_CONFINED]) {
          const allowed = await isAllowed(api, { secretId, secretKey }, action, target);
          const own = target.environmentId === environmentId;
          trials.push({ employee: employee.name, owner: target.employee.name, own, action, allowed });
        }
      }
    } finally {
      await root.DeleteAccessKey({ AccessKeyId: secretId, TargetUin: uin });
    }
  }
  return trials;
}

async function isAllowed(api: Api, key: Key, action: string, target: Workplace): Promise<boolean> {
  const { environmentId, environment } = target;
  const environments = new tcb.v20180608.Client(clientConfig(api, key, environment.region));
  try {
    if (action === "tcb:DescribeEnvs") await environments.DescribeEnvs({ EnvId: environmentId });
    else if (action === NOT_CONFINED)
      await environments.ListTables({ EnvId: environmentId, MgoLimit: 10, MgoOffset: 0 });
    else await environments.DescribeApiKeyList({ EnvId: environmentId });
    return true;
  } catch (error) {
    if (/not authorized to perform operation/.test(String(error))) return false;
    throw error;
  }
}
