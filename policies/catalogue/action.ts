/** What the catalogue says of an action, and where each of its statements comes from. */

/**
 * What an action does.
 * - `read`: shows settings and states, not what somebody stored.
 * - `data`: shows what somebody stored or logged.
 * - `write`: changes, makes or deletes something.
 * - `permission management`: changes who may do what; most of these lead to the root account.
 * - `credential`: shows or makes a secret.
 */
export type Access = "read" | "data" | "write" | "permission management" | "credential";

/** `sourced`: the source says so; `inferred`: granularity or resource are concluded from the source, which does not say it. */
export type Basis = "sourced" | "inferred";

export const SOURCES = {
  "436/30580": "https://cloud.tencent.com/document/product/436/30580",
  "598/112089": "https://cloud.tencent.com/document/product/598/112089",
  "598/57054": "https://www.tencentcloud.com/document/product/598/57054",
  "583/47932": "https://www.tencentcloud.com/document/product/583/47932",
  "598/57149": "https://www.tencentcloud.com/document/product/598/57149",
  "598/57155": "https://www.tencentcloud.com/document/product/598/57155",
  "598/57156": "https://www.tencentcloud.com/document/product/598/57156",
  "598/57160": "https://www.tencentcloud.com/document/product/598/57160",
  "598/69872": "https://cloud.tencent.com/document/product/598/69872",
  "598/69972": "https://cloud.tencent.com/document/product/598/69972",
  "598/76364": "https://cloud.tencent.com/document/product/598/76364",
  "598/98110": "https://cloud.tencent.com/document/product/598/98110",
  "598/98168": "https://cloud.tencent.com/document/product/598/98168",
  "598/98174": "https://cloud.tencent.com/document/product/598/98174",
  "1045/74763": "https://www.tencentcloud.com/document/product/1045/74763",
  "1147/46037": "https://www.tencentcloud.com/document/product/1147/46037",
  "1051/39860": "https://www.tencentcloud.com/document/product/1051/39860",
  "cls-resources": "https://github.com/tencentyun/intlcloud-documents (log service, resources that can be authorized)",
  /** `x-tcapi-cam-resource` of each action. */
  "tcb-openapi": "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit (mcp/assets/control-plane/tcb-openapi.yaml)",
  /** The policy templates of the CloudBase documents, which grant these actions on `*`. */
  template: "https://docs.cloudbase.net (policy template of the sub-account mode)",
  /** Resources as error messages of the real service name them. */
  "error-message": "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues (130, 136: texts of refused calls)",
  /** The methods of the Node.js SDK, which say that an action exists and not what it is checked against. */
  sdk: "https://github.com/TencentCloud/tencentcloud-sdk-nodejs (4.1.313)",
} as const;
export type Source = keyof typeof SOURCES;

export interface CatalogueAction {
  /** `service:Action`, in the spelling of the API. */
  readonly name: string;
  readonly service: string;
  readonly access: Access;
  /** `operation`: the service asks CAM about `*`, so that a statement with a named resource never applies. */
  readonly granularity: "operation" | "resource";
  /**
   * The resource that CAM is asked about, with placeholders as in `qcs::tcb:<region>:uin/<ownerUin>:env/<envId>`; `*` for
   * operation-level actions.
   */
  readonly resource: string;
  readonly basis: Basis;
  readonly source: Source;
}

/** One action: name without service, access, resource, basis, source. */
export type Row = readonly [name: string, access: Access, resource: string, basis: Basis, source: Source];

/** The actions of one service, one a row. */
export function actionsOf(service: string, rows: readonly Row[]): CatalogueAction[] {
  return rows.map(([name, access, resource, basis, source]) => ({
    name: `${service}:${name}`,
    service,
    access,
    granularity: resource === "*" ? "operation" : "resource",
    resource,
    basis,
    source,
  }));
}
