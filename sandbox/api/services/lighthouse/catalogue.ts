/** Lighthouse actions that show what servers can be made of: blueprints (images) and bundles (sizes with prices). */
import { z } from "zod";
import type { Action } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { FILTERS, filtered, PAGE, paged, refuseIdsWithFilters, rowsOf } from "../lists.ts";
import { utcTime } from "../times.ts";
import { lighthouseAction, OPERATION_LEVEL } from "./service.ts";
import type { Blueprint, Bundle } from "./state.ts";

/** @throws ApiError `InvalidParameterValue.BlueprintIdMalformed`, `ResourceNotFound.BlueprintIdNotFound` */
export function blueprintOf(cloud: Cloud, id: string): Blueprint {
  checkBlueprintId(id);
  const blueprint = own(cloud.lighthouse.blueprints, id);
  if (blueprint === undefined) {
    throw new ApiError("ResourceNotFound.BlueprintIdNotFound", `There is no blueprint ${id}.`);
  }
  return blueprint;
}

/** @throws ApiError `InvalidParameter.BundleIdNotFound` */
export function bundleOf(cloud: Cloud, id: string): Bundle {
  const bundle = own(cloud.lighthouse.bundles, id);
  if (bundle === undefined) throw new ApiError("InvalidParameter.BundleIdNotFound", `There is no bundle ${id}.`);
  return bundle;
}

const describeBlueprints = lighthouseAction("DescribeBlueprints", {
  writes: false,
  body: z.strictObject({ ...PAGE, BlueprintIds: z.array(z.string()).optional(), Filters: FILTERS }),
  resources: OPERATION_LEVEL,
  answer: (body, _call, cloud) => {
    const { BlueprintIds = [], Filters } = body;
    refuseIdsWithFilters(BlueprintIds, Filters, "InvalidParameter.ParameterConflict");
    BlueprintIds.forEach(checkBlueprintId);
    const named = rowsOf(cloud.lighthouse.blueprints, BlueprintIds);
    const found = filtered(
      named,
      Filters,
      {
        "blueprint-id": ({ id }) => [id],
        "blueprint-type": ({ type }) => [type],
        "platform-type": ({ platformType }) => [platformType],
        "blueprint-name": ({ name }) => [name],
        "blueprint-state": ({ state }) => [state],
        "scene-id": () => [],
      },
      "InvalidParameter.InvalidFilterNotSupportedName",
    );
    return { TotalCount: found.length, BlueprintSet: paged(found, body).map(blueprintAnswer) };
  },
});

/** Answers 20 bundles unless Limit says more: the Terraform data source asks once and does not page. */
const describeBundles = lighthouseAction("DescribeBundles", {
  writes: false,
  body: z.strictObject({
    ...PAGE,
    BundleIds: z.array(z.string()).optional(),
    Filters: FILTERS,
    Zones: z.array(z.string()).optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, _call, cloud) => {
    const { BundleIds = [], Filters } = body;
    refuseIdsWithFilters(BundleIds, Filters, "InvalidParameter.ParameterConflict");
    for (const id of BundleIds) bundleOf(cloud, id);
    const named = rowsOf(cloud.lighthouse.bundles, BundleIds);
    const found = filtered(
      named,
      Filters,
      {
        "bundle-id": ({ id }) => [id],
        "support-platform-type": () => ["LINUX_UNIX"],
        "bundle-type": ({ type }) => [type],
        "bundle-state": () => ["ONLINE"],
      },
      "InvalidParameter.InvalidFilterNotSupportedName",
    );
    return { TotalCount: found.length, BundleSet: paged(found, body).map(bundleAnswer) };
  },
});

function checkBlueprintId(id: string): void {
  if (!/^lhbp-[a-z0-9]{8}$/.test(id)) {
    throw new ApiError("InvalidParameterValue.BlueprintIdMalformed", `\`${id}\` is not a blueprint id.`);
  }
}

function blueprintAnswer(blueprint: Blueprint): object {
  return {
    BlueprintId: blueprint.id,
    DisplayTitle: blueprint.title,
    DisplayVersion: blueprint.version,
    Description: "",
    OsName: blueprint.osName,
    Platform: blueprint.platform,
    PlatformType: blueprint.platformType,
    BlueprintType: blueprint.type,
    ImageUrl: "",
    RequiredSystemDiskSize: blueprint.requiredSystemDiskSize,
    BlueprintState: blueprint.state,
    CreatedTime: utcTime(blueprint.createdAt),
    BlueprintName: blueprint.name,
    SupportAutomationTools: blueprint.supportsAutomation,
    RequiredMemorySize: blueprint.requiredMemorySize,
    ImageId: "",
    CommunityUrl: "",
    GuideUrl: "",
    SceneIdSet: [],
    DockerVersion: "",
    BlueprintShared: false,
    Tags: [],
  };
}

function bundleAnswer(bundle: Bundle): object {
  return {
    BundleId: bundle.id,
    Memory: bundle.memory,
    SystemDiskType: "CLOUD_SSD",
    SystemDiskSize: bundle.diskSize,
    MonthlyTraffic: bundle.monthlyTraffic,
    SupportLinuxUnixPlatform: true,
    SupportWindowsPlatform: false,
    Price: {
      InstancePrice: {
        OriginalBundlePrice: bundle.price,
        OriginalPrice: bundle.price,
        Discount: bundle.discount,
        DiscountPrice: Math.round(bundle.price * bundle.discount) / 100,
        Currency: "CNY",
      },
    },
    CPU: bundle.cpu,
    InternetMaxBandwidthOut: bundle.bandwidth,
    InternetChargeType: "TRAFFIC_POSTPAID_BY_HOUR",
    BundleSalesState: bundle.soldOut ? "SOLD_OUT" : "AVAILABLE",
    BundleType: bundle.type,
    BundleTypeDescription: bundle.typeDescription,
    BundleDisplayLabel: "NORMAL",
    TrafficUnlimited: false,
  };
}

export const catalogueActions: readonly Action[] = [describeBlueprints, describeBundles];
