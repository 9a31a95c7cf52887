/** Data source tencentcloud_user_info: the account that the keys belong to. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import type { DataSource } from "../protocol/provider.ts";
import { numericId } from "./arguments.ts";
import { fileProblems } from "./result-file.ts";

export const userInfo: DataSource<ApiClient> = {
  validate: fileProblems,

  read: async (config, { client }) => {
    const account = await client.retried("cam", "GetUserAppId", {});
    const appId = String(answered("GetUserAppId", "AppId", account.AppId));
    const uin = answered("GetUserAppId", "Uin", account.Uin);
    const ownerUin = answered("GetUserAppId", "OwnerUin", account.OwnerUin);
    const filter = { FilterSubAccountUin: [numericId("Uin", uin)] };
    const { SubAccounts } = await client.retried("cam", "DescribeSubAccounts", filter);
    // Empty for a root account, which is no sub-account.
    const [subAccount] = SubAccounts ?? [];
    return {
      ...config,
      // The real provider puts a random number behind it at each read: nothing may refer to this id.
      id: `user-${uin}-${appId}`,
      app_id: appId,
      uin,
      owner_uin: ownerUin,
      name: subAccount === undefined ? "" : answered("DescribeSubAccounts", "Name", subAccount.Name),
    };
  },
};
