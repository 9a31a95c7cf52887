/** Finds out whose API key this is, and refuses any other root account than the roster's. */
import { z } from "zod";
import type { Clients } from "../cloud/client.ts";
import { LookupError } from "../cloud/lookup-error.ts";
import { problem } from "../problems/problems.ts";
import type { RosterAccount } from "../roster/roster.ts";
import { change } from "./changes.ts";
import type { LookupKind } from "./kind.ts";
import type { AccountLookup } from "./lookups.ts";

const userAppId = z.object({ OwnerUin: z.string().regex(/^\d+$/), AppId: z.int().positive() });

const digits = z.string().regex(/^\d+$/, "expected digits in quotes");

export const accountKind: LookupKind<AccountLookup> = {
  schema: z.strictObject({ ownerUin: digits, appId: digits }),
  lookUp: async ({ roster, clients }) => ({
    found: await checkAccount(clients, roster.account, roster.file),
    problems: [],
  }),
  changes: (previous, next) => [
    ...change("account ownerUin", previous?.ownerUin, next.ownerUin),
    ...change("account appId", previous?.appId, next.appId),
  ],
};

/**
 * Asks cam:GetUserAppId. `OwnerUin` is the root account; `Uin` is the caller's own number, another one where the key belongs to
 * a sub-account. tcb:DescribeEnvs gives no app id for the account.
 *
 * @throws LookupError when the key belongs to another root account than the roster
 * @throws CloudError when the call fails
 */
export async function checkAccount(clients: Clients, account: RosterAccount, file: string): Promise<AccountLookup> {
  const { OwnerUin: ownerUin, AppId: appId } = await clients.call("cam:GetUserAppId", userAppId, () =>
    clients.cam.GetUserAppId(),
  );
  if (ownerUin !== account.ownerUin) {
    const message = `account.ownerUin is ${account.ownerUin}, but the API key belongs to root account ${ownerUin}`;
    const remedy = "use a key of the roster's account, or correct ownerUin";
    throw new LookupError([problem("account", { file, message, remedy })]);
  }
  return { ownerUin, appId: String(appId) };
}
