/** Numbers and shapes that Tencent Cloud documents, each with its source. */

/** Sub-accounts of one root account (https://www.tencentcloud.com/document/product/598/10609). */
export const MAX_SUB_ACCOUNTS = 1000;

/**
 * Name of a sub-account. No rule is documented (there is an error UserNameIllegal), so this is the part that is safe everywhere a
 * name goes: in a sign-in, a policy, a tag, a server name and a Terraform id.
 */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Alias of a CloudBase environment (tcb:CreateEnv): 1 to 20 of a-z, 0-9 and single inner hyphens. */
export const ALIAS = /^(?=.{1,20}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Id of a CloudBase environment: the alias it was made with, a hyphen and 16 characters in new ones. */
export const ENVIRONMENT_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Id of a Lighthouse blueprint; anything else in `blueprint` is a title to look up. */
export const BLUEPRINT_ID = /^lhbp-[a-z0-9]{8}$/;

/** Characters of a Lighthouse server's name (lighthouse:CreateInstances, InstanceName). */
export const MAX_SERVER_NAME = 60;

/** Servers are named by their employee, after this. */
export const SERVER_NAME_PREFIX = "openclaw-";

/** Months that lighthouse:CreateInstances sells (InstanceChargePrepaid.Period). */
export const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60] as const;

/** Months that tcb:CreateEnv and tcb:RenewEnv sell (Period). */
export const ENVIRONMENT_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24] as const;

/** Id of a TCR Enterprise instance, as TCR's pages write it (https://www.tencentcloud.com/document/product/1051/39860). */
export const TCR_INSTANCE = /^tcr-[a-z0-9]+$/;

/** Namespace of a TCR instance: what an image's address takes, with nothing that would be a wildcard or a path in a policy. */
export const TCR_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** Repository in a namespace, which may have folders. */
export const TCR_REPOSITORY = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

/** Name of a policy, preset or custom (https://www.tencentcloud.com/document/product/598/34578). */
export const POLICY_NAME = /^[A-Za-z0-9+=,.@_-]{1,128}$/;
