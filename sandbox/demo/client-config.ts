/** How the SDK's clients reach the demonstration's sandbox. */
import type { Api } from "../api/server.ts";

export interface Key {
  readonly secretId: string;
  readonly secretKey: string;
}

/** @param region empty for services without regions. */
export function clientConfig({ port }: Pick<Api, "port">, credential: Key, region = "") {
  const httpProfile = { endpoint: `127.0.0.1:${port}`, protocol: "http://" as const };
  return { credential, region, profile: { httpProfile } };
}

/** The key that may do everything in this sandbox. */
export function rootKey({ cloud: { account } }: Api): Key {
  return { secretId: account.rootSecretId, secretKey: account.rootSecretKey };
}
