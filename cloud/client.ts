/** Tencent Cloud's API: the SDK's clients, with time-outs, retries and errors that a person can act on. */
import pRetry from "p-retry";
// Deep imports: the whole SDK has 260 services and takes four times as long to load.
import { Client as CamClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/cam/v20190116/cam_client.js";
import { Client as LighthouseClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/v20200324/lighthouse_client.js";
import { Client as StsClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js";
import { Client as TatClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/v20201028/tat_client.js";
import { Client as TcbClient } from "tencentcloud-sdk-nodejs/tencentcloud/services/tcb/v20180608/tcb_client.js";
import { z } from "zod";
import { CloudError, cloudFault, isPassing } from "./cloud-error.ts";
import type { Credentials } from "./credentials.ts";
import { type Endpoint, sdkEndpoint } from "./endpoint.ts";

export interface ClientOptions {
  readonly credentials: Credentials;
  /** Region of the calls, in its long form. */
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly retry?: RetryOptions;
  /** Seconds that one try may take; default: 30. */
  readonly timeout?: number;
  /** Told of every wait before a further try. */
  readonly report?: (progress: string) => void;
}

/** Waits double from `minWait` to `maxWait`, each lengthened by chance to up to twice, so that parallel runs do not march in step. */
export interface RetryOptions {
  /** Tries in all; default: 6. */
  readonly tries?: number;
  /** Milliseconds; default: 500. */
  readonly minWait?: number;
  /** Milliseconds; default: 8,000. */
  readonly maxWait?: number;
}

/** Of an answer that says nothing but that it was done. */
export const anyAnswer = z.object({});

export interface Clients {
  readonly cam: CamClient;
  readonly tcb: TcbClient;
  readonly lighthouse: LighthouseClient;
  readonly sts: StsClient;
  readonly tat: TatClient;
  /**
   * Sends a request, and again after a passing fault, so it is for actions that may run twice.
   *
   * @param action for messages: `tcb:DescribeEnvs`
   * @param answer what the answer must look like: the SDK's types promise more than the API keeps
   * @throws CloudError with the cloud's code and request id
   */
  call<T>(action: string, answer: z.ZodType<T>, request: () => Promise<unknown>): Promise<T>;
  /** The same with a single try, for actions that must not run twice: whether one ran although it failed is for the caller to find out. */
  once<T>(action: string, answer: z.ZodType<T>, request: () => Promise<unknown>): Promise<T>;
}

/** The clients of one region and one API key. Opens no connection before the first call and keeps none after it. */
export function createClients({
  credentials,
  region,
  endpoint,
  retry: { tries = 6, minWait = 500, maxWait = 8000 } = {},
  timeout = 30,
  report,
}: ClientOptions): Clients {
  const config = (service: string) => ({
    credential: { ...credentials },
    region,
    profile: { language: "en-US" as const, httpProfile: { reqTimeout: timeout, ...sdkEndpoint(endpoint, service) } },
  });
  const secrets = [credentials.secretKey, ...(credentials.token === undefined ? [] : [credentials.token])];
  const attempt = async <T>(
    action: string,
    answer: z.ZodType<T>,
    request: () => Promise<unknown>,
    number: number,
  ): Promise<T> => {
    let response: unknown;
    try {
      response = await request();
    } catch (error) {
      throw new CloudError(action, cloudFault(error), number, secrets);
    }
    const parsed = answer.safeParse(response);
    if (parsed.success) return parsed.data;
    throw new CloudError(action, { kind: "answer", ...shapeMistake(response, parsed.error) }, 1, secrets);
  };
  return {
    cam: new CamClient(config("cam")),
    tcb: new TcbClient(config("tcb")),
    lighthouse: new LighthouseClient(config("lighthouse")),
    sts: new StsClient(config("sts")),
    tat: new TatClient(config("tat")),
    once: (action, answer, request) => attempt(action, answer, request, 1),
    call: (action, answer, request) =>
      pRetry((number) => attempt(action, answer, request, number), {
        retries: tries - 1,
        minTimeout: minWait,
        maxTimeout: maxWait,
        randomize: true,
        shouldRetry: ({ error }) => error instanceof CloudError && isPassing(error.fault),
        onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
          if (retriesLeft > 0 && error instanceof CloudError && isPassing(error.fault)) {
            report?.(`${action}: ${error.fault.code ?? "no answer"}; try ${attemptNumber + 1} of ${tries}`);
          }
        },
      }),
  };
}

function shapeMistake(response: unknown, { issues }: z.ZodError) {
  const requestId =
    typeof response === "object" && response !== null && "RequestId" in response ? String(response.RequestId) : "";
  const message = issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`).join("; ");
  return { message, requestId };
}
