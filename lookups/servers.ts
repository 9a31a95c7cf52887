/** What the cloud knows of servers at this moment: their state, and how their last set-up ended. Nothing of it is committed. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { list } from "../cloud/pages.ts";
import { setUpCommandName } from "../terraform/names.ts";
import { cloudId } from "./schema.ts";

/** A Lighthouse server. */
export interface CloudServer {
  readonly id: string;
  readonly name: string;
  /** `RUNNING`, `STOPPED`, `SHUTDOWN` (isolated), … */
  readonly state: string;
  readonly addresses: readonly string[];
  readonly bundle: string;
  /** Keys of its tags. */
  readonly tags: readonly string[];
  /** When it ends unless it is renewed, as the cloud writes it; absent where it names none. */
  readonly ends: string | undefined;
}

/** One run of the set-up on one server. */
export interface SetUpRun {
  readonly status: string;
  /** When it was asked for, as the cloud writes it. */
  readonly at: string;
  /** The last line that it printed, or why it did not start; absent where there is neither. */
  readonly says: string | undefined;
}

export interface CloudServers {
  /** By name; several may have one. */
  readonly servers: readonly CloudServer[];
  /** The id of the TAT command that sets servers up; absent where nothing was deployed yet. */
  readonly commandId: string | undefined;
  /** The last run of that command, by server id. */
  readonly runs: ReadonlyMap<string, SetUpRun>;
}

const text = z.string().nullish();
const PAGE = 100;

const instancesAnswer = z.object({
  InstanceSet: z
    .array(
      z.object({
        InstanceId: cloudId,
        InstanceName: text,
        InstanceState: text,
        PublicAddresses: z.array(z.string()).nullish(),
        ExpiredTime: text,
        BundleId: text,
        Tags: z.array(z.object({ Key: text })).nullish(),
      }),
    )
    .nullish(),
  TotalCount: z.int().nullish(),
});

const commandsAnswer = z.object({ CommandSet: z.array(z.object({ CommandId: cloudId })).nullish() });

const tasksAnswer = z.object({
  InvocationTaskSet: z
    .array(
      z.object({
        InvocationTaskId: cloudId,
        InstanceId: cloudId,
        TaskStatus: text,
        CreatedTime: text,
        ErrorInfo: text,
        TaskResult: z.object({ Output: text }).nullish(),
      }),
    )
    .nullish(),
  TotalCount: z.int().nullish(),
});

/**
 * All servers of the clients' region.
 *
 * @throws CloudError when a call fails
 */
export async function listServers(clients: Clients, report: (progress: string) => void): Promise<CloudServer[]> {
  const { entries } = await list(
    clients,
    {
      action: "lighthouse:DescribeInstances",
      what: "servers",
      answer: instancesAnswer,
      request: (offset) => clients.lighthouse.DescribeInstances({ Limit: PAGE, Offset: offset }),
      pageOf: ({ InstanceSet, TotalCount }) => ({ entries: InstanceSet, total: TotalCount }),
      idOf: ({ InstanceId }) => InstanceId,
    },
    report,
  );
  return entries.map((each) => ({
    id: each.InstanceId,
    name: each.InstanceName ?? "",
    state: each.InstanceState ?? "unknown",
    addresses: each.PublicAddresses ?? [],
    bundle: each.BundleId ?? "unknown",
    tags: (each.Tags ?? []).flatMap(({ Key }) => (Key ? [Key] : [])),
    ends: each.ExpiredTime || undefined,
  }));
}

/** Id of the TAT command that sets up the servers of a stack; undefined before the first deployment. @throws CloudError */
export async function findSetUpCommand(clients: Clients, stack: string): Promise<string | undefined> {
  const { CommandSet } = await clients.call("tat:DescribeCommands", commandsAnswer, () =>
    clients.tat.DescribeCommands({ Filters: [{ Name: "command-name", Values: [setUpCommandName(stack)] }], Limit: 1 }),
  );
  return CommandSet?.[0]?.CommandId;
}

/**
 * Three listings for all servers of a stack: lighthouse:DescribeInstances, tat:DescribeCommands and tat:DescribeInvocationTasks
 * (https://cloud.tencent.com/document/api/1340/52680).
 *
 * @throws CloudError when a call fails
 */
export async function readServers(
  clients: Clients,
  stack: string,
  report: (progress: string) => void,
): Promise<CloudServers> {
  const servers = await listServers(clients, report);
  const commandId = await findSetUpCommand(clients, stack);
  return { servers, commandId, runs: commandId === undefined ? new Map() : await lastRuns(clients, commandId, report) };
}

async function lastRuns(clients: Clients, commandId: string, report: (progress: string) => void) {
  const { entries } = await list(
    clients,
    {
      action: "tat:DescribeInvocationTasks",
      what: "set-ups",
      answer: tasksAnswer,
      request: (offset) =>
        clients.tat.DescribeInvocationTasks({
          Filters: [{ Name: "command-id", Values: [commandId] }],
          HideOutput: false,
          Limit: PAGE,
          Offset: offset,
        }),
      pageOf: ({ InvocationTaskSet, TotalCount }) => ({ entries: InvocationTaskSet, total: TotalCount }),
      idOf: ({ InvocationTaskId }) => InvocationTaskId,
    },
    report,
  );
  const last = new Map<string, SetUpRun>();
  for (const { InstanceId, TaskStatus, CreatedTime, ErrorInfo, TaskResult } of entries) {
    const run = {
      status: TaskStatus ?? "unknown",
      at: CreatedTime ?? "",
      says: lastLine(TaskResult?.Output) ?? (ErrorInfo || undefined),
    };
    // Times of one form and one zone, so that their texts compare.
    if (run.at >= (last.get(InstanceId)?.at ?? "")) last.set(InstanceId, run);
  }
  return last;
}

/** The last line with anything on it, of what TAT gives as base64. */
function lastLine(output: string | null | undefined): string | undefined {
  return Buffer.from(output ?? "", "base64")
    .toString("utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1);
}
