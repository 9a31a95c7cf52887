/** Sub-accounts: AddUser, GetUser, UpdateUser, DeleteUser, and the lists of them. */
import { z } from "zod";
import type { Action, Authorize } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextNumber, nextSecret } from "../../ids.ts";
import { own } from "../../records.ts";
import { dropTags } from "../tag/tags.ts";
import { beijingTime } from "../times.ts";
import { createKey, keysOf } from "./access-keys.ts";
import { camAction, OPERATION_LEVEL, QUOTAS } from "./declare.ts";
import { userByName } from "./find.ts";
import type { CamUser } from "./state.ts";

const PROFILE = {
  Name: z.string(),
  Remark: z.string().optional(),
  ConsoleLogin: z.int().min(0).max(1).optional(),
  Password: z.string().optional(),
  NeedResetPassword: z.int().min(0).max(1).optional(),
  PhoneNum: z.string().optional(),
  CountryCode: z.string().optional(),
  Email: z.string().optional(),
};

/** No rule for names is published; these are what every Tencent Cloud page shows. */
const USER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/;

export const userActions: readonly Action[] = [
  camAction("AddUser", {
    writes: true,
    body: z.strictObject({ ...PROFILE, UseApi: z.int().min(0).max(1).optional() }),
    resources: OPERATION_LEVEL,
    answer: (body, { now }, cloud) => {
      if (!USER_NAME.test(body.Name)) {
        throw new ApiError("InvalidParameter.UserNameIllegal", `The user name \`${body.Name}\` is illegal.`);
      }
      if (own(cloud.cam.uins, body.Name) !== undefined) {
        throw new ApiError("InvalidParameter.SubUserNameInUse", `The user name \`${body.Name}\` is in use.`);
      }
      if (Object.keys(cloud.cam.users).length >= QUOTAS.users) {
        throw new ApiError("InvalidParameter.SubUserFull", `The number of sub-accounts reached ${QUOTAS.users}.`);
      }
      checkPassword(body.Password);
      const user = addUser(cloud, body, now);
      const key = body.UseApi === 1 ? createKey(cloud, user.uin, "", now) : undefined;
      return {
        Uin: user.uin,
        Uid: user.uid,
        Name: user.name,
        // The Terraform provider reads these three without looking, and crashes on null.
        Password: body.Password ?? (user.consoleLogin === 1 ? randomPassword(cloud) : ""),
        SecretId: key?.secretId ?? "",
        SecretKey: key?.secretKey ?? "",
      };
    },
  }),
  camAction("GetUser", {
    writes: false,
    body: z.strictObject({ Name: z.string() }),
    resources: OPERATION_LEVEL,
    answer: ({ Name }, _call, cloud) => {
      const user = userByName(cloud, Name);
      return { ...printedUser(user), RecentlyLoginIP: "", RecentlyLoginTime: "" };
    },
  }),
  camAction("UpdateUser", {
    writes: true,
    body: z.strictObject(PROFILE),
    resources: OPERATION_LEVEL,
    answer: (body, _call, cloud) => {
      const user = userByName(cloud, body.Name);
      checkPassword(body.Password);
      user.remark = body.Remark ?? user.remark;
      user.consoleLogin = flag(body.ConsoleLogin) ?? user.consoleLogin;
      user.phoneNum = body.PhoneNum ?? user.phoneNum;
      user.countryCode = body.CountryCode ?? user.countryCode;
      user.email = body.Email ?? user.email;
      return {};
    },
  }),
  camAction("DeleteUser", {
    writes: true,
    body: z.strictObject({ Name: z.string(), Force: z.int().min(0).max(1).optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ Name, Force }, _call, cloud, authorize) => {
      const user = userByName(cloud, Name);
      const keys = keysOf(cloud, user.uin);
      if (keys.length > 0 && Force !== 1) {
        throw new ApiError(
          "OperationDenied.HaveKeys",
          "The user has API keys: delete them first, or set `Force` to 1.",
        );
      }
      if (keys.length > 0) requireKeyDeletion(cloud, user, authorize);
      for (const { secretId } of keys) delete cloud.cam.accessKeys[secretId];
      for (const group of Object.values(cloud.cam.groups)) {
        group.members = group.members.filter((uin) => uin !== user.uin);
      }
      delete cloud.cam.users[user.uin];
      delete cloud.cam.uins[user.name];
      dropTags(cloud, { service: "cam", region: "", prefix: "uin", id: String(user.uin) });
      return {};
    },
  }),
  camAction("ListUsers", {
    writes: false,
    body: z.strictObject({}),
    resources: OPERATION_LEVEL,
    answer: (_body, _call, { cam }) => ({
      Data: Object.values(cam.users).map((user) => ({
        ...printedUser(user),
        CreateTime: beijingTime(user.createTime),
        NickName: "",
      })),
    }),
  }),
  camAction("DescribeSubAccounts", {
    writes: false,
    body: z.strictObject({ FilterSubAccountUin: z.array(z.int()).max(50) }),
    resources: OPERATION_LEVEL,
    answer: ({ FilterSubAccountUin }, _call, { cam }) => ({
      SubAccounts: FilterSubAccountUin.flatMap((uin) => {
        const user = own(cam.users, uin);
        return user === undefined ? [] : [printedSubAccount(user)];
      }),
    }),
  }),
  camAction("GetUserAppId", {
    writes: false,
    body: z.strictObject({}),
    resources: OPERATION_LEVEL,
    answer: (_body, { caller }, { account }) => ({
      // The two UINs are texts here and numbers everywhere else.
      Uin: String(caller.uin),
      OwnerUin: String(account.ownerUin),
      AppId: account.appId,
    }),
  }),
  camAction("GetAccountSummary", {
    writes: false,
    body: z.strictObject({}),
    resources: OPERATION_LEVEL,
    answer: (_body, _call, { cam }) => ({
      Policies: Object.keys(cam.policies).length,
      Roles: Object.keys(cam.roles).length,
      Idps: 0,
      User: Object.keys(cam.users).length,
      Group: Object.keys(cam.groups).length,
      Member: 0,
      IdentityProviders: 0,
    }),
  }),
];

