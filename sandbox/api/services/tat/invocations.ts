/** An invocation as it is at a moment: its states follow from the clock, since no command ever runs. */
import { utcTime } from "../times.ts";
import type { Invocation, Task } from "./state.ts";

export type TaskStatus = "PENDING" | "RUNNING" | "SUCCESS" | "TIMEOUT" | "CANCELLED" | "TERMINATED";

/**
 * TaskStatus of https://cloud.tencent.com/document/product/1340/52682. A task that was cancelled before it started is
 * CANCELLED, one that was stopped on the way is TERMINATED.
 */
export function taskStatus(invocation: Invocation, { cancelledAt }: Task, now: number): TaskStatus {
  if (cancelledAt !== undefined) return cancelledAt < invocation.startsAt ? "CANCELLED" : "TERMINATED";
  if (now < invocation.startsAt) return "PENDING";
  if (now < invocation.endsAt) return "RUNNING";
  return invocation.timesOut ? "TIMEOUT" : "SUCCESS";
}

export type InvocationStatus = "PENDING" | "RUNNING" | "SUCCESS" | "TIMEOUT" | "CANCELLED" | "PARTIAL_CANCELLED";

export function invocationStatus(invocation: Invocation, now: number): InvocationStatus {
  const statuses = invocation.tasks.map((task) => taskStatus(invocation, task, now));
  const open = statuses.find((status) => status === "PENDING" || status === "RUNNING");
  if (open === "PENDING" || open === "RUNNING") return open;
  const cancelled = statuses.filter((status) => status === "CANCELLED" || status === "TERMINATED").length;
  if (cancelled > 0) return cancelled === statuses.length ? "CANCELLED" : "PARTIAL_CANCELLED";
  return invocation.timesOut ? "TIMEOUT" : "SUCCESS";
}

/** `Invocation` of DescribeInvocations, with every default of the command and the parameters as they were sent. */
export function invocationAnswer(invocation: Invocation, now: number): object {
  const { id, text, tasks } = invocation;
  return {
    InvocationId: id,
    CommandId: invocation.commandId,
    CommandName: text.name,
    InvocationStatus: invocationStatus(invocation, now),
    InvocationTaskBasicInfoSet: tasks.map((task) => ({
      InvocationTaskId: task.id,
      TaskStatus: taskStatus(invocation, task, now),
      InstanceId: task.instanceId,
    })),
    Description: text.description,
    ...times(invocation, undefined, now),
    Parameters: invocation.parameters,
    DefaultParameters: text.defaultParameters,
    InstanceKind: "LIGHTHOUSE",
    Username: text.username,
    InvocationSource: "USER",
    CommandContent: text.content,
    CommandType: text.type,
    Timeout: text.timeout,
    WorkingDirectory: text.workingDirectory,
    OutputCOSBucketUrl: text.outputCosBucketUrl,
    OutputCOSKeyPrefix: text.outputCosKeyPrefix,
  };
}

/** What a finished command printed: the truth. */
const OUTPUT = "The sandbox does not run commands. On Tencent Cloud the output of the command would be here.\n";

/** `InvocationTask` of DescribeInvocationTasks. */
export function taskAnswer(invocation: Invocation, task: Task, hideOutput: boolean, now: number): object {
  const { text } = invocation;
  const status = taskStatus(invocation, task, now);
  const started = status !== "PENDING" && status !== "CANCELLED";
  const ended = status !== "PENDING" && status !== "RUNNING";
  return {
    InvocationId: invocation.id,
    InvocationTaskId: task.id,
    CommandId: invocation.commandId,
    CommandName: text.name,
    TaskStatus: status,
    InstanceId: task.instanceId,
    TaskResult: {
      ExitCode: status === "SUCCESS" ? 0 : -1,
      Output: hideOutput || status !== "SUCCESS" ? "" : Buffer.from(OUTPUT).toString("base64"),
      Dropped: 0,
      OutputUrl: "",
      OutputUploadCOSErrorInfo: "",
      ExecStartTime: started ? utcTime(invocation.startsAt) : "",
      ExecEndTime: started && ended ? utcTime(task.cancelledAt ?? invocation.endsAt) : "",
    },
    ...times(invocation, task.cancelledAt, now),
    CommandDocument: {
      Content: text.content,
      CommandType: text.type,
      Timeout: text.timeout,
      WorkingDirectory: text.workingDirectory,
      Username: text.username,
      OutputCOSBucketUrl: text.outputCosBucketUrl,
      OutputCOSKeyPrefix: text.outputCosKeyPrefix,
    },
    ErrorInfo: "",
    InvocationSource: "USER",
  };
}

function times({ createdAt, startsAt, endsAt }: Invocation, cancelledAt: number | undefined, now: number): object {
  const end = cancelledAt ?? endsAt;
  return {
    StartTime: now < startsAt ? "" : utcTime(startsAt),
    EndTime: now < end ? "" : utcTime(end),
    CreatedTime: utcTime(createdAt),
    UpdatedTime: utcTime(Math.max(createdAt, Math.min(now, end))),
  };
}
