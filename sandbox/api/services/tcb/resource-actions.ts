/** CloudBase actions that add the log service and static hosting to an environment. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { regionOf } from "../service.ts";
import { hostingStatus, newHosting, newLogService } from "./environments.ts";
import { environmentOf, ofItsEnvironment, readyEnvironmentOf, tcbAction } from "./service.ts";

/** Asynchronous: the official tools poll DescribeEnvs for LogServices afterwards. A second call changes nothing. */
const createEnvResource = tcbAction("CreateEnvResource", {
  writes: true,
  body: z.strictObject({ EnvId: z.string(), Resources: z.array(z.string()) }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, Resources }, call, cloud) => {
    const environment = readyEnvironmentOf(cloud, call, EnvId);
    const unknown = Resources.find((resource) => resource !== "log");
    if (unknown !== undefined || Resources.length === 0) {
      throw new ApiError("InvalidParameter", "`Resources` takes `log`.");
    }
    if (environment.logs !== undefined) return {};
    environment.logs = newLogService(EnvId, call.now + cloud.settings.environmentResourceReady);
    environment.updatedAt = call.now;
    return {};
  },
});

/** Asynchronous: the state is read with DescribeStaticStore. */
const createStaticStore = tcbAction("CreateStaticStore", {
  writes: true,
  body: z.strictObject({ EnvId: z.string(), EnableUnion: z.boolean().optional() }),
  resources: ofItsEnvironment,
  answer: ({ EnvId }, call, cloud) => {
    const environment = readyEnvironmentOf(cloud, call, EnvId);
    if (environment.hosting !== undefined) {
      throw new ApiError("InvalidParameter", `The environment ${EnvId} has static hosting already.`);
    }
    environment.hosting = newHosting(EnvId, cloud.account.appId, call.now + cloud.settings.environmentResourceReady);
    environment.updatedAt = call.now;
    return { Result: "succ" };
  },
});

const describeStaticStore = tcbAction("DescribeStaticStore", {
  writes: false,
  body: z.strictObject({ EnvId: z.string() }),
  // The account segment is empty in published refusals: https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/130
  resources: ({ EnvId }, call) => [`qcs::tcb:${regionOf(call)}::env/${EnvId}`],
  answer: ({ EnvId }, call, cloud) => {
    const { hosting, region } = environmentOf(cloud, call, EnvId);
    if (hosting === undefined) return { Data: [] };
    const { domain, bucket } = hosting;
    const Status = hostingStatus(hosting, call.now);
    // Regoin is how the API spells it, besides Region.
    return { Data: [{ EnvId, CdnDomain: domain, Bucket: bucket, Regoin: region, Status, Region: region }] };
  },
});

export const resourceActions: readonly Action[] = [createEnvResource, createStaticStore, describeStaticStore];
