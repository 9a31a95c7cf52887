/** tencentcloud_cam_user_policy_attachment: a policy on a user. The id is `<user name>#<policy id>`. */
import type { ApiClient } from "../client.ts";
import { ApiCallError, answered } from "../errors.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, stringOf } from "../protocol/value.ts";
import { idParts, numericId } from "./arguments.ts";

const PAGE = 200;

export const camUserPolicyAttachment: Resource<ApiClient> = {
  forceNew: ["user_name", "user_id", "policy_id"],
  validate: (config) => {
    const { user_name: name = null, user_id: id = null } = config;
    return name === null && id === null
      ? [{ summary: "one of `user_id,user_name` must be specified", attribute: "user_name" }]
      : [];
  },

  create: async (planned, { client, keep }) => {
    const user = stringOf(planned, "user_name") || stringOf(planned, "user_id");
    if (!user) throw new DiagnosticError("no user name provided");
    const policy = numericId("policy_id", stringOf(planned, "policy_id"));
    const uin = await userUin(client, user);
    // Without a user the real provider calls nothing here, and finds below that nothing is attached.
    if (uin !== undefined) await client.retried("cam", "AttachUserPolicy", { AttachUin: uin, PolicyId: policy });
    const created = { ...planned, id: `${user}#${policy}` };
    keep(created);
    const attached = await client.until("the attachment to be listed", async () => attachment(client, created));
    // The real provider sleeps 10 s here and reads once more; see cam-user.ts.
    return (await read(created, client)) ?? withAttachment(created, attached);
  },

  read: (state, { client }) => read(state, client),

  delete: async (state, { client }) => {
    const [user, policy] = idParts(state);
    const uin = await userUin(client, user);
    if (uin === undefined) return;
    await client.retried("cam", "DetachUserPolicy", { DetachUin: uin, PolicyId: numericId("policy_id", policy) });
  },
};

async function read(state: Members, client: ApiClient): Promise<Members | null> {
  const attached = await attachment(client, state);
  return attached === undefined ? null : withAttachment(state, attached);
}

function withAttachment(state: Members, attached: Attachment): Members {
  const [user, policy] = idParts(state);
  const action = "ListAttachedUserPolicies";
  return {
    ...state,
    user_name: user,
    policy_id: policy,
    policy_name: answered(action, "PolicyName", attached.PolicyName),
    create_time: answered(action, "AddTime", attached.AddTime),
    create_mode: answered(action, "CreateMode", attached.CreateMode),
    policy_type: answered(action, "PolicyType", attached.PolicyType),
  };
}

type Attachment = NonNullable<Awaited<ReturnType<typeof listAttachments>>>[number];

/** A user that is gone is an error, a list that is not found is no attachment: so it is with the real provider. */
async function attachment(client: ApiClient, state: Members): Promise<Attachment | undefined> {
  const [user, policy] = idParts(state);
  const policyId = numericId("policy_id", policy);
  const uin = await userUin(client, user);
  if (uin === undefined) return undefined;
  let match: Attachment | undefined;
  for (let page = 1; ; page += 1) {
    const list = (await listAttachments(client, uin, page)) ?? [];
    match ??= list.find((listed) => answered("ListAttachedUserPolicies", "PolicyId", listed.PolicyId) === policyId);
    // The real provider looks at every page even when it has found the pair.
    if (list.length < PAGE) return match;
  }
}

async function listAttachments(client: ApiClient, uin: number, page: number) {
  try {
    return (await client.retried("cam", "ListAttachedUserPolicies", { TargetUin: uin, Page: page, Rp: PAGE })).List;
  } catch (error) {
    if (error instanceof ApiCallError && error.notFound) return [];
    throw error;
  }
}

async function userUin(client: ApiClient, name: string): Promise<number | undefined> {
  const user = await client.retried("cam", "GetUser", { Name: name });
  return user.Uid === null || user.Uid === undefined ? undefined : answered("GetUser", "Uin", user.Uin);
}
