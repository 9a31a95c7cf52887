/** What this project takes from the provider's schema, and the cut that leaves the rest out. */

/** Address of the provider in Terraform's registry. */
export const PROVIDER_ADDRESS = "registry.terraform.io/tencentcloudstack/tencentcloud";

/** Version that the schema was read from and that stacks ask Terraform for. */
export const PROVIDER_VERSION = "1.83.25";

/** Resources that constructs/ makes. A new construct adds its resource here, then `npm run schema`. */
export const USED_RESOURCES = [
  "tencentcloud_cam_access_key",
  "tencentcloud_cam_mfa_flag",
  "tencentcloud_cam_policy",
  "tencentcloud_cam_user",
  "tencentcloud_cam_user_permission_boundary_attachment",
  "tencentcloud_cam_user_policy_attachment",
  "tencentcloud_lighthouse_firewall_rule",
  "tencentcloud_lighthouse_firewall_template",
  "tencentcloud_lighthouse_instance",
  "tencentcloud_tag_attachment_v2",
  "tencentcloud_tat_command",
  "tencentcloud_tat_invocation_invoke_attachment",
];

/** Data sources that constructs/ reads. */
export const USED_DATA_SOURCES = ["tencentcloud_cam_policies", "tencentcloud_user_info"];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Prose and flags of the schema that neither the bindings nor the tests read. */
const LEFT_OUT = new Set(["description", "description_kind", "deprecated"]);

/**
 * The part of `terraform providers schema -json` that the project uses: the provider's own block, the named
 * resources and data sources, without descriptions and with sorted keys, so that a refresh shows facts only.
 *
 * @throws Error naming every resource or data source that the given schema does not have.
 */
export function cutSchema(full: Json): Json {
  const provider = member(member(full, "provider_schemas"), PROVIDER_ADDRESS);
  const pick = (kind: string, names: string[]): Json => {
    const all = member(provider, kind);
    const missing = names.filter((name) => !Object.hasOwn(all, name));
    if (missing.length > 0) {
      throw new Error(`the provider has no ${kind}: ${missing.join(", ")}`);
    }
    return Object.fromEntries([...names].sort().map((name) => [name, withoutProse(member(all, name))]));
  };
  return {
    format_version: "1.0",
    provider_schemas: {
      [PROVIDER_ADDRESS]: {
        provider: withoutProse(member(provider, "provider")),
        resource_schemas: pick("resource_schemas", USED_RESOURCES),
        data_source_schemas: pick("data_source_schemas", USED_DATA_SOURCES),
      },
    },
  };
}

function member(json: Json, key: string): { [key: string]: Json } {
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw new Error(`expected an object that has "${key}"; is this the output of terraform providers schema -json?`);
  }
  const value = json[key];
  if (value === null || value === undefined || typeof value !== "object" || Array.isArray(value)) {
    throw new Error(`the schema has no "${key}"`);
  }
  return value;
}

/** Descriptions go; an attribute that is named "description" stays (its value is an object, not a text). */
function withoutProse(json: Json): Json {
  if (Array.isArray(json)) return json.map(withoutProse);
  if (json === null || typeof json !== "object") return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key, value]) => !LEFT_OUT.has(key) || (typeof value === "object" && value !== null))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      // A type is kept whole: an object type may have an attribute that is named "description".
      .map(([key, value]) => [key, key === "type" && Array.isArray(value) ? value : withoutProse(value)]),
  );
}
