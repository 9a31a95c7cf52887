/** tencentcloud_cam_user_permission_boundary_attachment: a policy that caps all others of a user. The id is `<uin>#<policy id>`. */
import type { ApiClient } from "../client.ts";
import { DiagnosticError } from "../protocol/diagnostics.ts";
import type { Resource } from "../protocol/provider.ts";
import { type Members, numberOf } from "../protocol/value.ts";
import { idParts, numericId, told } from "./arguments.ts";

export const camUserPermissionBoundaryAttachment: Resource<ApiClient> = {
  forceNew: ["target_uin", "policy_id"],

  create: async (planned, { client, keep }) => {
    const uin = required(planned, "target_uin");
    const policy = required(planned, "policy_id");
    await client.retried("cam", "PutUserPermissionsBoundary", { TargetUin: uin, PolicyId: policy });
    const created = { ...planned, id: `${uin}#${policy}` };
    keep(created);
    return read(created, client);
  },

  read: (state, { client }) => read(state, client),

  delete: async (state, { client }) => {
    await client.retried("cam", "DeleteUserPermissionsBoundary", { TargetUin: targetUin(state) });
  },
};

/**
 * As the real provider: a boundary that was taken away leaves the state as it was, so that nobody sees the drift, and `target_uin` is
 * never read, so that the plan after an import replaces.
 */
async function read(state: Members, client: ApiClient): Promise<Members> {
  const { PolicyId } = await client.retried("cam", "GetUserPermissionBoundary", { TargetUin: targetUin(state) });
  return { ...state, ...told({ policy_id: PolicyId }) };
}

function targetUin(state: Members): number {
  const [uin] = idParts(state);
  return numericId("target_uin", uin);
}

function required(planned: Members, name: string): number {
  const value = numberOf(planned, name);
  if (value === undefined) throw new DiagnosticError(`${name} is not known`);
  return value;
}
