/** Errors that the sandbox answers with, in Tencent Cloud's own codes. */

/** An API error: HTTP 200 with `Response.Error`, as API 3.0 answers (https://www.tencentcloud.com/document/product/213/33281). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /** @param code Tencent's code, such as `ResourceNotFound.UserNotExist`. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
