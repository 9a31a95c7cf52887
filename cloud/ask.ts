/** Sends any action and tells only whether it was refused: for calls whose answer is not to be read. */
import pRetry from "p-retry";
import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js";
import type { ClientOptions } from "./client.ts";
import { CloudError, cloudFault, isPassing } from "./cloud-error.ts";
import { sdkEndpoint } from "./endpoint.ts";

/**
 * @param action `tcb:DescribeEnvs`
 * @param version of the service's API: `2018-06-08`
 * @returns the cloud's error code; undefined for a success, of which nothing is kept
 * @throws CloudError where there is no answer of the API
 */
export type AskCloud = (action: string, version: string, body: object) => Promise<string | undefined>;

/** Tries again after passing faults, so it is for calls that may be made twice. */
export function createAsk({
  credentials,
  region,
  endpoint,
  retry: { tries = 6, minWait = 500, maxWait = 8000 } = {},
  timeout = 30,
}: ClientOptions): AskCloud {
  const secrets = [credentials.secretKey, ...(credentials.token === undefined ? [] : [credentials.token])];
  return (action, version, body) => {
    const [service = "", name = ""] = action.split(":");
    const place = { endpoint: `${service}.tencentcloudapi.com`, ...sdkEndpoint(endpoint, service) };
    const client = new CommonClient(place.endpoint, version, {
      credential: { ...credentials },
      region,
      profile: { language: "en-US", httpProfile: { reqTimeout: timeout, ...place } },
    });
    return pRetry(
      async (number) => {
        try {
          await client.request(name, body);
          return undefined;
        } catch (error) {
          const fault = cloudFault(error);
          if (fault.kind === "api" && !isPassing(fault)) return fault.code;
          throw new CloudError(action, fault, number, secrets);
        }
      },
      {
        ...{ retries: tries - 1, minTimeout: minWait, maxTimeout: maxWait, randomize: true },
        shouldRetry: ({ error }) => error instanceof CloudError && isPassing(error.fault),
      },
    );
  };
}
