/** Names in the cloud that constructs give and commands look for. */
import { SERVER_NAME_PREFIX } from "../roster/limits.ts";

/** Of the Lighthouse server of an employee. */
export function serverName(employee: string): string {
  return `${SERVER_NAME_PREFIX}${employee}`;
}

/** Of the TAT command that sets up all servers of a stack. */
export function setUpCommandName(stack: string): string {
  return `cloudbase-subaccounts-${stack}-openclaw`;
}

/** What a policy that a stack has once is for. */
export const STACK_POLICIES = ["boundary", "suspended"] as const;

/** Of a policy that a stack has once; several stacks may share an account. */
export function stackPolicyName(stack: string, id: (typeof STACK_POLICIES)[number]): string {
  return `cloudbase-subaccounts-${stack}-${id}`;
}

/** The sign-in page of sub-accounts, with root account and user name filled in. */
export function signInUrl(ownerUin: string, name: string): string {
  return `https://cloud.tencent.com/login/subAccount/${ownerUin}?type=subAccount&username=${encodeURIComponent(name)}`;
}
