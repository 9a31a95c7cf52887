/** The way from a resource to the API: through the official SDK to the sandbox on loopback, with the real provider's retries. */
import { Agent } from "node:http";
import type { LookupFunction } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import type { Client as Cam } from "tencentcloud-sdk-nodejs/tencentcloud/services/cam/v20190116/cam_client.js";
import type { Client as Lighthouse } from "tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/v20200324/lighthouse_client.js";
import type { Client as Tag } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag/v20180813/tag_client.js";
import type { Client as Tat } from "tencentcloud-sdk-nodejs/tencentcloud/services/tat/v20201028/tat_client.js";
import type { Settings } from "./configuration.ts";
import { ApiCallError, apiCallError } from "./errors.ts";
import { DiagnosticError } from "./protocol/diagnostics.ts";

/** Types alone: the services' own client classes only name the version and would make the plugin slower to start. */
interface Services {
  cam: Cam;
  lighthouse: Lighthouse;
  tag: Tag;
  tat: Tat;
}

const VERSIONS = { cam: "2019-01-16", lighthouse: "2020-03-24", tag: "2018-08-13", tat: "2020-10-28" } as const;

type Action<Service extends keyof Services> = Exclude<
  keyof Services[Service],
  "request" | "requestOctetStream" | "path"
>;
type Call<Method> = Method extends (parameters: infer Parameters, ...rest: never) => Promise<infer Answer>
  ? { parameters: NonNullable<Parameters>; answer: Answer }
  : never;
/**
 * As the SDK types them, but nothing is required: the real provider leaves out what is not configured, and it is the API that
 * misses it.
 */
type Parameters<Service extends keyof Services, Name extends Action<Service>> = Loose<
  Call<Services[Service][Name]>["parameters"]
>;
type Loose<T> = [T] extends [never]
  ? Record<string, never>
  : T extends (infer Element)[]
    ? Loose<Element>[]
    : T extends object
      ? { [Name in keyof T]?: Loose<T[Name]> | undefined }
      : T;
type Answer<Service extends keyof Services, Name extends Action<Service>> = Call<Services[Service][Name]>["answer"];

/** How patient the client is; milliseconds. The real provider has 500, 10,000 and 3 (reads) to 5 (writes) minutes. */
export interface Patience {
  readonly firstPause: number;
  readonly longestPause: number;
  readonly giveUpAfter: number;
  /** Between two looks at something that takes time. */
  readonly poll: number;
}

/** Enough for 1,000 sub-accounts against the documented rate of AddUser, 20 a second. */
export const PATIENCE: Patience = { firstPause: 100, longestPause: 2_000, giveUpAfter: 60_000, poll: 100 };

/** The real provider's own limit of 15 calls a second for some actions is not imitated: it would only slow the sandbox. */
export class ApiClient {
  readonly #settings: Settings;
  readonly #stopped: AbortSignal;
  readonly #patience: Patience;
  readonly #agent: Agent;

  constructor(settings: Settings, stopped: AbortSignal, patience: Patience = PATIENCE) {
    this.#settings = settings;
    this.#stopped = stopped;
    this.#patience = patience;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 64, lookup: loopbackLookup(settings.endpoint.address) });
  }

  /** Region that goes into six-segment resource names. */
  get region(): string {
    return this.#settings.region;
  }

  /** Whether Terraform was interrupted: what has begun is finished, but nothing is waited for or tried again. */
  get stopped(): boolean {
    return this.#stopped.aborted;
  }

  /**
   * Calls an action once, where the real provider does not retry.
   *
   * @throws ApiCallError with Tencent's code and request id, or the codes of the real provider's SDK for network faults.
   */
  async once<Service extends keyof Services, Name extends Action<Service>>(
    service: Service,
    action: Name,
    parameters: Parameters<Service, Name>,
  ): Promise<Answer<Service, Name>> {
    // Loaded on first use: many starts of the plugin, such as those of `terraform validate`, call nothing.
    const { CommonClient } = await import("tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js");
    const { secretId, secretKey, token, region, domain, endpoint } = this.#settings;
    const sdk = new CommonClient(`${service}.${domain}:${endpoint.port}`, VERSIONS[service], {
      credential: { secretId, secretKey, token },
      region,
      profile: { language: "en-US", httpProfile: { protocol: "http://", reqTimeout: 60, agent: this.#agent } },
    });
    try {
      return await sdk.request(String(action), parameters);
    } catch (error) {
      throw apiCallError(error);
    }
  }

  /**
   * Calls an action, again and again while the real provider would: rate limits, resources in use or not ready, network faults.
   *
   * @param final parts of codes that end it at once all the same, such as `SubUserNameInUse`.
   * @throws ApiCallError the last one, when it is not to be retried or patience ends.
   */
  async retried<Service extends keyof Services, Name extends Action<Service>>(
    service: Service,
    action: Name,
    parameters: Parameters<Service, Name>,
    final: readonly string[] = [],
  ): Promise<Answer<Service, Name>> {
    const { firstPause, longestPause, giveUpAfter } = this.#patience;
    return pRetry(() => this.once(service, action, parameters), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: firstPause,
      maxTimeout: longestPause,
      maxRetryTime: giveUpAfter,
      randomize: true,
      // Not `signal`: with it a call that succeeds while Terraform is being interrupted would count as failed, and what it
      // made would be lost.
      shouldRetry: ({ error }) =>
        !this.stopped &&
        error instanceof ApiCallError &&
        error.retryable &&
        !final.some((code) => error.code.includes(code)),
    });
  }

  /**
   * Looks again and again until there is something to see.
   *
   * @param what is waited for, for the message.
   * @param look gives undefined for "not yet"; what it throws ends the wait.
   * @param longest milliseconds.
   * @throws DiagnosticError when the time is over or Terraform was interrupted.
   */
  async until<Seen>(
    what: string,
    look: () => Promise<Seen | undefined>,
    longest = this.#patience.giveUpAfter,
  ): Promise<Seen> {
    const start = performance.now();
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (performance.now() - start >= longest) {
        throw new DiagnosticError(`timeout while waiting for ${what} (waited ${longest / 1000} s)`);
      }
      this.#stopped.throwIfAborted();
      await sleep(this.#patience.poll);
    }
  }
}

/** Whatever the name in the URL, which only says the service as the real provider's URLs do, the connection goes to the sandbox. */
function loopbackLookup(address: string): LookupFunction {
  const family = address.includes(":") ? 6 : 4;
  return (_name, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
