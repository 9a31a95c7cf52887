/** Errors of object storage: HTTP statuses with an XML body, unlike API 3.0. */
import { own } from "../records.ts";

/** Codes that the sandbox answers with and their statuses, as documented (https://cloud.tencent.com/document/product/436/7730). */
const STATUSES: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  BucketAccelerateNotEnabled: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  ExpiredToken: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidCopySource: 400,
  InvalidObjectName: 400,
  InvalidPolicyDocument: 400,
  InvalidURI: 400,
  KeyTooLong: 400,
  MalformedPOSTRequest: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  RequestTimeTooSkewed: 403,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
};

export class StorageError extends Error {
  override readonly name = "StorageError";

  /** @param code Tencent's code; one that is not listed above, as a fault may have, is answered with status 500. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return own(STATUSES, this.code) ?? 500;
  }
}

/** What the real service says to anonymous callers and about the buckets of other accounts. */
export function accessDenied(): StorageError {
  return new StorageError("AccessDenied", "Access Denied.");
}
