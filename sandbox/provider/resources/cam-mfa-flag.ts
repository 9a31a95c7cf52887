/** tencentcloud_cam_mfa_flag: which second factors a sub-account is asked for. The id is the UIN; there is nothing to delete. */
import type { ApiClient } from "../client.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { blocksOf, type Members, numberOf, stringOf } from "../protocol/value.ts";
import { numericId } from "./arguments.ts";

export const camMfaFlag: Resource<ApiClient> = {
  create: async (planned, { client, keep }) => {
    const uin = numberOf(planned, "op_uin");
    if (uin === undefined) throw new DiagnosticError("op_uin is not known");
    const created = { ...planned, id: String(uin) };
    keep(created);
    await set(created, client);
    return read(created, client);
  },

  read: (state, { client }) => read(state, client),

  update: async (prior, planned, { client }) => {
    await set({ ...planned, id: stringOf(prior, "id") ?? "" }, client);
    return planned;
  },

  // The flags stay with the user, as with the real provider.
  delete: async () => undefined,
};

async function set(state: Members, client: ApiClient): Promise<void> {
  await client.retried("cam", "SetMfaFlag", {
    OpUin: uinOf(state),
    LoginFlag: flagsOf(state, "login_flag"),
    ActionFlag: flagsOf(state, "action_flag"),
  });
}

function flagsOf(state: Members, name: string) {
  const [block] = blocksOf(state, name);
  if (block === undefined) return undefined;
  return { Phone: numberOf(block, "phone"), Stoken: numberOf(block, "stoken"), Wechat: numberOf(block, "wechat") };
}

async function read(state: Members, client: ApiClient): Promise<Members> {
  const { LoginFlag, ActionFlag } = await client.retried("cam", "DescribeSafeAuthFlagColl", { SubUin: uinOf(state) });
  const block = (flags: typeof LoginFlag) => [
    { phone: flags?.Phone ?? null, stoken: flags?.Stoken ?? null, wechat: flags?.Wechat ?? null },
  ];
  return { ...state, op_uin: uinOf(state), login_flag: block(LoginFlag), action_flag: block(ActionFlag) };
}

function uinOf(state: Members): number {
  return numericId("op_uin", stringOf(state, "id"));
}
