/** The way to a collection: by environment id, by the database's instance id, or by a connector. */
import { z } from "zod";
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId } from "../../ids.ts";
import { own } from "../../records.ts";
import { regionOf } from "../service.ts";
import { databaseId } from "./names.ts";
import type { Environment, Table, TableDocument } from "./state.ts";

/**
 * How a request names a database: any one of the three is enough. CAM hears of none of them, so whoever may call these
 * actions at all may call them on every environment of the account.
 */
export const DATABASE = {
  EnvId: z.string().optional(),
  /** Instance id of the database, from DescribeEnvs. */
  Tag: z.string().optional(),
  /** manager-node sends `flexdb` as InstanceId, and the instance id as DatabaseName. */
  MongoConnector: z.strictObject({ InstanceId: z.string().optional(), DatabaseName: z.string().optional() }).optional(),
};

interface DatabaseReference {
  readonly EnvId?: string;
  readonly Tag?: string;
  readonly MongoConnector?: { readonly DatabaseName?: string };
}

/**
 * The environment whose database is meant.
 *
 * @throws ApiError `MissingParameter`, `ResourceNotFound.Connector`, `LimitExceeded.NoValidConnection` while it is being
 * made, `ResourceUnavailable.MongoIsolated`
 */
export function databaseOf(cloud: Cloud, call: Call, body: DatabaseReference): Environment {
  const tag = body.Tag ?? body.MongoConnector?.DatabaseName;
  if (body.EnvId === undefined && tag === undefined) {
    throw new ApiError("MissingParameter", "The request is missing a required parameter `EnvId`.");
  }
  const environment =
    body.EnvId === undefined
      ? Object.values(cloud.tcb.environments).find(({ id }) => databaseId(id) === tag)
      : own(cloud.tcb.environments, body.EnvId);
  if (environment?.region !== regionOf(call) || !environment.resources.includes("flexdb")) {
    throw new ApiError("ResourceNotFound.Connector", `There is no database ${body.EnvId ?? tag} in ${regionOf(call)}.`);
  }
  if (environment.isolatedAt !== undefined) {
    throw new ApiError("ResourceUnavailable.MongoIsolated", `The environment ${environment.id} is isolated.`);
  }
  if (call.now < environment.readyAt) {
    throw new ApiError("LimitExceeded.NoValidConnection", `The database of ${environment.id} is still being made.`);
  }
  return environment;
}

/** @throws ApiError `ResourceNotFound.Table`, and those of `databaseOf` */
export function tableOf(cloud: Cloud, call: Call, body: DatabaseReference & { readonly TableName: string }): Table {
  const environment = databaseOf(cloud, call, body);
  const table = own(environment.tables, body.TableName);
  if (table === undefined) {
    throw new ApiError("ResourceNotFound.Table", `There is no collection ${body.TableName} in ${environment.id}.`);
  }
  return table;
}

/** Adds documents; one without an `_id` gets one. @returns their `_id`s. */
export function insert(cloud: Cloud, table: Table, documents: readonly TableDocument[]): readonly unknown[] {
  const added = documents.map((document) => ({ _id: nextId(cloud, "document", 32), ...document }));
  table.documents.push(...added);
  return added.map(({ _id }) => _id);
}
