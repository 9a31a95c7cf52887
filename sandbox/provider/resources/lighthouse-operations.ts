/** Looking at a server, and waiting for what was asked of it. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";

type Instance = NonNullable<Awaited<ReturnType<typeof describeInstance>>>;

/**
 * @param patience `retried` where the real provider polls, `once` where it reads.
 * @returns undefined where the API lists no such instance.
 */
export async function describeInstance(client: ApiClient, id: string, patience: "once" | "retried" = "once") {
  const parameters = { InstanceIds: [id], Offset: 0, Limit: 100 };
  return (await client[patience]("lighthouse", "DescribeInstances", parameters)).InstanceSet?.[0];
}

/**
 * The instance when its latest operation is over, undefined while it is not.
 *
 * @throws DiagnosticError when the operation failed.
 */
export function operationDone(instance: Instance): Instance | undefined {
  if (instance.LatestOperationState === "FAILED") throw new DiagnosticError("failed operation");
  return instance.LatestOperationState && instance.LatestOperationState !== "OPERATING" ? instance : undefined;
}

/** Waits for SUCCESS. The real provider waits an hour and does not take FAILED for an end; here it is one. */
export async function waitForOperation(client: ApiClient, id: string): Promise<void> {
  await client.until(`the operation of instance ${id}`, async () => {
    const instance = answered("DescribeInstances", "InstanceSet[0]", await describeInstance(client, id));
    if (instance.LatestOperationState === "FAILED") {
      throw new DiagnosticError(
        `${instance.LatestOperation ?? "The operation"} of instance ${id} failed; the real provider would wait an hour.`,
      );
    }
    return instance.LatestOperationState === "SUCCESS" ? instance : undefined;
  });
}
