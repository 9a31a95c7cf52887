/** Temporary credentials for one employee, from the Security Token Service. */
import { z } from "zod";
import type { Clients } from "./client.ts";
import type { Credentials } from "./credentials.ts";
import { LookupError } from "./lookup-error.ts";

export interface TokenRequest {
  /** UIN of the only root account that may issue it. */
  readonly ownerUin: string;
  /** Whom it is for; shows in the audit log. */
  readonly employeeName: string;
  /** URL-encoded document, from tokenPolicy(). */
  readonly policy: string;
  /** Seconds. */
  readonly duration: number;
}

export interface IssuedToken extends Required<Credentials> {
  /** ISO 8601, UTC. */
  readonly expiration: string;
}

/** Seconds that a token lasts at most, by whose key asks for it (https://cloud.tencent.com/document/api/1312/48195). */
export const LONGEST_TOKEN = { root: 7200, "sub-account": 129_600 } as const;

const callerIdentity = z.object({ AccountId: z.string(), UserId: z.string() });
const federationToken = z.object({
  Credentials: z.object({ Token: z.string(), TmpSecretId: z.string(), TmpSecretKey: z.string() }),
  ExpiredTime: z.int(),
});

/**
 * Asks who the key belongs to, and then for the token. The token may do what both its policy and whoever asks may
 * (https://cloud.tencent.com/document/api/598/33416). Nothing is stored.
 *
 * @throws LookupError for a key of another root account and for a duration that the key cannot give; CloudError from the cloud
 */
export async function issueToken(clients: Clients, request: TokenRequest): Promise<IssuedToken> {
  const { ownerUin, employeeName, policy, duration } = request;
  const caller = await clients.call("sts:GetCallerIdentity", callerIdentity, () => clients.sts.GetCallerIdentity());
  if (caller.AccountId !== ownerUin) {
    throw new LookupError([
      `this API key belongs to root account ${caller.AccountId}, but the roster is for ${ownerUin}; use a key of that account`,
    ]);
  }
  const kind = caller.UserId === ownerUin ? "root" : "sub-account";
  if (duration > LONGEST_TOKEN[kind]) {
    const advice = kind === "root" ? ", or use the key of a sub-account" : "";
    throw new LookupError([
      `--duration ${duration}: a key of ${kind === "root" ? "the root account" : "a sub-account"} gives at most ${LONGEST_TOKEN[kind]} seconds; write less${advice}`,
    ]);
  }
  const { Credentials: issued, ExpiredTime } = await clients.call("sts:GetFederationToken", federationToken, () =>
    clients.sts.GetFederationToken({ Name: lettersOf(employeeName), Policy: policy, DurationSeconds: duration }),
  );
  return {
    secretId: issued.TmpSecretId,
    secretKey: issued.TmpSecretKey,
    token: issued.Token,
    expiration: new Date(ExpiredTime * 1000).toISOString(),
  };
}

/** The API takes letters alone. */
function lettersOf(name: string): string {
  return name.replace(/[^A-Za-z]/g, "") || "employee";
}
