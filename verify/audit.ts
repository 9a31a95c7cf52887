/** What an account has of one employee that the roster does not say, read only. */
import { z } from "zod";
import { listAccessKeys } from "../cloud/access-keys.ts";
import type { Clients } from "../cloud/client.ts";
import type { CloudUser } from "../lookups/identities.ts";
import { type RosterSays, rosterSays, type Stack, type Workplace } from "../workplaces/workplaces.ts";
import { type AttachedToUser, differences, readAttached } from "./attached.ts";

/** What is read of one sub-account. */
export interface AuditedUser {
  readonly user: CloudUser;
  readonly attached: AttachedToUser;
  /** Access keys that sign. */
  readonly activeKeys: number;
  /** Whether the console asks for a virtual MFA device. */
  readonly hasMfa: boolean;
}

const flag = z.object({ Stoken: z.int().nullish(), Token: z.int().nullish(), U2FToken: z.int().nullish() }).nullish();
const flagsAnswer = z.object({ LoginFlag: flag });

/**
 * cam:ListAttachedUserAllPolicies, GetPolicy, GetUserPermissionBoundary, ListGroupsForUser, ListAccessKeys and DescribeSafeAuthFlagColl.
 *
 * @throws CloudError when a call fails
 */
export async function readAudited(clients: Clients, user: CloudUser): Promise<AuditedUser> {
  const attached = await readAttached(clients, user.uin);
  const keys = await listAccessKeys(clients, user.uin);
  const { LoginFlag } = await clients.call("cam:DescribeSafeAuthFlagColl", flagsAnswer, () =>
    clients.cam.DescribeSafeAuthFlagColl({ SubUin: user.uin }),
  );
  return {
    ...{ user, attached },
    activeKeys: keys.filter(({ isActive }) => isActive).length,
    hasMfa: [LoginFlag?.Stoken, LoginFlag?.Token, LoginFlag?.U2FToken].some((each) => each === 1),
  };
}

/** A sentence for each thing that is not as the roster says. Pure. */
export function auditFindings(
  { user, attached, activeKeys, hasMfa }: AuditedUser,
  stack: Stack,
  workplace: Workplace,
): string[] {
  const { access } = workplace.employee;
  const hasConsole = access.console && !workplace.suspended;
  const keys = workplace.suspended ? 0 : (access.apiKey?.keys.length ?? 0);
  const says: RosterSays = rosterSays(stack, workplace);
  return [
    ...differences(attached, says),
    ...(user.console === hasConsole
      ? []
      : [
          user.console
            ? "may sign in to the console, and the roster says no"
            : "may not sign in to the console, and the roster says yes",
        ]),
    ...(activeKeys > keys ? [`has ${activeKeys} active access keys, and the roster says ${keys}`] : []),
    ...(hasConsole && access.mfa && !hasMfa ? ["signs in without a second factor, and the roster asks for one"] : []),
  ];
}
