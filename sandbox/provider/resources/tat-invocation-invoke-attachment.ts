/** tencentcloud_tat_invocation_invoke_attachment: one run of a saved command on one server. The id is `<invocation>#<instance>`. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { isMembers, type Members, numberOf, stringOf } from "../protocol/value.ts";
import { idParts, told } from "./arguments.ts";
import { milliseconds } from "./duration.ts";

/** The real provider's default for create and delete. */
const TIMEOUT = "20m";

/** Ends of an invocation that is over (https://www.tencentcloud.com/document/product/1147/46292). */
const FAILED = ["FAILED", "TIMEOUT", "PARTIAL_FAILED", "CANCELLED", "PARTIAL_CANCELLED"];

export const tatInvocationInvokeAttachment: Resource<ApiClient> = {
  forceNew: [
    "instance_id",
    "command_id",
    "working_directory",
    "timeout",
    "parameters",
    "username",
    "output_cos_bucket_url",
    "output_cos_key_prefix",
  ],
  // Also where the user is not root: an argument of its own is needed then.
  defaults: { working_directory: "/root" },

  create: async (planned, { client, keep }) => {
    const instance = stringOf(planned, "instance_id") ?? "";
    const { InvocationId } = await client.retried("tat", "InvokeCommand", {
      CommandId: stringOf(planned, "command_id") ?? "",
      InstanceIds: [instance],
      WorkingDirectory: stringOf(planned, "working_directory") || undefined,
      Timeout: numberOf(planned, "timeout"),
      Parameters: stringOf(planned, "parameters") || undefined,
      Username: stringOf(planned, "username") || undefined,
      OutputCOSBucketUrl: stringOf(planned, "output_cos_bucket_url") || undefined,
      OutputCOSKeyPrefix: stringOf(planned, "output_cos_key_prefix") || undefined,
    });
    const invocation = answered("InvokeCommand", "InvocationId", InvocationId);
    const created = { ...planned, id: `${invocation}#${instance}`, invocation_id: invocation };
    keep(created);
    await waitFor(client, invocation, ["SUCCESS"], timeoutOf(planned, "create"));
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  delete: async (state, { client }) => {
    const [invocation, instance] = idParts(state);
    await client.retried("tat", "CancelInvocation", { InvocationId: invocation, InstanceIds: [instance] });
    // An invocation that has failed gets neither status, so it can never be destroyed, with the real provider either.
    await waitFor(client, invocation, ["SUCCESS", "CANCELLED"], timeoutOf(state, "delete"));
  },
};

/** Waits for one of the statuses. The real provider goes on until the timeout when a run has failed; here that ends it. */
async function waitFor(client: ApiClient, id: string, statuses: readonly string[], timeout: string): Promise<void> {
  const look = async () => {
    const { InvocationSet } = await client.retried("tat", "DescribeInvocations", { InvocationIds: [id] });
    const { InvocationStatus: status } = answered("DescribeInvocations", "InvocationSet[0]", InvocationSet?.[0]);
    if (status === undefined || statuses.includes(status)) return status;
    if (FAILED.includes(status)) {
      throw new DiagnosticError(
        `Invocation ${id} ended as ${status}, not ${statuses.join(" or ")}. The real provider would wait for its timeout (${timeout}) and fail then.`,
      );
    }
    return undefined;
  };
  await client.until(`invocation ${id} to be ${statuses.join(" or ")}`, look, milliseconds(timeout));
}

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const [id, instance] = idParts(state);
  const parameters = { InvocationIds: [id], Offset: 0, Limit: 100 };
  const { InvocationSet } = await client.once("tat", "DescribeInvocations", parameters);
  const invocation = InvocationSet?.[0];
  if (invocation === undefined) return null;
  const answers = told({
    working_directory: invocation.WorkingDirectory,
    timeout: invocation.Timeout,
    parameters: invocation.Parameters,
    username: invocation.Username,
    output_cos_bucket_url: invocation.OutputCOSBucketUrl,
    output_cos_key_prefix: invocation.OutputCOSKeyPrefix,
    command_id: invocation.CommandId,
  });
  return { ...state, instance_id: instance, invocation_id: id, ...answers };
}

function timeoutOf(values: Members, operation: "create" | "delete"): string {
  const timeouts = values["timeouts"];
  return (isMembers(timeouts) && stringOf(timeouts, operation)) || TIMEOUT;
}
