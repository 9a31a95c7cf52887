/** A small server that answers as Tencent Cloud's API does, for tests of the real SDK. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { type Clients, createClients } from "../../../cloud/client.ts";
import type { CloudBlueprint } from "../../../lookups/blueprints.ts";
import type { CloudBundle } from "../../../lookups/bundles.ts";
import type { CloudEnvironment } from "../../../lookups/ready-environment.ts";
import { parseRoster } from "../../../roster/parse.ts";
import type { Roster } from "../../../roster/roster.ts";

export const OWNER_UIN = "100000000001";
export const APP_ID = 1250000000;
export const REQUEST_ID = "11111111-2222-3333-4444-555555555555";

/** What to answer instead of the truth. */
export type Fault =
  | { readonly code: string; readonly message: string }
  | { readonly status: number; readonly location?: string }
  | { readonly body: string }
  | "drop"
  | "cut"
  | "hang";

export interface Call {
  readonly action: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: { readonly Limit?: number; readonly Offset?: number };
}

/** What the cloud has; a test changes it to its case. */
export interface Account {
  ownerUin: string;
  environments: readonly Partial<CloudEnvironment>[];
  blueprints: readonly Partial<CloudBlueprint>[];
  bundles: readonly Partial<CloudBundle>[];
  /** Answers to give first, by action, one a call. */
  faults: Record<string, Fault[]>;
  /** Most entries a page may have; default: what is asked for. */
  largestPage?: number;
  ignoresOffset?: boolean;
  withoutTotal?: boolean;
  /** Answers of an action that are not the usual ones. */
  answers: Record<string, object>;
}

export interface Cloud extends Account {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/** Starts a cloud on a free port; the caller closes it. */
export async function startCloud(account: Partial<Account> = {}): Promise<Cloud> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const action = String(request.headers["x-tc-action"]);
    const call = { action, headers: request.headers, body: paging.parse(JSON.parse(Buffer.concat(chunks).toString())) };
    calls.push(call);
    const fault = cloud.faults[action]?.shift();
    if (fault !== undefined) return misbehave(fault, response);
    send(response, 200, JSON.stringify({ Response: { ...answer(cloud, call), RequestId: REQUEST_ID } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cloud: Cloud = {
    ownerUin: OWNER_UIN,
    environments: [],
    blueprints: [],
    bundles: [cloudBundle("bundle_1")],
    faults: {},
    answers: {},
    ...account,
    host: `127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return cloud;
}

const paging = z.object({ Limit: z.number().optional(), Offset: z.number().optional() });

function answer(cloud: Account, { action, body }: Call): object {
  const other = cloud.answers[action];
  if (other !== undefined) return other;
  if (action === "GetUserAppId") return { Uin: "100000000009", OwnerUin: cloud.ownerUin, AppId: APP_ID };
  const { list, total, all } = listingOf(cloud, action);
  const offset = cloud.ignoresOffset ? 0 : (body.Offset ?? 0);
  const page = all.slice(offset, offset + Math.min(body.Limit ?? 20, cloud.largestPage ?? 1000));
  return { [list]: page, ...(cloud.withoutTotal ? {} : { [total]: all.length }) };
}

function listingOf(cloud: Account, action: string) {
  if (action === "DescribeEnvs") return { list: "EnvList", total: "Total", all: cloud.environments };
  if (action === "DescribeBundles") return { list: "BundleSet", total: "TotalCount", all: cloud.bundles };
  return { list: "BlueprintSet", total: "TotalCount", all: cloud.blueprints };
}

function misbehave(fault: Fault, response: ServerResponse): void {
  if (fault === "hang") return;
  if (fault === "drop") {
    response.destroy();
  } else if (fault === "cut") {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"Response":', () => response.destroy());
  } else if ("status" in fault) {
    response.writeHead(fault.status, fault.location === undefined ? {} : { location: fault.location }).end();
  } else if ("body" in fault) {
    send(response, 200, fault.body);
  } else {
    const error = { Code: fault.code, Message: fault.message };
    send(response, 200, JSON.stringify({ Response: { Error: error, RequestId: REQUEST_ID } }));
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
}

/** A key that no file holds. */
export function madeUpKey() {
  return {
    secretId: randomBytes(12).toString("hex"),
    secretKey: randomBytes(16).toString("hex"),
    token: randomBytes(20).toString("hex"),
  };
}

/** Clients of that cloud, with waits of a few milliseconds. */
export function clientsOf(cloud: Cloud, report: (progress: string) => void = () => undefined): Clients {
  return createClients({
    credentials: madeUpKey(),
    region: "ap-shanghai",
    endpoint: { protocol: "http", host: cloud.host },
    retry: { tries: 4, minWait: 1, maxWait: 4 },
    timeout: 5,
    report,
  });
}

/** An environment that is ready, as tcb:DescribeEnvs gives it. */
export function cloudEnvironment(alias: string, changes: Partial<CloudEnvironment> = {}): CloudEnvironment {
  return {
    EnvId: `${alias}-8grqda2hfc2f62bb`,
    Alias: alias,
    Status: "NORMAL",
    Region: "ap-shanghai",
    PackageId: "baas_personal",
    Storages: [{ Bucket: `6465-${alias}-8grqda2hfc2f62bb-${APP_ID}` }],
    LogServices: [{ LogsetId: `set-of-${alias}`, TopicId: `topic-of-${alias}` }],
    StaticStorages: [{ Bucket: `static-${alias}-8grqda2hfc2f62bb-${APP_ID}`, Status: "online" }],
    ...changes,
  };
}

/** An image that servers can be made from, as lighthouse:DescribeBlueprints gives it. */
export function cloudBlueprint(id: string, title: string, changes: Partial<CloudBlueprint> = {}): CloudBlueprint {
  return {
    BlueprintId: id,
    DisplayTitle: title,
    DisplayVersion: "2026.4.8",
    BlueprintName: title,
    BlueprintState: "NORMAL",
    SupportAutomationTools: true,
    ...changes,
  };
}

/** A size that can be bought, as lighthouse:DescribeBundles gives it. */
export function cloudBundle(id: string, changes: Partial<CloudBundle> = {}): CloudBundle {
  return {
    BundleId: id,
    CPU: 2,
    Memory: 4,
    SystemDiskSize: 60,
    SupportLinuxUnixPlatform: true,
    BundleSalesState: "AVAILABLE",
    Price: { InstancePrice: { DiscountPrice: 30, Currency: "CNY" } },
    ...changes,
  };
}

/** Text of a roster with the given entries, each without its dash. */
export function rosterText(...entries: readonly string[]): string {
  const employees = entries.map((entry) => `  - ${entry.replaceAll("\n", "\n    ")}`);
  return `account:\n  ownerUin: "${OWNER_UIN}"\n  region: ap-shanghai\nemployees:\n${employees.join("\n")}\n`;
}

export function rosterOf(...entries: readonly string[]): Roster {
  return { ...parseRoster(rosterText(...entries), "employees.yaml"), templates: new Map() };
}
