/** Rules of the names, passwords and flags that Lighthouse takes. */
import { z } from "zod";
import { ApiError } from "../../errors.ts";

export const LOGIN_CONFIGURATION = z
  .strictObject({
    AutoGeneratePassword: z.enum(["YES", "NO"]).optional(),
    Password: z.string().optional(),
    KeyIds: z.array(z.string()).optional(),
  })
  .optional();

/** @throws ApiError `InvalidParameterValue.InvalidPassword`, `.InvalidParameterCombination`, `ResourceNotFound.KeyPairNotFound` */
export function checkLogin(login: NonNullable<z.infer<typeof LOGIN_CONFIGURATION>>): void {
  const { AutoGeneratePassword, Password, KeyIds = [] } = login;
  // Go's SDK sends an unset password as "".
  const password = Password === undefined || Password === "" ? undefined : Password;
  if (AutoGeneratePassword === "YES" && password !== undefined) {
    throw new ApiError(
      "InvalidParameterValue.InvalidParameterCombination",
      "`Password` and `AutoGeneratePassword` = YES exclude each other.",
    );
  }
  if (password !== undefined) checkPassword(password);
  const [keyId] = KeyIds;
  if (keyId !== undefined) throw new ApiError("ResourceNotFound.KeyPairNotFound", `There is no key pair ${keyId}.`);
}

/**
 * 8 to 30 characters of three of the kinds a-z, A-Z, 0-9 and signs, not starting with `/`: LoginConfiguration in
 * tencentcloud-sdk-nodejs. The message does not repeat the password.
 */
export function checkPassword(password: string): void {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[()`~!@#$%^&*\-+=_|{}[\]:;'<>,.?/]/].filter((kind) => kind.test(password));
  if (!/^(?!\/)[\x21-\x7e]{8,30}$/.test(password) || kinds.length < 3) {
    throw new ApiError(
      "InvalidParameterValue.InvalidPassword",
      "The password takes 8 to 30 characters of three kinds (a-z, A-Z, 0-9, signs) and does not start with `/`.",
    );
  }
}

/** @throws ApiError `InvalidParameterValue.InstanceNameTooLong` past 60 characters. */
export function checkName(name: string): void {
  if ([...name].length > 60) {
    throw new ApiError("InvalidParameterValue.InstanceNameTooLong", "`InstanceName` takes at most 60 characters.");
  }
}

const RENEW_FLAGS: readonly string[] = [
  "NOTIFY_AND_AUTO_RENEW",
  "NOTIFY_AND_MANUAL_RENEW",
  "DISABLE_NOTIFY_AND_MANUAL_RENEW",
];

/** @throws ApiError `InvalidParameterValue` */
export function checkRenewFlag(flag: string): void {
  if (!RENEW_FLAGS.includes(flag)) {
    throw new ApiError("InvalidParameterValue", `\`RenewFlag\` takes ${RENEW_FLAGS.join(", ")}.`);
  }
}
