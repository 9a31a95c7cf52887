/** Finds the API key in the environment variables, in either of the two spellings that Tencent Cloud's tools use. */
import { LookupError } from "./lookup-error.ts";

/** An API key of an administrator: permanent, or temporary with a token. Never printed. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
}

/** Environment variables, as in `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The two spellings: of the Terraform provider and the SDKs
 * (https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs#environment-variables), and of CloudBase MCP
 * and the functions' runtime. Each has token names of its own, since a token belongs to the key it was issued with.
 */
const SPELLINGS = [
  {
    secretId: "TENCENTCLOUD_SECRET_ID",
    secretKey: "TENCENTCLOUD_SECRET_KEY",
    tokens: ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"],
  },
  {
    secretId: "TENCENTCLOUD_SECRETID",
    secretKey: "TENCENTCLOUD_SECRETKEY",
    tokens: ["TENCENTCLOUD_SESSIONTOKEN"],
  },
] as const;

/**
 * The first spelling of which anything is set; a variable that is empty counts as not set, as pipelines pass missing secrets so.
 *
 * @throws LookupError naming the variables to set, never their values
 */
export function readCredentials(env: Env): Credentials {
  const spelling = SPELLINGS.find((each) => env[each.secretId] || env[each.secretKey]);
  if (spelling === undefined) {
    throw new LookupError([
      "no API key: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN for a temporary key) " +
        "to a key of an administrator; keys are made at https://console.tencentcloud.com/cam/capi",
    ]);
  }
  const secretId = required(env, spelling.secretId, spelling.secretKey);
  const secretKey = required(env, spelling.secretKey, spelling.secretId);
  const tokenName = spelling.tokens.find((name) => env[name]);
  return { secretId, secretKey, ...(tokenName === undefined ? {} : { token: required(env, tokenName, tokenName) }) };
}

function required(env: Env, name: string, other: string): string {
  const value = env[name];
  if (!value) throw new LookupError([`half an API key: ${other} is set, but ${name} is not; set both to the same key`]);
  // In an HTTP header such a character fails late, with a message that shows the header.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new LookupError([
      `${name} has a space, a line break or another character that no key has; copy the key again`,
    ]);
  }
  return value;
}
