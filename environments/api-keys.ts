/** CloudBase API keys of an environment. They are outside of CAM: whoever has one reaches the environment's data, suspended or not. */
import { z } from "zod";
import { anyAnswer, type Clients } from "../cloud/client.ts";
import { list } from "../cloud/pages.ts";

const PAGE = 100;

const listAnswer = z.object({ Data: z.array(z.object({ KeyId: z.string() })).nullish(), Total: z.int().nullish() });
/** Their ids, by tcb:DescribeApiKeyList. @throws CloudError when a call fails */
export async function listApiKeys(clients: Clients, environmentId: string): Promise<string[]> {
  const { entries } = await list(
    clients,
    {
      action: "tcb:DescribeApiKeyList",
      what: "API keys",
      answer: listAnswer,
      request: (offset) =>
        clients.tcb.DescribeApiKeyList({
          EnvId: environmentId,
          PageNumber: Math.floor(offset / PAGE) + 1,
          PageSize: PAGE,
        }),
      pageOf: ({ Data, Total }) => ({ entries: Data, total: Total }),
      idOf: ({ KeyId }) => KeyId,
    },
    () => undefined,
  );
  return entries.map(({ KeyId }) => KeyId);
}

/** tcb:DeleteApiKey; twice is no harm. @throws CloudError when a call fails */
export async function deleteApiKeys(clients: Clients, environmentId: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await clients.call("tcb:DeleteApiKey", anyAnswer, () =>
      clients.tcb.DeleteApiKey({ EnvId: environmentId, KeyId: id }),
    );
  }
}
