/** CloudBase actions about the account: whether the service is on, limits, what is paid for. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { beijingTime } from "../times.ts";
import { MAX_ENVIRONMENTS } from "./limits.ts";
import { PACKAGES } from "./packages.ts";
import { OPERATION_LEVEL, tcbAction } from "./service.ts";
import type { Environment } from "./state.ts";

const checkTcbService = tcbAction("CheckTcbService", {
  writes: false,
  body: z.strictObject({}),
  resources: OPERATION_LEVEL,
  answer: () => ({ Initialized: true }),
});

const describeEnvLimit = tcbAction("DescribeEnvLimit", {
  writes: false,
  // manager-node sends Source.
  body: z.strictObject({ Source: z.string().optional() }),
  resources: OPERATION_LEVEL,
  answer: (_body, _call, cloud) => ({
    MaxEnvNum: MAX_ENVIRONMENTS,
    CurrentEnvNum: environmentsOf(cloud).length,
    MaxFreeEnvNum: 1,
    CurrentFreeEnvNum: environmentsOf(cloud).filter((environment) => environment.package === "baas_free").length,
    MaxDeleteTotal: MAX_ENVIRONMENTS,
    CurrentDeleteTotal: cloud.tcb.destroyed,
    MaxDeleteMonthly: MAX_ENVIRONMENTS,
    CurrentDeleteMonthly: cloud.tcb.destroyed,
  }),
});

const describeEnvPlans = tcbAction("DescribeEnvPlans", {
  writes: false,
  body: z.strictObject({ PackageId: z.string().optional() }),
  resources: OPERATION_LEVEL,
  answer: ({ PackageId }) => ({
    PlanList: Array.from(PACKAGES)
      .filter(([id]) => PackageId === undefined || PackageId === id)
      .map(([id, { title, price }]) => ({
        PackageId: id,
        PackageTitle: title,
        PackageDescription: title,
        UnitPrice: price,
        PackageType: "baas",
        ResourceLimit: "{}",
      })),
  }),
});

const describeBillingInfo = tcbAction("DescribeBillingInfo", {
  writes: false,
  body: z.strictObject({
    EnvId: z.string().optional(),
    EnvIds: z.array(z.string()).optional(),
    Limit: z.int().min(0).optional(),
    Offset: z.int().min(0).optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: ({ EnvId, EnvIds = [], Limit, Offset = 0 }, _call, cloud) => {
    const wanted = EnvId === undefined ? EnvIds : [...EnvIds, EnvId];
    const found = environmentsOf(cloud).filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    const page = found.slice(Offset, Limit === undefined ? undefined : Offset + Limit);
    return { EnvBillingInfoList: page.map(billingAnswer), Total: found.length };
  },
});

function billingAnswer(environment: Environment): object {
  const { isolatedAt } = environment;
  return {
    EnvId: environment.id,
    PackageId: environment.package,
    IsAutoRenew: environment.autoRenew,
    Status: isolatedAt === undefined ? "NORMAL" : "ISOLATE",
    PayMode: "PREPAYMENT",
    IsolatedTime: isolatedAt === undefined ? "" : beijingTime(isolatedAt),
    ExpireTime: beijingTime(environment.expiresAt),
    CreateTime: beijingTime(environment.createdAt),
    UpdateTime: beijingTime(environment.updatedAt),
    IsAlwaysFree: false,
    PaymentChannel: "qcloud",
    FreeQuota: "",
    EnableOverrun: environment.enableOverrun,
    ExtPackageType: "baas",
  };
}

function environmentsOf(cloud: Cloud): readonly Environment[] {
  return Object.values(cloud.tcb.environments);
}

export const accountActions: readonly Action[] = [
  checkTcbService,
  describeEnvLimit,
  describeEnvPlans,
  describeBillingInfo,
];
