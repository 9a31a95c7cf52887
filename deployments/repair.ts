/** Finds where a state and the cloud have come apart in ways that Terraform cannot mend by itself. Pure. */
import type { Configured, StateResource } from "./state.ts";

/** What the account has, by which resources of a stack are found. */
export interface CloudInventory {
  readonly users: readonly { readonly name: string; readonly uin: number }[];
  readonly policies: readonly { readonly name: string; readonly id: string }[];
  /** Of the stack's region. */
  readonly servers: readonly { readonly name: string; readonly id: string }[];
  /** Ids of servers that have firewall rules. */
  readonly withRules: ReadonlySet<string>;
  /** Id of the stack's command that sets servers up; undefined: there is none. */
  readonly setUpCommand: string | undefined;
}

export interface Repairs {
  /** Addresses to forget: what they stand for is gone, and the provider fails to read it. */
  readonly forget: readonly string[];
  /** What is there and was to be made: a lost answer, or somebody's hand. */
  readonly imports: readonly { readonly to: string; readonly id: string }[];
}

export function findRepairs(
  state: readonly StateResource[],
  configured: readonly Configured[],
  cloud: CloudInventory,
): Repairs {
  const gone = goneIn(cloud);
  const forget = state.filter(gone).map(({ address }) => address);
  const known = new Set(state.map(({ address }) => address));
  const missing = configured.filter(({ address }) => !known.has(address) || forget.includes(address));
  const imports = missing.flatMap((each) => {
    const id = idOf(each, cloud);
    return id === undefined ? [] : [{ to: each.address, id }];
  });
  return { forget: forget.sort(), imports: [...imports, ...rules(missing, state, imports, cloud)].sort(byAddress) };
}

/**
 * Whether a resource is of a sub-account or a server that is no more. The provider drops policies that are gone by itself; it fails on
 * users (ResourceNotFound.UserNotExist), on what hangs on them, and on servers (resource_tc_cam_user.go,
 * resource_tc_lighthouse_instance.go, 1.83.25).
 */
function goneIn({ users, servers }: CloudInventory): (resource: StateResource) => boolean {
  const names = new Set(users.map(({ name }) => name));
  const uins = new Set(users.map(({ uin }) => String(uin)));
  const ids = new Set(servers.map(({ id }) => id));
  const isGone = (known: ReadonlySet<string>, id: string | null | undefined) => Boolean(id) && !known.has(id ?? "");
  return ({ type, values: { id, name, user_name, instance_id, resource } }) => {
    switch (type) {
      case "tencentcloud_cam_user":
        return isGone(names, name ?? id);
      case "tencentcloud_cam_user_policy_attachment":
        return isGone(names, user_name);
      case "tencentcloud_cam_user_permission_boundary_attachment":
      case "tencentcloud_cam_access_key":
      case "tencentcloud_cam_mfa_flag":
        return isGone(uins, id?.split("#", 1)[0]);
      case "tencentcloud_lighthouse_instance":
      case "tencentcloud_lighthouse_firewall_rule":
        return isGone(ids, id);
      case "tencentcloud_tat_invocation_invoke_attachment":
        return isGone(ids, instance_id);
      case "tencentcloud_tag_attachment_v2":
        return isGone(ids, /:instance\/(lhins-\w+)$/.exec(resource ?? "")?.[1]);
      default:
        return false;
    }
  };
}

/** By name; where several have one, a person must choose. */
function idOf({ type, name }: Configured, cloud: CloudInventory): string | undefined {
  const only = <T extends { readonly name: string }>(list: readonly T[]) => {
    const found = list.filter((each) => each.name === name);
    return found.length === 1 ? found[0] : undefined;
  };
  if (type === "tencentcloud_cam_user") return only(cloud.users)?.name;
  if (type === "tencentcloud_cam_policy") return only(cloud.policies)?.id;
  if (type === "tencentcloud_lighthouse_instance") return only(cloud.servers)?.id;
  return type === "tencentcloud_tat_command" ? cloud.setUpCommand : undefined;
}

/** Rules of a server that has some can be made only once. */
function rules(
  missing: readonly Configured[],
  state: readonly StateResource[],
  imports: Repairs["imports"],
  { withRules }: CloudInventory,
): Repairs["imports"] {
  return missing.flatMap(({ type, address }) => {
    if (type !== "tencentcloud_lighthouse_firewall_rule") return [];
    const server = address.replace("_firewall_rule.", "_instance.");
    const id = imports.find(({ to }) => to === server)?.id ?? state.find((each) => each.address === server)?.values.id;
    return id && withRules.has(id) ? [{ to: address, id }] : [];
  });
}

function byAddress(a: { readonly to: string }, b: { readonly to: string }): number {
  return a.to < b.to ? -1 : 1;
}
