/** tencentcloud_cam_user: a CAM sub-account. The id is the user name. */
import type { ApiClient } from "../client.ts";
import { answered } from "../errors.ts";
import type { Resource } from "../protocol/provider.ts";
import { booleanOf, type Members, stringMapOf, stringOf } from "../protocol/value.ts";
import { differs, flag, passwordProblems } from "./arguments.ts";
import { changedTags, modifyTags, readTags, replaceTags, tagResource } from "./tags.ts";

const DEFAULTS = { remark: "", force_delete: false, use_api: true, console_login: false, need_reset_password: true };

export const camUser: Resource<ApiClient> = {
  forceNew: ["name"],
  defaults: DEFAULTS,
  imported: DEFAULTS,
  validate: (config) => passwordProblems(config, "password"),

  create: async (planned, { client, keep }) => {
    const added = await client.retried(
      "cam",
      "AddUser",
      {
        Name: stringOf(planned, "name") ?? "",
        Remark: stringOf(planned, "remark") || undefined,
        UseApi: flag(booleanOf(planned, "use_api")),
        ConsoleLogin: flag(booleanOf(planned, "console_login")),
        NeedResetPassword: flag(booleanOf(planned, "need_reset_password")),
        PhoneNum: stringOf(planned, "phone_num") || undefined,
        CountryCode: stringOf(planned, "country_code") || undefined,
        Email: stringOf(planned, "email") || undefined,
        Password: stringOf(planned, "password") || undefined,
      },
      ["SubUserNameInUse"],
    );
    answered("AddUser", "Uid", added.Uid);
    const created = {
      ...planned,
      id: answered("AddUser", "Name", added.Name),
      secret_key: answered("AddUser", "SecretKey", added.SecretKey),
      password: answered("AddUser", "Password", added.Password),
      secret_id: answered("AddUser", "SecretId", added.SecretId),
    };
    keep(created);
    await client.retried("cam", "GetUser", { Name: created.id });
    const tags = stringMapOf(planned, "tags");
    if (tags.size > 0) await replaceTags(client, tagResource(client, answered("AddUser", "Uin", added.Uin)), tags);
    // The real provider sleeps 10 s here, as after each CAM create; the sandbox need not wait.
    return (await read(created, client)) ?? created;
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    const changed = (name: string) => differs(prior, planned, name);
    const text = (name: string) => (changed(name) ? (stringOf(planned, name) ?? "") : undefined);
    const phone = changed("phone_num") || changed("country_code");
    const changes = {
      Remark: text("remark"),
      ConsoleLogin: changed("console_login") ? flag(booleanOf(planned, "console_login") ?? false) : undefined,
      Password: text("password"),
      NeedResetPassword: changed("need_reset_password")
        ? flag(booleanOf(planned, "need_reset_password") ?? false)
        : undefined,
      PhoneNum: phone ? (stringOf(planned, "phone_num") ?? "") : undefined,
      CountryCode: phone ? (stringOf(planned, "country_code") ?? "") : undefined,
      Email: text("email"),
    };
    const Name = stringOf(prior, "id") ?? "";
    if (Object.values(changes).some((change) => change !== undefined)) {
      await client.retried("cam", "UpdateUser", { Name, ...changes });
    }
    if (changed("tags")) {
      const user = await client.retried("cam", "GetUser", { Name });
      if (user.Uid === null || user.Uid === undefined) return null;
      await modifyTags(client, tagResource(client, answered("GetUser", "Uin", user.Uin)), changedTags(prior, planned));
    }
    return planned;
  },

  delete: async (state, { client }) => {
    await client.retried("cam", "DeleteUser", {
      Name: stringOf(state, "id") ?? "",
      Force: flag(booleanOf(state, "force_delete") ?? false),
    });
  },
};

/** A user that is gone is an error of GetUser, not a null: the real provider does not drop it from the state. */
async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const name = stringOf(state, "id") ?? "";
  const user = await client.retried("cam", "GetUser", { Name: name });
  if (user.Uid === null || user.Uid === undefined) return null;
  const uin = answered("GetUser", "Uin", user.Uin);
  return {
    ...state,
    name,
    uin,
    uid: user.Uid,
    remark: user.Remark ?? null,
    phone_num: user.PhoneNum ?? null,
    country_code: user.CountryCode ?? null,
    email: user.Email ?? null,
    console_login: answered("GetUser", "ConsoleLogin", user.ConsoleLogin) === 1,
    tags: await readTags(client, uin),
  };
}
