/** Making environments and showing them as the API does. */
import type { Cloud } from "../../cloud.ts";
import { nextId } from "../../ids.ts";
import { tagList } from "../tag/tags.ts";
import { beijingTime, monthsLater } from "../times.ts";
import { databaseId, hostingBucket, hostingDomain, logsetId, storageBucket, topicId } from "./names.ts";
import { PACKAGES } from "./packages.ts";
import type { Environment, Hosting, LogService } from "./state.ts";

export interface NewEnvironment {
  /** Absent: `<alias>-<16 characters>`, the same in every run that makes the same environments. */
  readonly id?: string;
  readonly alias: string;
  readonly package: string;
  readonly region: string;
  /** Of `flexdb`, `storage`, `function`, `postgresql`. */
  readonly resources: readonly string[];
  readonly createdAt: number;
  readonly readyAt: number;
  /** Months paid for. */
  readonly months: number;
  readonly autoRenew: boolean;
  readonly enableOverrun: boolean;
}

/** Adds an environment to the account. Whether its alias and package are good is for the caller to see to. */
export function addEnvironment(cloud: Cloud, wanted: NewEnvironment): Environment {
  const { id = `${wanted.alias}-${nextId(cloud, `environment ${wanted.alias}`, 16)}`, months, ...given } = wanted;
  const environment: Environment = {
    ...given,
    id,
    updatedAt: wanted.createdAt,
    expiresAt: monthsLater(wanted.createdAt, months),
    tables: {},
    apiKeys: [],
  };
  cloud.tcb.environments[id] = environment;
  return environment;
}

export function newLogService(environmentId: string, readyAt: number): LogService {
  return { logsetId: logsetId(environmentId), topicId: topicId(environmentId), readyAt };
}

export function newHosting(environmentId: string, appId: number, readyAt: number): Hosting {
  return { bucket: hostingBucket(environmentId, appId), domain: hostingDomain(environmentId, appId), readyAt };
}

/** The one channel of environments that were made through the API. */
export const CHANNEL = "qc_console";

/** `EnvInfo` of https://cloud.tencent.com/document/product/876/34820, as the environment is at that moment. */
export function environmentAnswer(cloud: Cloud, environment: Environment, now: number): object {
  const { id, region, resources } = environment;
  const ready = now >= environment.readyAt;
  const usable = ready && environment.isolatedAt === undefined;
  const has = (resource: string) => ready && resources.includes(resource);
  return {
    EnvId: id,
    Source: "qcloud",
    Alias: environment.alias,
    CreateTime: beijingTime(environment.createdAt),
    UpdateTime: beijingTime(environment.updatedAt),
    Status: usable ? "NORMAL" : "UNAVAILABLE",
    Databases: resources.includes("flexdb")
      ? [{ InstanceId: databaseId(id), Status: databaseStatus(environment, ready), Region: region, UpdateTime: "" }]
      : [],
    Storages: has("storage") ? [storageAnswer(environment, cloud.account.appId)] : [],
    Functions: has("function") ? [{ Namespace: id, Region: region }] : [],
    PackageId: environment.package,
    PackageName: PACKAGES.get(environment.package)?.title ?? environment.package,
    LogServices: logServices(environment, now),
    StaticStorages: staticStorages(environment, now),
    IsAutoDegrade: false,
    EnvChannel: CHANNEL,
    PayMode: "prepayment",
    IsDefault: false,
    Region: region,
    Tags: tagList(cloud, { service: "tcb", region, prefix: "env", id }),
    CustomLogServices: [],
    EnvType: "baas",
    IsDauPackage: false,
    PackageType: "baas",
    ArchitectureType: "",
    Recycle: "",
    Meta: [],
    PostgreSQL: [],
  };
}

function databaseStatus({ isolatedAt }: Environment, ready: boolean): string {
  if (isolatedAt !== undefined) return "UNUSABLE";
  return ready ? "RUNNING" : "INITIALIZING";
}

/** AppId is text here, and nowhere else in the API. */
function storageAnswer({ id, region }: Environment, appId: number): object {
  const bucket = storageBucket(id, appId);
  return { Region: region, Bucket: bucket, CdnDomain: `${bucket}.tcb.qcloud.la`, AppId: String(appId) };
}

function logServices({ id, region, logs }: Environment, now: number): object[] {
  if (logs === undefined || now < logs.readyAt) return [];
  return [
    {
      LogsetName: `tcb-logset-${id}`,
      LogsetId: logs.logsetId,
      TopicName: `tcb-topic-${id}`,
      TopicId: logs.topicId,
      Region: region,
      Period: 7,
    },
  ];
}

function staticStorages({ region, hosting }: Environment, now: number): object[] {
  if (hosting === undefined) return [];
  const { bucket, domain } = hosting;
  return [
    { StaticDomain: domain, DefaultDirName: "/", Status: hostingStatus(hosting, now), Region: region, Bucket: bucket },
  ];
}

/** `process` while the bucket and its domain are being made. */
export function hostingStatus({ readyAt }: Hosting, now: number): "process" | "online" {
  return now < readyAt ? "process" : "online";
}
