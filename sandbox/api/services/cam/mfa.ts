/** Second factors of sub-accounts: SetMfaFlag and DescribeSafeAuthFlagColl. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { camAction, OPERATION_LEVEL } from "./declare.ts";
import { userByUin } from "./find.ts";
import type { MfaFlags } from "./state.ts";

const FLAG = z.int().min(0).max(1).optional();
const FLAGS = z.strictObject({ Phone: FLAG, Stoken: FLAG, Wechat: FLAG }).optional();

export const mfaActions: readonly Action[] = [
  camAction("SetMfaFlag", {
    writes: true,
    body: z.strictObject({ OpUin: z.int(), LoginFlag: FLAGS, ActionFlag: FLAGS }),
    resources: OPERATION_LEVEL,
    answer: ({ OpUin, LoginFlag, ActionFlag }, _call, cloud) => {
      const user = userByUin(cloud, OpUin, "InvalidParameter.UserNotExist");
      const before = user.mfa ?? { login: NONE, action: NONE };
      user.mfa = {
        login: LoginFlag === undefined ? before.login : flagsOf(LoginFlag),
        action: ActionFlag === undefined ? before.action : flagsOf(ActionFlag),
      };
      return {};
    },
  }),
  camAction("DescribeSafeAuthFlagColl", {
    writes: false,
    body: z.strictObject({ SubUin: z.int() }),
    resources: OPERATION_LEVEL,
    answer: ({ SubUin }, _call, cloud) => {
      const { mfa = { login: NONE, action: NONE } } = userByUin(cloud, SubUin, "InvalidParameter.UserNotExist");
      return {
        LoginFlag: printed(mfa.login),
        ActionFlag: printed(mfa.action),
        OffsiteFlag: { VerifyFlag: 0, NotifyPhone: 0, NotifyEmail: 0, NotifyWechat: 0, Tips: 0 },
        PromptTrust: 0,
      };
    },
  }),
];

const NONE: MfaFlags = { phone: 0, stoken: 0, wechat: 0 };

function flagsOf({ Phone = 0, Stoken = 0, Wechat = 0 }: NonNullable<z.infer<typeof FLAGS>>): MfaFlags {
  return { phone: Phone, stoken: Stoken, wechat: Wechat };
}

function printed({ phone, stoken, wechat }: MfaFlags) {
  return { Phone: phone, Token: 0, Stoken: stoken, Wechat: wechat, Custom: 0, Mail: 0, U2FToken: 0 };
}
