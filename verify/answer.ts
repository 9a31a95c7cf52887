/** What an answer says of the permission: the cloud asks CAM before it looks for what a call names. */

/** `unclear`: refused for the form of the request or by a fault, which may come before CAM is asked. */
export type Seen = "allowed" | "refused" | "unclear";

/** An error of the cloud; undefined for a success. */
export type Code = string | undefined;

/** Error codes of the common list that may come before CAM is asked (https://cloud.tencent.com/document/api/213/30435). */
const BEFORE_CAM =
  /^(?:MissingParameter|UnknownParameter|InvalidAction|InvalidRequest|NoSuchProduct|NoSuchVersion|UnsupportedProtocol|UnsupportedRegion|InternalError|ServiceUnavailable|RequestLimitExceeded|RequestSizeLimitExceeded|ResponseSizeLimitExceeded|ActionOffline)(?:\.|$)|^InvalidParameter$/;

const REFUSED = /UnauthorizedOperation|^AccessDenied|NoPermission|CamAuthFailed|PermissionDenied/;

export function seenIn(code: Code): Seen {
  if (code === undefined) return "allowed";
  if (REFUSED.test(code)) return "refused";
  return BEFORE_CAM.test(code) ? "unclear" : "allowed";
}

/** Whether the key itself was not taken, so that no answer says anything of permissions. */
export function isKeyTrouble(code: Code): boolean {
  return code?.startsWith("AuthFailure") === true && !REFUSED.test(code);
}