/** Deleting a user's keys on the way takes a permission of its own (https://www.tencentcloud.com/document/product/598/32261). */
function requireKeyDeletion({ account }: Cloud, { uin }: CamUser, authorize: Authorize): void {
  try {
    authorize([`qcs::cam::uin/${account.ownerUin}:uin/${uin}`], "cam:DeleteApiKey");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError("UnauthorizedOperation.DeleteApiKey", error.message);
  }
}

function addUser(cloud: Cloud, profile: z.output<z.ZodObject<typeof PROFILE>>, now: number): CamUser {
  const number = nextNumber(cloud, "cam.user");
  const user: CamUser = {
    uin: cloud.account.ownerUin + number,
    uid: 5_000_000 + number,
    name: profile.Name,
    remark: profile.Remark ?? "",
    consoleLogin: flag(profile.ConsoleLogin) ?? 0,
    phoneNum: profile.PhoneNum ?? "",
    countryCode: profile.CountryCode ?? "",
    email: profile.Email ?? "",
    createTime: now,
    policies: [],
    boundary: null,
  };
  cloud.cam.users[user.uin] = user;
  cloud.cam.uins[user.name] = user.uin;
  return user;
}

function printedUser(user: CamUser) {
  return {
    Uin: user.uin,
    Uid: user.uid,
    Name: user.name,
    Remark: user.remark,
    ConsoleLogin: user.consoleLogin,
    PhoneNum: user.phoneNum,
    CountryCode: user.countryCode,
    Email: user.email,
  };
}

function printedSubAccount(user: CamUser) {
  return {
    Uin: user.uin,
    Uid: user.uid,
    Name: user.name,
    Remark: user.remark,
    CreateTime: beijingTime(user.createTime),
    UserType: 2,
    LastLoginIp: "",
    LastLoginTime: "",
  };
}

function flag(value: number | undefined): 0 | 1 | undefined {
  if (value === undefined) return undefined;
  return value === 1 ? 1 : 0;
}

/** Passwords are checked and forgotten: nothing in the sandbox signs in with one. */
function checkPassword(password: string | undefined): void {
  if (password === undefined) return;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
  if (password.length < 8 || password.length > 32 || !kinds.every((kind) => kind.test(password))) {
    throw new ApiError(
      "InvalidParameter.PasswordViolatedRules",
      "The password must have 8 to 32 characters, with a small and a capital letter, a digit and a special character.",
    );
  }
}

/** 32 characters of all four kinds. */
function randomPassword(cloud: Cloud): string {
  return `${nextSecret(cloud, "cam.password", 28)}aA1!`;
}
