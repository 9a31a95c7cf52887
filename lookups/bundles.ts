/** Finds the sizes of servers (Lighthouse bundles) with their prices, and refuses one that cannot be bought before anything is paid. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { list } from "../cloud/pages.ts";
import { quoted } from "../problems/problems.ts";
import type { Roster } from "../roster/roster.ts";
import { change, changesByKey } from "./changes.ts";
import type { Found, LookupKind } from "./kind.ts";
import type { BundleLookup, Lookups } from "./lookups.ts";
import { cloudId } from "./schema.ts";
import { nearest, problemOfWanted, wantedOfServers } from "./wanted.ts";

type Bundles = NonNullable<Lookups["bundles"]>;

const amount = z.number().nonnegative();

/** The part of Bundle that is read. */
const cloudBundle = z.object({
  BundleId: cloudId,
  CPU: amount,
  Memory: amount,
  SystemDiskSize: amount,
  SupportLinuxUnixPlatform: z.boolean().nullish(),
  BundleSalesState: z.string().nullish(),
  Price: z
    .object({ InstancePrice: z.object({ DiscountPrice: amount.nullish(), Currency: z.string().nullish() }).nullish() })
    .nullish(),
});
export type CloudBundle = z.infer<typeof cloudBundle>;

/** Largest Limit of lighthouse:DescribeBundles (https://cloud.tencent.com/document/product/1207/47575). */
const PAGE = 100;

const describeBundlesAnswer = z.object({ BundleSet: z.array(cloudBundle).nullish(), TotalCount: z.int().nullish() });

const bundleSchema: z.ZodType<BundleLookup> = z.strictObject({
  cpu: amount,
  memory: amount,
  disk: amount,
  price: z.strictObject({ month: amount, currency: cloudId }).optional(),
  soldOut: z.literal(true).optional(),
});

export const bundlesKind: LookupKind<Bundles> = {
  schema: z.record(cloudId, bundleSchema),
  lookUp: async ({ roster, clients, report }, previous) => {
    const listed = wantedBundles(roster).size === 0 ? [] : await listBundles(clients, report);
    return findBundles(roster, listed, previous ?? {});
  },
  changes: (previous, next) => changesByKey(previous, next, bundleChanges),
};

function wantedBundles(roster: Roster) {
  return wantedOfServers(roster, ({ bundle }) => bundle);
}

async function listBundles(clients: Clients, report: (progress: string) => void): Promise<readonly CloudBundle[]> {
  const { entries } = await list(
    clients,
    {
      action: "lighthouse:DescribeBundles",
      what: "bundles",
      answer: describeBundlesAnswer,
      request: (offset) => clients.lighthouse.DescribeBundles({ Limit: PAGE, Offset: offset }),
      pageOf: ({ BundleSet, TotalCount }) => ({ entries: BundleSet, total: TotalCount }),
      idOf: ({ BundleId }) => BundleId,
    },
    report,
  );
  return entries;
}

/**
 * Size and price of each bundle that the roster's servers ask for; pure. One that is pinned stays when it is sold out or is listed no
 * more, since servers that exist keep it.
 *
 * @param pinned what the lookups file has
 */
export function findBundles(roster: Roster, listed: readonly CloudBundle[], pinned: Bundles): Found<Bundles> {
  const byId = new Map(listed.map((bundle) => [bundle.BundleId, bundle]));
  const found: [string, BundleLookup][] = [];
  const problems: Found<Bundles>["problems"][number][] = [];
  for (const [id, employees] of wantedBundles(roster)) {
    const bundle = byId.get(id);
    const before = Object.hasOwn(pinned, id) ? pinned[id] : undefined;
    const refuse = (rule: string, message: string) =>
      problems.push(
        problemOfWanted(rule, roster.file, employees, { message, remedy: suggestion(id, listed.filter(isForSale)) }),
      );
    if (bundle === undefined) {
      if (before === undefined)
        refuse("bundle-unknown", `there is no bundle ${quoted(id)} in ${roster.account.region}`);
      else found.push([id, { ...before, soldOut: true }]);
    } else if (bundle.SupportLinuxUnixPlatform === false) {
      refuse("bundle-without-linux", `the bundle ${quoted(id)} is not for Linux, which the assistant's image needs`);
    } else if (isForSale(bundle) || before !== undefined) {
      found.push([id, lookupOf(bundle)]);
    } else {
      const state = bundle.BundleSalesState ?? "without a sales state";
      refuse("bundle-sold-out", `the bundle ${quoted(id)} cannot be bought: it is ${state}`);
    }
  }
  return { found: Object.fromEntries(found), problems };
}

function isForSale({ BundleSalesState, SupportLinuxUnixPlatform }: CloudBundle): boolean {
  return BundleSalesState === "AVAILABLE" && SupportLinuxUnixPlatform !== false;
}

function lookupOf(bundle: CloudBundle): BundleLookup {
  const { DiscountPrice: month, Currency } = bundle.Price?.InstancePrice ?? {};
  const currency = cloudId.safeParse(Currency).data;
  return {
    cpu: bundle.CPU,
    memory: bundle.Memory,
    disk: bundle.SystemDiskSize,
    // Without a currency that can be written a price says nothing.
    ...(typeof month === "number" && currency !== undefined ? { price: { month, currency } } : {}),
    ...(isForSale(bundle) ? {} : { soldOut: true }),
  };
}

function suggestion(id: string, forSale: readonly CloudBundle[]): string {
  const byId = new Map(forSale.map((bundle) => [bundle.BundleId, bundle]));
  const near = nearest(id, [...byId.keys()]).flatMap((each) => {
    const bundle = byId.get(each);
    return bundle === undefined ? [] : [`${each} (${sizeOf(lookupOf(bundle))})`];
  });
  return near.length === 0
    ? "no bundle is for sale in this region"
    : `write one that is for sale, such as ${near.join(", ")}`;
}

/** `2 cores, 4 GB, 60 GB disk, 30 CNY a month`. */
function sizeOf({ cpu, memory, disk, price, soldOut }: BundleLookup): string {
  return [
    `${cpu} ${cpu === 1 ? "core" : "cores"}`,
    `${memory} GB`,
    `${disk} GB disk`,
    ...(price === undefined ? [] : [`${price.month} ${price.currency} a month`]),
    ...(soldOut ? ["sold out"] : []),
  ].join(", ");
}

function bundleChanges(id: string, old: BundleLookup | undefined, now: BundleLookup | undefined): string[] {
  return change(`bundle ${id}`, old && sizeOf(old), now && sizeOf(now));
}
