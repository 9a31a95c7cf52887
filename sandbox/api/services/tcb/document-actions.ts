/**
 * CloudBase actions on the documents of a collection; all of them of operation level. The SDK has RunCommands alone: the
 * others take and answer what CloudBase MCP 2.34.6 sends and reads.
 */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { matches, readDocument, updated } from "./documents.ts";
import { OPERATION_LEVEL, tcbAction } from "./service.ts";
import type { Table, TableDocument } from "./state.ts";
import { DATABASE, insert, tableOf } from "./tables.ts";

const TABLE = { ...DATABASE, TableName: z.string() };

const putItem = tcbAction("PutItem", {
  writes: true,
  body: z.strictObject({ ...TABLE, MgoDocs: z.array(z.string()) }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const table = tableOf(cloud, call, body);
    const documents = body.MgoDocs.map(readDocument);
    return { InsertedIds: insert(cloud, table, documents) };
  },
});

const queryRecords = tcbAction("QueryRecords", {
  writes: false,
  body: z.strictObject({
    ...TABLE,
    MgoQuery: z.string().optional(),
    MgoLimit: z.int().min(1).max(1000).optional(),
    MgoOffset: z.int().min(0).optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { MgoQuery, MgoLimit = 100, MgoOffset = 0 } = body;
    const found = find(tableOf(cloud, call, body), readDocument(MgoQuery));
    return {
      Data: found.slice(MgoOffset, MgoOffset + MgoLimit).map((document) => JSON.stringify(document)),
      Pager: { Offset: MgoOffset, Limit: MgoLimit, Total: found.length },
    };
  },
});

/** In no document and no SDK; the form of the answer is a guess. */
const countRecords = tcbAction("CountRecords", {
  writes: false,
  body: z.strictObject({ ...TABLE, MgoQuery: z.string().optional() }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => ({ Count: find(tableOf(cloud, call, body), readDocument(body.MgoQuery)).length }),
});

const updateItem = tcbAction("UpdateItem", {
  writes: true,
  body: z.strictObject({
    ...TABLE,
    MgoQuery: z.string(),
    MgoUpdate: z.string(),
    MgoIsMulti: z.boolean().optional(),
    MgoUpsert: z.boolean().optional(),
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { MgoIsMulti = false, MgoUpsert = false } = body;
    const table = tableOf(cloud, call, body);
    const [query, update] = [readDocument(body.MgoQuery), readDocument(body.MgoUpdate)];
    const changed = change(table, query, update, MgoIsMulti);
    if (changed > 0 || !MgoUpsert) return { MatchedNum: changed, ModifiedNum: changed };
    const { _id, ...document } = updated(query, update);
    const [id] = insert(cloud, table, [_id === undefined ? document : { ...document, _id }]);
    return { MatchedNum: 0, ModifiedNum: 0, UpsertedId: id };
  },
});

const deleteItem = tcbAction("DeleteItem", {
  writes: true,
  body: z.strictObject({ ...TABLE, MgoQuery: z.string(), MgoIsMulti: z.boolean().optional() }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    const { MgoIsMulti = false } = body;
    return { Deleted: remove(tableOf(cloud, call, body), readDocument(body.MgoQuery), MgoIsMulti) };
  },
});

/** `{"find":…}`, `{"insert":…}`, `{"update":…}` and `{"delete":…}` of MongoDB's command language, one statement each. */
const COMMAND = z.union([
  z.object({ find: z.string(), filter: z.record(z.string(), z.unknown()).optional(), limit: z.int().optional() }),
  z.object({ insert: z.string(), documents: z.array(z.record(z.string(), z.unknown())) }),
  z.object({
    update: z.string(),
    updates: z.array(
      z.object({
        q: z.record(z.string(), z.unknown()),
        u: z.record(z.string(), z.unknown()),
        multi: z.boolean().optional(),
      }),
    ),
  }),
  z.object({
    delete: z.string(),
    deletes: z.array(z.object({ q: z.record(z.string(), z.unknown()), limit: z.int() })),
  }),
]);

const runCommands = tcbAction("RunCommands", {
  writes: true,
  body: z.strictObject({
    ...DATABASE,
    MgoCommands: z.array(
      z.strictObject({
        TableName: z.string(),
        CommandType: z.enum(["UPDATE", "QUERY", "INSERT", "DELETE", "COMMAND"]),
        Command: z.string(),
      }),
    ),
  }),
  resources: OPERATION_LEVEL,
  answer: ({ MgoCommands, ...database }, call, cloud) => {
    const commands = MgoCommands.map(({ TableName, Command }) => ({
      table: tableOf(cloud, call, { ...database, TableName }),
      command: readCommand(Command),
    }));
    return {
      Data: commands.map(({ table, command }) => {
        if ("find" in command) return printed(find(table, command.filter ?? {}).slice(0, command.limit));
        if ("insert" in command) return printed([{ n: insert(cloud, table, command.documents).length, ok: 1 }]);
        if ("update" in command) {
          return printed(command.updates.map(({ q, u, multi = false }) => ({ n: change(table, q, u, multi), ok: 1 })));
        }
        return printed(command.deletes.map(({ q, limit }) => ({ n: remove(table, q, limit === 0), ok: 1 })));
      }),
    };
  },
});

function readCommand(text: string): z.infer<typeof COMMAND> {
  const command = COMMAND.safeParse(readDocument(text));
  if (command.success) return command.data;
  throw new ApiError("UnsupportedOperation", "The sandbox knows the commands find, insert, update and delete.");
}

/** A result is a text of a list of texts. */
function printed(documents: readonly object[]): string {
  return JSON.stringify(documents.map((document) => JSON.stringify(document)));
}

function find({ documents }: Table, query: TableDocument): readonly TableDocument[] {
  return documents.filter((document) => matches(document, query));
}

function change(table: Table, query: TableDocument, update: TableDocument, all: boolean): number {
  const found = new Set(find(table, query).slice(0, all ? undefined : 1));
  table.documents = table.documents.map((document) => (found.has(document) ? updated(document, update) : document));
  return found.size;
}

function remove(table: Table, query: TableDocument, all: boolean): number {
  const found = new Set(find(table, query).slice(0, all ? undefined : 1));
  table.documents = table.documents.filter((document) => !found.has(document));
  return found.size;
}

export const documentActions: readonly Action[] = [
  putItem,
  queryRecords,
  countRecords,
  updateItem,
  deleteItem,
  runCommands,
];
