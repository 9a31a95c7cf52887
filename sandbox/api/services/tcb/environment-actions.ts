/** CloudBase actions that buy, show and destroy environments. */
import { z } from "zod";
import type { Action, Authorize, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { rowsOf } from "../lists.ts";
import { functionsIn, removeFunction } from "../scf/functions.ts";
import { regionOf } from "../service.ts";
import { changeTags, dropTags } from "../tag/tags.ts";
import { monthsLater } from "../times.ts";
import { addEnvironment, CHANNEL, environmentAnswer } from "./environments.ts";
import { MAX_ENVIRONMENTS } from "./limits.ts";
import { PACKAGES } from "./packages.ts";
import { environmentOf, environmentResource, OPERATION_LEVEL, ofItsEnvironment, tcbAction } from "./service.ts";
import type { Environment } from "./state.ts";

/** Months that CreateEnv sells. */
const PERIODS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24];

/** Small letters, digits and single hyphens inside, at most 20 characters: CreateEnv in tencentcloud-sdk-nodejs 4.1.313. */
const ALIAS = /^(?=.{1,20}$)[a-z0-9]+(-[a-z0-9]+)*$/;

const createEnv = tcbAction("CreateEnv", {
  writes: true,
  body: z.strictObject({
    Alias: z.string(),
    PackageId: z.string(),
    Resources: z.array(z.enum(["flexdb", "storage", "function", "postgresql"])),
    Period: z.int().optional(),
    AutoVoucher: z.boolean().optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
    RenewFlag: z.enum(["NOTIFY_AND_AUTO_RENEW", "NOTIFY_AND_MANUAL_RENEW"]).optional(),
    EnableOverrun: z.enum(["TRUE", "FALSE"]).optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const region = regionOf(call);
    const { Alias: alias, PackageId, Resources, Period = 1, Tags = [] } = body;
    if (!ALIAS.test(alias)) {
      throw new ApiError(
        "InvalidParameter",
        "`Alias` takes a-z, 0-9 and single hyphens inside, at most 20 characters.",
      );
    }
    if (!PACKAGES.has(PackageId)) throw new ApiError("InvalidParameter", `There is no package ${PackageId}.`);
    if (Resources.length === 0) throw new ApiError("InvalidParameter", "`Resources` must not be empty.");
    if (!PERIODS.includes(Period)) throw new ApiError("InvalidParameter", "`Period` takes 1 to 12 or 24 months.");
    if (Object.keys(cloud.tcb.environments).length >= MAX_ENVIRONMENTS) {
      throw new ApiError(
        "ResourceInsufficient",
        `The account has ${MAX_ENVIRONMENTS} environments, which is the limit.`,
      );
    }
    const { id } = addEnvironment(cloud, {
      alias,
      package: PackageId,
      region,
      resources: Resources,
      createdAt: call.now,
      readyAt: call.now + cloud.settings.environmentReady,
      months: Period,
      autoRenew: body.RenewFlag === "NOTIFY_AND_AUTO_RENEW",
      enableOverrun: body.EnableOverrun === "TRUE",
    });
    changeTags(cloud, taggedEnvironment(region, id), Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
    return { EnvId: id };
  },
});

const describeEnvs = tcbAction("DescribeEnvs", {
  writes: false,
  // EnvTypes is in no document, but CloudBase MCP sends it.
  body: z.strictObject({
    EnvId: z.string().optional(),
    EnvTypes: z.array(z.string()).optional(),
    IsVisible: z.boolean().optional(),
    Channels: z.array(z.string()).optional(),
    Limit: z.int().min(0).optional(),
    Offset: z.int().min(0).optional(),
  }),
  resources: ({ EnvId }, call, cloud) => {
    if (EnvId !== undefined) return [environmentResource(call, cloud, EnvId)];
    return cloud.settings.unfilteredDescribeEnvs === "refuse" ? [environmentResource(call, cloud, "*")] : [];
  },
  answer: ({ EnvId, EnvTypes, IsVisible = false, Channels, Limit, Offset = 0 }, call, cloud, authorize) => {
    const region = regionOf(call);
    const inRegion = rowsOf(cloud.tcb.environments, EnvId === undefined ? [] : [EnvId]).filter(
      (one) => one.region === region,
    );
    const named = EnvId === undefined ? visible(inRegion, call, cloud, authorize) : inRegion;
    const ofType = EnvTypes === undefined || EnvTypes.length === 0 || EnvTypes.includes("baas");
    const inChannel = Channels === undefined || Channels.length === 0 || Channels.includes(CHANNEL) === IsVisible;
    const found = ofType && inChannel ? named : [];
    const page = found.slice(Offset, Limit === undefined ? undefined : Offset + Limit);
    return { EnvList: page.map((one) => environmentAnswer(cloud, one, call.now)), Total: found.length };
  },
});

/** All environments for one who may see all, and otherwise each that CAM lets the caller see. */
function visible(
  environments: readonly Environment[],
  call: Call,
  cloud: Cloud,
  authorize: Authorize,
): readonly Environment[] {
  const allowed = (id: string) => isAllowed(() => authorize([environmentResource(call, cloud, id)]));
  return allowed("*") ? environments : environments.filter(({ id }) => allowed(id));
}

function isAllowed(ask: () => void): boolean {
  try {
    ask();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code.includes("UnauthorizedOperation")) return false;
    throw error;
  }
}

/** In no SDK; the answer's form is what CloudBase MCP and manager-node read of it. */
const describeEnvInfo = tcbAction("DescribeEnvInfo", {
  writes: false,
  body: z.strictObject({ EnvId: z.string() }),
  resources: ofItsEnvironment,
  answer: ({ EnvId }, call, cloud) => {
    const environment = environmentAnswer(cloud, environmentOf(cloud, call, EnvId), call.now);
    return { EnvInfo: { EnvBaseInfo: environment, UserInfo: { Uin: String(cloud.account.ownerUin) } } };
  },
});

/** The first call pays back and isolates; only the second, with IsForce, deletes: DestroyEnv in tencentcloud-sdk-nodejs 4.1.313. */
const destroyEnv = tcbAction("DestroyEnv", {
  writes: true,
  body: z.strictObject({ EnvId: z.string(), IsForce: z.boolean().optional(), BypassCheck: z.boolean().optional() }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, IsForce = false }, call, cloud) => {
    const environment = environmentOf(cloud, call, EnvId);
    if (environment.isolatedAt === undefined) {
      environment.isolatedAt = call.now;
      environment.updatedAt = call.now;
      return {};
    }
    if (!IsForce) {
      throw new ApiError(
        "ResourceUnavailable",
        `The environment ${EnvId} is isolated. Give IsForce to delete it for good.`,
      );
    }
    delete cloud.tcb.environments[EnvId];
    for (const one of functionsIn(cloud, call, EnvId)) removeFunction(cloud, call, one);
    dropTags(cloud, taggedEnvironment(environment.region, EnvId));
    cloud.tcb.destroyed += 1;
    return {};
  },
});

const renewEnv = tcbAction("RenewEnv", {
  writes: true,
  body: z.strictObject({ EnvId: z.string(), Period: z.int().optional(), AutoVoucher: z.boolean().optional() }),
  resources: ofItsEnvironment,
  answer: ({ EnvId, Period = 1 }, call, cloud) => {
    const environment = environmentOf(cloud, call, EnvId);
    if (!PERIODS.includes(Period)) throw new ApiError("InvalidParameter", "`Period` takes 1 to 12 or 24 months.");
    environment.expiresAt = monthsLater(environment.expiresAt, Period);
    environment.updatedAt = call.now;
    // Renewed before it is deleted, an environment comes back.
    delete environment.isolatedAt;
    return {};
  },
});

function taggedEnvironment(region: string, id: string) {
  return { service: "tcb", region, prefix: "env", id };
}

export const environmentActions: readonly Action[] = [createEnv, describeEnvs, describeEnvInfo, destroyEnv, renewEnv];
