/** What the account has: its environments with what they cost and when they end, and what it may buy. Reads only. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import { list } from "../cloud/pages.ts";
import { listEnvironments } from "../lookups/environments.ts";
import type { CloudEnvironment } from "../lookups/ready-environment.ts";
import { cloudId } from "../lookups/schema.ts";

/** What is paid for an environment. */
export interface Billing {
  /** When it ends unless it is renewed, as the cloud writes it (`2026-12-26 08:00:00`, time of Beijing); absent where it names none. */
  readonly ends: string | undefined;
  readonly renewsItself: boolean;
  readonly isIsolated: boolean;
  /** When it was isolated, as the cloud writes it; empty where it is not. */
  readonly isolatedAt: string;
}

/** The environments of one region. */
export interface AccountEnvironments {
  readonly all: readonly CloudEnvironment[];
  /** By environment id, of all regions. */
  readonly billing: ReadonlyMap<string, Billing>;
}

type Report = (progress: string) => void;

const text = z.string().nullish();
const PAGE = 100;

const billingAnswer = z.object({
  EnvBillingInfoList: z
    .array(
      z.object({
        EnvId: cloudId,
        IsAutoRenew: z.boolean().nullish(),
        Status: text,
        IsolatedTime: text,
        ExpireTime: text,
      }),
    )
    .nullish(),
  Total: z.int().nullish(),
});

/**
 * Two listings: tcb:DescribeEnvs and tcb:DescribeBillingInfo. When an environment ends is read, never computed: documents name 7, 14 and
 * 15 days of isolation.
 *
 * @throws CloudError when a call fails
 */
export async function readEnvironments(clients: Clients, report: Report): Promise<AccountEnvironments> {
  const { entries: all } = await listEnvironments(clients, report);
  return { all, billing: await readBilling(clients, report) };
}

async function readBilling(clients: Clients, report: Report): Promise<ReadonlyMap<string, Billing>> {
  const { entries } = await list(
    clients,
    {
      action: "tcb:DescribeBillingInfo",
      what: "bills",
      answer: billingAnswer,
      request: (offset) => clients.tcb.DescribeBillingInfo({ Limit: PAGE, Offset: offset }),
      pageOf: ({ EnvBillingInfoList, Total }) => ({ entries: EnvBillingInfoList, total: Total }),
      idOf: ({ EnvId }) => EnvId,
    },
    report,
  );
  return new Map(
    entries.map((each) => [
      each.EnvId,
      {
        ends: each.ExpireTime || undefined,
        renewsItself: each.IsAutoRenew === true,
        isIsolated: each.Status === "ISOLATE",
        isolatedAt: each.Status === "ISOLATE" ? (each.IsolatedTime ?? "") : "",
      },
    ]),
  );
}

const serviceAnswer = z.object({ Initialized: z.boolean().nullish() });

/**
 * Asks tcb:CheckTcbService, without which nothing can be bought.
 *
 * @throws LookupError where CloudBase is not switched on in the account
 */
export async function requireService(clients: Clients): Promise<void> {
  const { Initialized } = await clients.call("tcb:CheckTcbService", serviceAnswer, () => clients.tcb.CheckTcbService());
  if (Initialized === true) return;
  throw new LookupError([
    "CloudBase is not switched on in this account; open the CloudBase console once and agree to its terms",
  ]);
}

const limitAnswer = z.object({
  MaxEnvNum: z.int().nullish(),
  CurrentEnvNum: z.int().nullish(),
  MaxDeleteTotal: z.int().nullish(),
  CurrentDeleteTotal: z.int().nullish(),
  MaxDeleteMonthly: z.int().nullish(),
  CurrentDeleteMonthly: z.int().nullish(),
});

/** What the account may still do; undefined: the cloud names no limit. */
export interface Limits {
  readonly environmentsLeft: number | undefined;
  readonly environmentsUsed: number | undefined;
  /** Environments that may still be given back: this month, and in all. */
  readonly releasesLeft: number | undefined;
}

/** tcb:DescribeEnvLimit. @throws CloudError when the call fails */
export async function readLimits(clients: Clients): Promise<Limits> {
  const limit = await clients.call("tcb:DescribeEnvLimit", limitAnswer, () => clients.tcb.DescribeEnvLimit());
  const left = (max: number | null | undefined, now: number | null | undefined) =>
    typeof max === "number" && typeof now === "number" ? max - now : undefined;
  const releases = [
    left(limit.MaxDeleteTotal, limit.CurrentDeleteTotal),
    left(limit.MaxDeleteMonthly, limit.CurrentDeleteMonthly),
  ].filter((each) => each !== undefined);
  return {
    environmentsUsed: limit.CurrentEnvNum ?? undefined,
    environmentsLeft: left(limit.MaxEnvNum, limit.CurrentEnvNum),
    releasesLeft: releases.length === 0 ? undefined : Math.min(...releases),
  };
}

const plansAnswer = z.object({ PlanList: z.array(z.object({ PackageId: text, UnitPrice: text })).nullish() });

/** List price of each package for a month, in CNY, from tcb:DescribeEnvPlans. @throws CloudError when the call fails */
export async function readPrices(clients: Clients): Promise<ReadonlyMap<string, number>> {
  const { PlanList } = await clients.call("tcb:DescribeEnvPlans", plansAnswer, () => clients.tcb.DescribeEnvPlans({}));
  return new Map(
    (PlanList ?? []).flatMap(({ PackageId, UnitPrice }) =>
      PackageId && UnitPrice && /^\d+(?:\.\d+)?$/.test(UnitPrice) ? [[PackageId, Number(UnitPrice)] as const] : [],
    ),
  );
}
