/** Security Token Service: who am I, and temporary credentials. */
import { z } from "zod";
import { readPolicyText } from "../../../../policies/language/parse.ts";
import type { Action, Caller } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextSecret } from "../../ids.ts";
import { serviceActions } from "../service.ts";
import { utcTime } from "../times.ts";

const stsAction = serviceActions("sts", "2018-08-13");

/** Seconds that credentials of GetFederationToken last at most (https://www.tencentcloud.com/document/product/1150/49452). */
const LONGEST = { root: 7200, "sub-account": 129_600 } as const;

export const stsActions: readonly Action[] = [
  stsAction("GetCallerIdentity", {
    writes: false,
    body: z.strictObject({}),
    // Everybody may ask who they are.
    resources: () => [],
    answer: (_body, { caller }, { account }) => ({
      Arn: arnOf(caller, account.ownerUin),
      AccountId: String(account.ownerUin),
      UserId: caller.kind === "federated" ? `${caller.uin}:${caller.name}` : String(caller.uin),
      PrincipalId: String(caller.uin),
      Type: caller.kind === "federated" ? "FederatedUser" : "CAMUser",
    }),
  }),
  stsAction("GetFederationToken", {
    writes: true,
    body: z.strictObject({ Name: z.string(), Policy: z.string(), DurationSeconds: z.int().optional() }),
    resources: () => ["*"],
    answer: ({ Name, Policy, DurationSeconds = 1800 }, { caller, now }, cloud) => {
      if (caller.kind === "federated") {
        throw new ApiError("UnsupportedOperation", "Temporary credentials cannot ask for others: use a permanent key.");
      }
      if (!/^[A-Za-z]{1,128}$/.test(Name)) {
        throw new ApiError("InvalidParameter.ParamError", `The name \`${Name}\` must consist of letters.`);
      }
      const longest = LONGEST[caller.kind];
      if (DurationSeconds < 1 || DurationSeconds > longest) {
        throw new ApiError("InvalidParameter.OverTimeError", `\`DurationSeconds\` must be between 1 and ${longest}.`);
      }
      const policy = decodedPolicy(Policy);
      forgetExpired(cloud, now);
      const expires = now + DurationSeconds * 1000;
      const credentials = {
        secretId: `AKID${nextSecret(cloud, "sts.secret-id", 60)}`,
        secretKey: nextSecret(cloud, "sts.secret-key", 44),
        token: nextSecret(cloud, "sts.token", 64),
        callerUin: caller.uin,
        name: Name,
        policy,
        expires,
      };
      cloud.sts.credentials[credentials.secretId] = credentials;
      return {
        Credentials: {
          Token: credentials.token,
          TmpSecretId: credentials.secretId,
          TmpSecretKey: credentials.secretKey,
        },
        ExpiredTime: Math.floor(expires / 1000),
        Expiration: utcTime(expires),
      };
    },
  }),
];

function arnOf({ kind, uin, name }: Caller, ownerUin: number): string {
  if (kind === "root") return `qcs::cam::uin/${ownerUin}:root`;
  if (kind === "federated") return `qcs::sts::uin/${ownerUin}:federated-user/${name}`;
  return `qcs::cam::uin/${ownerUin}:uin/${uin}`;
}

/** Policy is URL-encoded JSON without a principal (https://cloud.tencent.com/document/product/1312/48195). */
function decodedPolicy(sent: string): string {
  const text = urlDecoded(sent);
  const [problem] = readPolicyText(text).problems;
  if (problem !== undefined) {
    const code = problem.code === "principal" ? "StrategyInvalid" : "StrategyFormatError";
    throw new ApiError(`InvalidParameter.${code}`, `The policy is not valid: ${problem.path} ${problem.message}.`);
  }
  return text;
}

function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new ApiError("InvalidParameter.StrategyFormatError", "The policy is not URL-encoded.");
  }
}

function forgetExpired({ sts }: Cloud, now: number): void {
  for (const { secretId, expires } of Object.values(sts.credentials)) {
    if (expires <= now) delete sts.credentials[secretId];
  }
}
