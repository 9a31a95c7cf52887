/** Who a SecretId belongs to. */
import type { Caller } from "./action.ts";
import type { Cloud } from "./cloud.ts";
import { own } from "./records.ts";
import type { Credentials } from "./signature.ts";

/** Credentials with the account behind them. */
export interface Identity extends Credentials {
  readonly caller: Caller;
  /** Of a federated caller: the document, as JSON text, that its permissions are cut down to. */
  readonly inlinePolicy?: string;
}

/** The identity that signs with this SecretId; undefined where there is none or its key is inactive. */
export function findIdentity(cloud: Cloud, secretId: string): Identity | undefined {
  const { account } = cloud;
  if (secretId === account.rootSecretId) {
    return { secretKey: account.rootSecretKey, caller: rootCaller(cloud) };
  }
  const key = own(cloud.cam.accessKeys, secretId);
  if (key !== undefined && key.status === "Active") {
    const caller = key.uin === account.ownerUin ? rootCaller(cloud) : subAccountCaller(cloud, key.uin);
    return caller === undefined ? undefined : { secretKey: key.secretKey, caller };
  }
  const temporary = own(cloud.sts.credentials, secretId);
  if (temporary === undefined) return undefined;
  // Temporary credentials end with the account that asked for them.
  if (temporary.callerUin !== account.ownerUin && own(cloud.cam.users, temporary.callerUin) === undefined)
    return undefined;
  return {
    secretKey: temporary.secretKey,
    token: temporary.token,
    expires: temporary.expires,
    inlinePolicy: temporary.policy,
    caller: { kind: "federated", uin: temporary.callerUin, name: temporary.name },
  };
}

function rootCaller(cloud: Cloud): Caller {
  return { kind: "root", uin: cloud.account.ownerUin, name: "root" };
}

function subAccountCaller(cloud: Cloud, uin: number): Caller | undefined {
  const user = own(cloud.cam.users, uin);
  return user === undefined ? undefined : { kind: "sub-account", uin, name: user.name };
}
