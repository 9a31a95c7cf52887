/** CloudBase actions on the collections of the document database; all of them of operation level. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { MAX_TABLES } from "./limits.ts";
import { OPERATION_LEVEL, tcbAction } from "./service.ts";
import type { Table, TableIndex } from "./state.ts";
import { DATABASE, databaseOf, tableOf } from "./tables.ts";

const PAGE = { MgoLimit: z.int().min(0).max(1000), MgoOffset: z.int().min(0).optional() };

const createTable = tcbAction("CreateTable", {
  writes: true,
  body: z.strictObject({
    ...DATABASE,
    TableName: z.string(),
    PermissionInfo: z.strictObject({ AclTag: z.string(), EnvId: z.string(), Rule: z.string().optional() }).optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { id, tables } = databaseOf(cloud, call, body);
    if (!/^[^$\0.\s]{1,100}$/.test(body.TableName) || body.TableName === "__proto__") {
      throw new ApiError("InvalidParameterValue", "`TableName` takes 1 to 100 characters without $, dots and spaces.");
    }
    if (own(tables, body.TableName) !== undefined) {
      throw new ApiError("ResourceUnavailable.ResourceExist", `${id} has a collection ${body.TableName} already.`);
    }
    if (Object.keys(tables).length >= MAX_TABLES) {
      throw new ApiError("LimitExceeded.OutOfTableQuota", `${id} has ${MAX_TABLES} collections, which is the quota.`);
    }
    tables[body.TableName] = { documents: [], indexes: [] };
    return {};
  },
});

const deleteTable = tcbAction("DeleteTable", {
  writes: true,
  body: z.strictObject({ ...DATABASE, TableName: z.string() }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    tableOf(cloud, call, body);
    delete databaseOf(cloud, call, body).tables[body.TableName];
    return {};
  },
});

const listTables = tcbAction("ListTables", {
  writes: false,
  body: z.strictObject({
    ...DATABASE,
    ...PAGE,
    Filters: z.array(z.string()).optional(),
    SearchValue: z.string().optional(),
    ShowHidden: z.boolean().optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { SearchValue = "" } = body;
    const tables = Object.entries(databaseOf(cloud, call, body).tables).filter(([name]) => name.includes(SearchValue));
    return pageOf(tables, body);
  },
});

const describeTables = tcbAction("DescribeTables", {
  writes: false,
  body: z.strictObject({ ...DATABASE, ...PAGE, TableNames: z.array(z.string()).optional() }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { TableNames = [] } = body;
    const tables = Object.entries(databaseOf(cloud, call, body).tables);
    return pageOf(TableNames.length === 0 ? tables : tables.filter(([name]) => TableNames.includes(name)), body);
  },
});

const describeTable = tcbAction("DescribeTable", {
  writes: false,
  body: z.strictObject({ ...DATABASE, TableName: z.string() }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const indexes = allIndexes(tableOf(cloud, call, body));
    return { Indexes: indexes.map(indexAnswer), IndexNum: indexes.length };
  },
});

const updateTable = tcbAction("UpdateTable", {
  writes: true,
  body: z.strictObject({
    ...DATABASE,
    TableName: z.string(),
    DropIndexes: z.array(z.strictObject({ IndexName: z.string() })).optional(),
    CreateIndexes: z
      .array(
        z.strictObject({
          IndexName: z.string(),
          MgoKeySchema: z.strictObject({
            MgoIndexKeys: z.array(z.strictObject({ Name: z.string(), Direction: z.string() })),
            MgoIsUnique: z.boolean().optional(),
            MgoIsSparse: z.boolean().optional(),
          }),
        }),
      )
      .optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const table = tableOf(cloud, call, body);
    const dropped = (body.DropIndexes ?? []).map(({ IndexName }) => IndexName);
    const created = (body.CreateIndexes ?? []).map(({ IndexName, MgoKeySchema: { MgoIndexKeys, MgoIsUnique } }) => ({
      name: IndexName,
      unique: MgoIsUnique ?? false,
      keys: MgoIndexKeys.map(({ Name, Direction }) => ({ name: Name, direction: Direction })),
    }));
    const kept = table.indexes.filter(({ name }) => !dropped.includes(name));
    const double = created.find(({ name }) => name === ID_INDEX.name || kept.some((index) => index.name === name));
    if (double !== undefined) {
      throw new ApiError("ResourceUnavailable.IndexOptionsConflict", `There is an index ${double.name} already.`);
    }
    table.indexes = [...kept, ...created];
    return {};
  },
});

/** The index that every collection has. */
const ID_INDEX: TableIndex = { name: "_id_", unique: true, keys: [{ name: "_id", direction: "1" }] };

function allIndexes({ indexes }: Table): readonly TableIndex[] {
  return [ID_INDEX, ...indexes];
}

function indexAnswer({ name, unique, keys }: TableIndex): object {
  return {
    Name: name,
    Size: 4096,
    Keys: keys.map((key) => ({ Name: key.name, Direction: key.direction })),
    Accesses: { Ops: 0, Since: "" },
    Unique: unique,
  };
}

function pageOf(tables: readonly [string, Table][], page: { MgoLimit: number; MgoOffset?: number }): object {
  const { MgoLimit, MgoOffset = 0 } = page;
  return {
    Tables: tables.slice(MgoOffset, MgoOffset + MgoLimit).map(([name, table]) => ({
      TableName: name,
      Count: table.documents.length,
      Size: Buffer.byteLength(JSON.stringify(table.documents)),
      IndexCount: allIndexes(table).length,
      IndexSize: 4096 * allIndexes(table).length,
    })),
    Pager: { Offset: MgoOffset, Limit: MgoLimit, Total: tables.length },
  };
}

export const tableActions: readonly Action[] = [
  createTable,
  deleteTable,
  listTables,
  describeTables,
  describeTable,
  updateTable,
];
