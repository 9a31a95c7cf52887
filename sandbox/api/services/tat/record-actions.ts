/** TAT actions that show invocations, their tasks and the agents of the servers. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { agentStatus } from "../lighthouse/instances.ts";
import { FILTERS, filtered, PAGE, paged, refuseIdsWithFilters, rowsOf } from "../lists.ts";
import { regionOf } from "../service.ts";
import { utcTime } from "../times.ts";
import { invocationAnswer, taskAnswer } from "./invocations.ts";
import { checkServerIds, commandResource, serverResources, tatAction } from "./service.ts";
import type { Invocation } from "./state.ts";

/** An invocation is found as soon as it has an id: the Terraform provider takes an empty list for a crash of its own. */
const describeInvocations = tatAction("DescribeInvocations", {
  writes: false,
  body: z.strictObject({ ...PAGE, InvocationIds: z.array(z.string()).optional(), Filters: FILTERS }),
  resources: ({ InvocationIds = [] }, call, cloud) => {
    const commands = InvocationIds.map((id) => own(cloud.tat.invocations, id)?.commandId ?? "*");
    return (commands.length === 0 ? ["*"] : commands).map((id) => commandResource(call, cloud, id));
  },
  answer: (body, call, cloud) => {
    const { InvocationIds = [], Filters } = body;
    refuseIdsWithFilters(InvocationIds, Filters, "InvalidParameter.ConflictParameter");
    checkIds(InvocationIds, "inv", "InvalidInvocationId");
    const named = rowsOf(cloud.tat.invocations, InvocationIds).filter(({ region }) => region === regionOf(call));
    const found = filtered(
      named,
      Filters,
      {
        "invocation-id": ({ id }) => [id],
        "command-id": ({ commandId }) => [commandId],
        "command-created-by": () => ["USER"],
        "instance-kind": () => ["LIGHTHOUSE"],
      },
      "InvalidParameterValue.InvalidFilter",
    );
    const page = paged(found, body);
    return { TotalCount: found.length, InvocationSet: page.map((one) => invocationAnswer(one, call.now)) };
  },
});

/** HideOutput is true unless the client says otherwise. */
const describeInvocationTasks = tatAction("DescribeInvocationTasks", {
  writes: false,
  body: z.strictObject({
    ...PAGE,
    InvocationTaskIds: z.array(z.string()).optional(),
    Filters: FILTERS,
    HideOutput: z.boolean().optional(),
  }),
  resources: (_body, call, cloud) => [commandResource(call, cloud, "*"), ...serverResources(["*"], call, cloud)],
  answer: (body, call, cloud) => {
    const { InvocationTaskIds = [], Filters, HideOutput = true } = body;
    refuseIdsWithFilters(InvocationTaskIds, Filters, "InvalidParameter.ConflictParameter");
    checkIds(InvocationTaskIds, "invt", "InvalidInvocationTaskId");
    const all = invocationsIn(cloud, call).flatMap((invocation) =>
      invocation.tasks.map((task) => ({ invocation, task })),
    );
    const named = InvocationTaskIds.length === 0 ? all : all.filter(({ task }) => InvocationTaskIds.includes(task.id));
    const found = filtered(
      named,
      Filters,
      {
        "invocation-task-id": ({ task }) => [task.id],
        "invocation-id": ({ invocation }) => [invocation.id],
        "instance-id": ({ task }) => [task.instanceId],
        "command-id": ({ invocation }) => [invocation.commandId],
      },
      "InvalidParameterValue.InvalidFilter",
    );
    return {
      TotalCount: found.length,
      InvocationTaskSet: paged(found, body).map(({ invocation, task }) =>
        taskAnswer(invocation, task, HideOutput, call.now),
      ),
    };
  },
});

/** Lists servers whose agent has reported at least once; others are as if they were not there. */
const describeAutomationAgentStatus = tatAction("DescribeAutomationAgentStatus", {
  writes: false,
  body: z.strictObject({ ...PAGE, InstanceIds: z.array(z.string()).optional(), Filters: FILTERS }),
  resources: ({ InstanceIds = [] }, call, cloud) =>
    serverResources(InstanceIds.length === 0 ? ["*"] : InstanceIds, call, cloud),
  answer: (body, call, cloud) => {
    const { InstanceIds = [], Filters } = body;
    refuseIdsWithFilters(InstanceIds, Filters, "InvalidParameter.ConflictParameter");
    checkServerIds(InstanceIds, 100);
    const agents = rowsOf(cloud.lighthouse.instances, InstanceIds)
      .filter(({ region }) => region === regionOf(call))
      .map((server) => ({ server, status: agentStatus(cloud, server, call.now) }))
      .filter(
        ({ server, status }) => status === "Online" || (status === "Offline" && hasReported(cloud, server, call)),
      );
    const found = filtered(
      agents,
      Filters,
      {
        "agent-status": ({ status }) => [status],
        environment: () => ["Linux"],
        "instance-id": ({ server }) => [server.id],
      },
      "InvalidParameterValue.InvalidFilter",
    );
    return {
      TotalCount: found.length,
      AutomationAgentSet: paged(found, body).map(({ server, status }) => ({
        InstanceId: server.id,
        Version: "1.0.0",
        LastHeartbeatTime: utcTime(call.now),
        AgentStatus: status,
        Environment: "Linux",
        SupportFeatures: [],
      })),
    };
  },
});

function hasReported(cloud: Cloud, { createdAt }: { readonly createdAt: number }, { now }: Call): boolean {
  return now >= createdAt + cloud.settings.instanceRunning + cloud.settings.agentOnline;
}

function invocationsIn(cloud: Cloud, call: Call): readonly Invocation[] {
  return Object.values(cloud.tat.invocations).filter(({ region }) => region === regionOf(call));
}

function checkIds(ids: readonly string[], prefix: string, reason: string): void {
  if (ids.length > 100) throw new ApiError("InvalidParameterValue.LimitExceeded", "At most 100 ids are taken at once.");
  const malformed = ids.find((id) => !new RegExp(`^${prefix}-[a-z0-9]{8}$`).test(id));
  if (malformed !== undefined) throw new ApiError(`InvalidParameterValue.${reason}`, `\`${malformed}\` is not an id.`);
}

export const recordActions: readonly Action[] = [
  describeInvocations,
  describeInvocationTasks,
  describeAutomationAgentStatus,
];
