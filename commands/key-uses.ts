/** Access keys of people with the day on which each was last used. */
import { z } from "zod";
import { listAccessKeys } from "../cloud/access-keys.ts";
import type { Clients } from "../cloud/client.ts";
import { CloudError } from "../cloud/cloud-error.ts";
import { listUsers } from "../lookups/identities.ts";

export interface KeyUse {
  readonly id: string;
  readonly isActive: boolean;
  /** Day on which it was made. */
  readonly made: string;
  /** Empty: never, or not known. */
  readonly lastUsed: string;
}

const answer = z.object({
  SecretIdLastUsedRows: z.array(z.object({ SecretId: z.string(), LastUsedDate: z.string().nullish() })).nullish(),
});

/** Most ids that cam:GetSecurityLastUsed takes (tencentcloud-sdk-nodejs, GetSecurityLastUsedRequest). */
const MOST = 10;

/** By name. */
export async function keyUses(
  clients: Clients,
  names: readonly string[],
  report: (progress: string) => void,
): Promise<Map<string, readonly KeyUse[]>> {
  const uins = new Map((await listUsers(clients, report)).map(({ name, uin }) => [name, uin]));
  const found = new Map<string, readonly KeyUse[]>();
  for (const name of names) {
    const uin = uins.get(name);
    if (uin === undefined) continue;
    const keys = await listAccessKeys(clients, uin);
    const used = await lastUses(
      clients,
      keys.map(({ id }) => id),
    );
    found.set(
      name,
      keys.map(({ id, isActive, created }) => ({
        id,
        isActive,
        made: created.slice(0, 10),
        lastUsed: used.get(id) ?? "",
      })),
    );
  }
  return found;
}

/** Nothing where the cloud does not serve the action: then no day is known. */
async function lastUses(clients: Clients, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const used = new Map<string, string>();
  for (let first = 0; first < ids.length; first += MOST) {
    const SecretIdList = ids.slice(first, first + MOST);
    try {
      const { SecretIdLastUsedRows } = await clients.call("cam:GetSecurityLastUsed", answer, () =>
        clients.cam.GetSecurityLastUsed({ SecretIdList }),
      );
      for (const { SecretId, LastUsedDate } of SecretIdLastUsedRows ?? [])
        used.set(SecretId, LastUsedDate?.slice(0, 10) ?? "");
    } catch (error) {
      if (
        !(
          error instanceof CloudError &&
          /^(?:InvalidAction|UnknownAction|UnsupportedOperation)/.test(error.fault.code ?? "")
        )
      )
        throw error;
    }
  }
  return used;
}
