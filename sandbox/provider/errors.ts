/** Errors of API calls, with the codes that the real provider decides by. */
import { DiagnosticError } from "./protocol/diagnostics.ts";

/** Codes, or what stands before their first dot, that the real provider retries (tencentcloud/common/common.go, v1.83.25). */
const RETRYABLE = new Set([
  "ClientError.NetworkError",
  "ClientError.HttpStatusCodeError",
  "RequestLimitExceeded",
  "ResourceInUse",
  "ResourceUnavailable",
  "ResourceBusy",
  "InvalidParameter.ActionInProgress",
  "OperationDenied.InstanceStatusLimitError",
  "UnsupportedOperation.UnsupportedDeleteService",
  "FailedOperation.ListenerHasTask",
]);

/** A call that failed; its message is in the form of the real provider's SDK. */
export class ApiCallError extends DiagnosticError {
  override readonly name = "ApiCallError";

  /**
   * @param code Tencent's code, such as `ResourceNotFound.UserNotExist`, or `ClientError.…` where no answer came.
   * @param requestId empty where no answer came.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string,
  ) {
    super(`[TencentCloudSDKError] Code=${code}, Message=${message}, RequestId=${requestId}`);
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code) || RETRYABLE.has(this.code.split(".", 1).join());
  }

  /** As the real provider asks in many places: the code contains `ResourceNotFound`. */
  get notFound(): boolean {
    return this.code.includes("ResourceNotFound");
  }
}

/** The error for what the Node SDK threw; it tells an API error, an HTTP status and a network fault by its members alone. */
export function apiCallError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (!("requestId" in error)) {
    return new ApiCallError("ClientError.ParseJsonError", `the answer is not that of an API: ${error.message}`, "");
  }
  const requestId = String(error.requestId);
  if ("code" in error && typeof error.code === "string") return new ApiCallError(error.code, error.message, requestId);
  if ("httpCode" in error) {
    const message = `Request fail with http status code: ${String(error.httpCode)}`;
    return new ApiCallError("ClientError.HttpStatusCodeError", message, requestId);
  }
  // Unlike a connection that breaks, a sandbox that is not there will not come back by waiting.
  if (error.message.includes("ECONNREFUSED")) {
    return new DiagnosticError(
      `The sandbox's API does not answer (${error.message}): start it, and run Terraform in it, with \`npx subaccounts sandbox --run …\`.`,
    );
  }
  return new ApiCallError("ClientError.NetworkError", `Fail to get response because ${error.message}`, requestId);
}

/**
 * A member of an answer that the real provider uses without a look whether it is there.
 *
 * @throws DiagnosticError where it is missing: the real provider crashes there.
 */
export function answered<Member>(action: string, name: string, member: Member | null | undefined): Member {
  if (member === null || member === undefined) {
    throw new DiagnosticError(`${action} answered without ${name}; the real provider crashes on that.`);
  }
  return member;
}
