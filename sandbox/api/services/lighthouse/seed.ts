/** Puts blueprints and bundles into a new sandbox, since an account always has some to choose from. */
import type { BundleLookup } from "../../../../lookups/lookups.ts";
import type { Cloud } from "../../cloud.ts";
import type { Blueprint, Bundle } from "./state.ts";

/** The image with the OpenClaw assistant. Its id is made up: the real one differs by region and version. */
export const OPENCLAW_BLUEPRINT = "lhbp-sandboxo";

/** A plain Debian without the automation agent: TAT does not reach servers made of it. */
export const DEBIAN_BLUEPRINT = "lhbp-sandboxd";

/** Adds the images and sizes below. Doing it twice changes nothing. */
export function seedLighthouse(cloud: Cloud): void {
  for (const blueprint of BLUEPRINTS) cloud.lighthouse.blueprints[blueprint.id] = { ...blueprint };
  for (const bundle of BUNDLES) cloud.lighthouse.bundles[bundle.id] = { ...bundle };
}

/** Adds an image like the OpenClaw one under an id and a title that a roster's lookups have; one that is there stays as it is. */
export function seedBlueprint(cloud: Cloud, id: string, title: string): void {
  cloud.lighthouse.blueprints[id] ??= { ...OPENCLAW, id, title, name: title };
}

/** Adds a size under an id that a roster's lookups have; one that is there stays as it is. */
export function seedBundle(cloud: Cloud, id: string, { cpu, memory, disk, price, soldOut }: BundleLookup): void {
  const size = { cpu, memory, diskSize: disk, price: price?.month ?? 0, discount: 100 };
  cloud.lighthouse.bundles[id] ??= { ...bundle(id, "GENERAL_BUNDLE", size), soldOut: soldOut === true };
}

const APRIL_2026 = Date.UTC(2026, 3, 8);

const LINUX = { osName: "Debian 12 64bit", platform: "DEBIAN", platformType: "LINUX_UNIX", state: "NORMAL" } as const;

const OPENCLAW: Blueprint = {
  ...LINUX,
  id: OPENCLAW_BLUEPRINT,
  title: "OpenClaw",
  version: "2026.4.8",
  name: "OpenClaw",
  type: "APP_OS",
  requiredSystemDiskSize: 40,
  requiredMemorySize: 2,
  supportsAutomation: true,
  createdAt: APRIL_2026,
};

const BLUEPRINTS: readonly Blueprint[] = [
  OPENCLAW,
  {
    ...LINUX,
    id: DEBIAN_BLUEPRINT,
    title: "Debian",
    version: "12",
    name: "Debian 12",
    type: "PURE_OS",
    requiredSystemDiskSize: 20,
    requiredMemorySize: 0,
    supportsAutomation: false,
    createdAt: APRIL_2026,
  },
];

/** Ids are real, sizes and prices are made up in their order of magnitude: CNY a month. */
const BUNDLES: readonly Bundle[] = [
  bundle("bundle_starter_mc_promo_med4_02", "STARTER_BUNDLE", {
    cpu: 2,
    memory: 4,
    diskSize: 60,
    price: 60,
    discount: 50,
  }),
  bundle("bundle_2022_std_1c1g", "GENERAL_BUNDLE", { cpu: 1, memory: 1, diskSize: 40, price: 45, discount: 100 }),
  bundle("bundle_ntp_small1_500", "GENERAL_BUNDLE", { cpu: 1, memory: 1, diskSize: 40, price: 90, discount: 65 }),
  bundle("bundle_sandbox_4c8g", "GENERAL_BUNDLE", { cpu: 4, memory: 8, diskSize: 120, price: 180, discount: 100 }),
  {
    ...bundle("bundle_sandbox_sold_out", "GENERAL_BUNDLE", {
      cpu: 8,
      memory: 16,
      diskSize: 180,
      price: 360,
      discount: 100,
    }),
    soldOut: true,
  },
];

function bundle(
  id: string,
  type: string,
  size: Pick<Bundle, "cpu" | "memory" | "diskSize" | "price" | "discount">,
): Bundle {
  return { id, type, typeDescription: type, ...size, monthlyTraffic: 500, bandwidth: 5, soldOut: false };
}
