/** CreateInstances: everything the service checks before it sells a server, and the server itself. */
import { z } from "zod";
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId, nextNumber } from "../../ids.ts";
import { own } from "../../records.ts";
import { regionOf } from "../service.ts";
import { changeTags } from "../tag/tags.ts";
import { monthsLater } from "../times.ts";
import { blueprintOf, bundleOf } from "./catalogue.ts";
import { defaultRules } from "./firewall.ts";
import { templateOf } from "./firewall-templates.ts";
import { checkLogin, checkName, checkRenewFlag, LOGIN_CONFIGURATION } from "./rules.ts";
import { lighthouseAction, OPERATION_LEVEL } from "./service.ts";
import type { Blueprint, Bundle, FirewallRule } from "./state.ts";

/** Months that Lighthouse sells. */
const PERIODS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60];

const BODY = z.strictObject({
  BundleId: z.string(),
  BlueprintId: z.string(),
  InstanceChargePrepaid: z.strictObject({ Period: z.int(), RenewFlag: z.string().optional() }),
  InstanceName: z.string().optional(),
  InstanceCount: z.int().optional(),
  Zones: z.array(z.string()).optional(),
  DryRun: z.boolean().optional(),
  ClientToken: z.string().optional(),
  LoginConfiguration: LOGIN_CONFIGURATION,
  Containers: z.array(z.looseObject({ ContainerImage: z.string() })).optional(),
  AutoVoucher: z.boolean().optional(),
  FirewallTemplateId: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/**
 * Buys and pays at once; answers ids of instances that are PENDING. The same ClientToken answers the same ids.
 * InitCommand, DomainName and Subdomain are refused as unknown: the sandbox would only pretend.
 */
export const createInstances = lighthouseAction("CreateInstances", {
  writes: true,
  body: BODY,
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { InstanceCount = 1, DryRun = false, ClientToken, FirewallTemplateId, Tags = [] } = body;
    const bought = ClientToken === undefined ? undefined : own(cloud.lighthouse.clientTokens, ClientToken);
    if (bought !== undefined) return { InstanceIdSet: bought };
    const bundle = bundleOf(cloud, body.BundleId);
    const blueprint = blueprintOf(cloud, body.BlueprintId);
    checkRequest(body, call, bundle, blueprint);
    const rules = firewallRules(cloud, FirewallTemplateId, blueprint);
    if (DryRun) return { InstanceIdSet: [] };
    const ids = Array.from({ length: InstanceCount }, () => addInstance(cloud, body, call, rules));
    for (const id of ids) {
      const tagged = { service: "lighthouse", region: regionOf(call), prefix: "instance", id };
      changeTags(cloud, tagged, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
    }
    if (ClientToken !== undefined) cloud.lighthouse.clientTokens[ClientToken] = ids;
    return { InstanceIdSet: ids };
  },
});

type Body = z.infer<typeof BODY>;

function checkRequest(body: Body, call: Call, bundle: Bundle, blueprint: Blueprint): void {
  const { Period, RenewFlag } = body.InstanceChargePrepaid;
  if (!PERIODS.includes(Period)) refuse("OutOfRange", "`Period` takes 1 to 12, 24, 36, 48 or 60 months.");
  if (RenewFlag !== undefined) checkRenewFlag(RenewFlag);
  if (body.InstanceName !== undefined) checkName(body.InstanceName);
  const { InstanceCount = 1, Zones = [], ClientToken = "", Tags = [], Containers = [] } = body;
  if (InstanceCount < 1 || InstanceCount > 30) refuse("OutOfRange", "`InstanceCount` must be between 1 and 30.");
  if (Zones.length > 1 || Zones.some((zone) => !new RegExp(`^${regionOf(call)}-\\d$`).test(zone))) {
    refuse("InvalidZone", `\`Zones\` takes one zone of ${regionOf(call)}, such as ${regionOf(call)}-2.`);
  }
  if (!/^[\x20-\x7e]{0,64}$/.test(ClientToken))
    refuse("ClientTokenTooLong", "`ClientToken` takes 64 ASCII characters.");
  if (Tags.length > 10) throw new ApiError("InvalidParameterValue", "`Tags` takes at most 10 tags.");
  if (Containers.length > 0 && blueprint.type !== "DOCKER") {
    refuse(
      "InvalidParameterCombination",
      `\`Containers\` needs a blueprint of type DOCKER, and ${blueprint.id} has none.`,
    );
  }
  if (body.LoginConfiguration !== undefined) checkLogin(body.LoginConfiguration);
  checkFit(bundle, blueprint);
}

/** @throws ApiError `ResourcesSoldOut.BundleSoldOut`, `InvalidParameterValue.BundleAndBlueprintNotMatch` */
function checkFit(bundle: Bundle, blueprint: Blueprint): void {
  if (bundle.soldOut) throw new ApiError("ResourcesSoldOut.BundleSoldOut", `The bundle ${bundle.id} is sold out.`);
  if (bundle.memory < blueprint.requiredMemorySize || bundle.diskSize < blueprint.requiredSystemDiskSize) {
    refuse(
      "BundleAndBlueprintNotMatch",
      `The blueprint ${blueprint.id} needs ${blueprint.requiredMemorySize} GB of memory and ${blueprint.requiredSystemDiskSize} GB of disk, more than the bundle ${bundle.id} has.`,
    );
  }
}

/** Without a template the instance gets the default rules, and an empty template gives none. */
function firewallRules(cloud: Cloud, templateId: string | undefined, blueprint: Blueprint): readonly FirewallRule[] {
  if (templateId === undefined) return defaultRules(blueprint);
  return templateOf(cloud, templateId).rules.map(({ rule }) => rule);
}

function addInstance(cloud: Cloud, body: Body, call: Call, rules: readonly FirewallRule[]): string {
  const region = regionOf(call);
  const id = `lhins-${nextId(cloud, "lhins", 8)}`;
  const number = nextNumber(cloud, "lighthouse address");
  const running = call.now + cloud.settings.instanceRunning;
  cloud.lighthouse.instances[id] = {
    id,
    name: body.InstanceName ?? id,
    bundleId: body.BundleId,
    blueprintId: body.BlueprintId,
    region,
    zone: body.Zones?.[0] ?? `${region}-2`,
    renewFlag: body.InstanceChargePrepaid.RenewFlag ?? "NOTIFY_AND_MANUAL_RENEW",
    createdAt: call.now,
    expiresAt: monthsLater(call.now, body.InstanceChargePrepaid.Period),
    // RFC 2544 keeps 198.18.0.0/15 for tests: nothing in the sandbox is an address of somebody.
    publicAddress: `198.18.${(number >> 8) & 255}.${number & 255}`,
    privateAddress: `10.0.${(number >> 8) & 255}.${number & 255}`,
    startedAt: running,
    operation: { name: "CreateInstances", requestedAt: call.now, endsAt: running },
    firewallRules: [...rules],
    firewallVersion: 1,
  };
  return id;
}

function refuse(reason: string, message: string): never {
  throw new ApiError(`InvalidParameterValue.${reason}`, message);
}
