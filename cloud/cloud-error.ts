/** What went wrong in a call of Tencent Cloud's API, whether it may pass, and how to say it. */
import { z } from "zod";
import { LookupError, reason } from "./lookup-error.ts";

/** A failed call. */
export interface CloudFault {
  /** `api`: the cloud refused; `http`: another status than 200; `network`: no whole answer; `answer`: one that is not the API's. */
  readonly kind: "api" | "http" | "network" | "answer";
  readonly message: string;
  /** Tencent Cloud's error code, such as `AuthFailure.SignatureFailure`; only with `api`. */
  readonly code?: string;
  readonly requestId?: string;
  readonly httpCode?: number;
}

/** Keeps the action, the cloud's code and its request id, which Tencent Cloud's support asks for. */
export class CloudError extends LookupError {
  override readonly name = "CloudError";

  /**
   * @param tries how many tries were made
   * @param secrets blotted out, should the cloud's text repeat them
   */
  constructor(
    readonly action: string,
    readonly fault: CloudFault,
    tries: number,
    secrets: readonly string[],
  ) {
    const text = describe(action, fault, tries);
    super([secrets.reduce((all, secret) => all.replaceAll(secret, "***"), text)]);
  }
}

/** Whether the same request may succeed a moment later: rate limits, server errors and faults of the network. */
export function isPassing({ kind, code, httpCode }: CloudFault): boolean {
  if (kind === "api") return code === "RequestLimitExceeded" || code?.startsWith("RequestLimitExceeded.") === true;
  return kind === "network" || (kind === "http" && httpCode !== undefined && httpCode >= 500);
}

/** Whether the cloud surely did nothing. Without an answer, or after an error of its own inside, it may have. */
export function isRefusal({ kind, code = "" }: CloudFault): boolean {
  return kind === "api" && !/^(?:InternalError|FailedOperation)(?:\.|$)/.test(code);
}

/** The SDK's exception: `code` comes with API errors only, `httpCode` with a status other than 200 only. */
const sdkException = z.object({
  traceId: z.string().nullish(),
  requestId: z.string().nullish(),
  code: z.string().optional(),
  httpCode: z.number().optional(),
});

/** The SDK does not wrap what fails while it reads the body: node-fetch says which of its errors it is in `type`. */
const bodyError = z.object({ name: z.literal("FetchError"), type: z.string() });

/** Reads what the SDK threw. */
export function cloudFault(error: unknown): CloudFault {
  const message = reason(error);
  const body = bodyError.safeParse(error);
  if (body.success) return { kind: body.data.type === "invalid-json" ? "answer" : "network", message };
  // JSON without `Response`: the SDK reads a member of undefined.
  if (error instanceof TypeError) return { kind: "answer", message: "the answer has no Response" };
  const exception = sdkException.safeParse(error);
  const { code, httpCode, requestId } = exception.success ? exception.data : {};
  if (code !== undefined) return { kind: "api", code, message, ...(requestId ? { requestId } : {}) };
  if (httpCode !== undefined) return { kind: "http", httpCode, message };
  return { kind: "network", message };
}

function describe(action: string, fault: CloudFault, tries: number): string {
  const after = tries > 1 ? ` after ${tries} tries` : "";
  const ids = [fault.code, fault.requestId ? `request id ${fault.requestId}` : undefined].filter(
    (id) => id !== undefined,
  );
  const what = fault.kind === "http" ? `HTTP ${fault.httpCode} ${fault.message}` : fault.message;
  return `${action} failed${after}: ${what}${ids.length > 0 ? ` (${ids.join(", ")})` : ""}; ${advice(action, fault)}`;
}

function advice(action: string, fault: CloudFault): string {
  const { kind, code = "" } = fault;
  if (kind === "network" || kind === "http") {
    return "check the network, http_proxy, and TENCENTCLOUD_ENDPOINT, TENCENTCLOUD_DOMAIN and TENCENTCLOUD_PROTOCOL if set, then run it again";
  }
  if (kind === "answer") return "this is not an answer of Tencent Cloud's API; check the endpoint and any proxy";
  if (isPassing(fault)) return "wait a minute and run it again";
  if (code.includes("UnauthorizedOperation")) return `allow ${action} to the account of this API key`;
  if (code.startsWith("AuthFailure")) return "check the API key in TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY";
  return "see the code in Tencent Cloud's API documents";
}
