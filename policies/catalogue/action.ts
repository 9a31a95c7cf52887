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

/**
 * - `sourced`: documents say what CAM is asked, and agree.
 * - `differ`: documents say different things; each is a way.
 * - `inferred`: of one way at least no document says that CAM is asked so.
 */
export type Basis = "sourced" | "differ" | "inferred";

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
  /** `x-tcapi-cam-resource` of each action. */
  "tcb-openapi": "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit (mcp/assets/control-plane/tcb-openapi.yaml)",
  /** The policy templates of the CloudBase documents, which grant these actions on `*`. */
  template: "https://docs.cloudbase.net (policy template of the sub-account mode)",
  /** Resources as error messages of the real service name them. */
  "error-message": "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues (130, 136: texts of refused calls)",
  /** The methods of the Node.js SDK, which say that an action exists and not what it is checked against. */
  sdk: "https://github.com/TencentCloud/tencentcloud-sdk-nodejs (4.1.313)",
  "1009/40433": "https://cloud.tencent.com/document/product/1009/40433",
  "1040/36819": "https://www.tencentcloud.com/document/product/1040/36819",
  "1045/49896": "https://www.tencentcloud.com/document/product/1045/49896",
  "1103/41528": "https://www.tencentcloud.com/document/product/1103/41528",
  "1103/41529": "https://www.tencentcloud.com/document/product/1103/41529",
  "228/35229": "https://cloud.tencent.com/document/product/228/35229",
  "460/104297": "https://cloud.tencent.com/document/product/460/104297",
  "583/38177": "https://www.tencentcloud.com/document/product/583/38177",
  "598/57091": "https://www.tencentcloud.com/document/product/598/57091",
  "598/57092": "https://www.tencentcloud.com/document/product/598/57092",
  "598/57144": "https://www.tencentcloud.com/document/product/598/57144",
  "598/67492": "https://cloud.tencent.com/document/product/598/67492",
  "598/69901": "https://cloud.tencent.com/document/product/598/69901",
  "598/69994": "https://cloud.tencent.com/document/product/598/69994",
  "598/70005": "https://cloud.tencent.com/document/product/598/70005",
  "598/70020": "https://cloud.tencent.com/document/product/598/70020",
  "598/70026": "https://cloud.tencent.com/document/product/598/70026",
  "598/70035": "https://cloud.tencent.com/document/product/598/70035",
  "598/98119": "https://cloud.tencent.com/document/product/598/98119",
  "614/45004": "https://www.tencentcloud.com/document/product/614/45004",
  /** The Chinese copy of the page, which disagrees with the English one. */
  "598/57054-zh": "https://www.tencentcloud.com/zh/document/product/598/57054",
  "audit-list": "https://github.com/tencentyun/intlcloud-documents (CloudAudit, audited actions of CAM: names alone)",
  "cdn-roles": "https://github.com/tencentyun/intlcloud-documents (CDN, real-time logs for sub-accounts)",
  "cls-collecting": "https://github.com/tencentyun/intlcloud-documents (CLS, collecting logs of one topic)",
  "cls-console": "https://github.com/tencentyun/intlcloud-documents (CLS, embedding the console)",
  "cls-viewing": "https://github.com/tencentyun/intlcloud-documents (CLS, viewing one topic)",
  "dts-accounts":
    "https://github.com/tencentyun/intlcloud-documents (DTS, migration between accounts: text of a refused call)",
  "policy-versions": "https://github.com/tencentyun/intlcloud-documents (CAM, policy versions: an example on *)",
  "prometheus-roles": "https://github.com/tencentyun/intlcloud-documents (Prometheus, roles of the service)",
  "serverless-faq":
    "https://github.com/tencentyun/intlcloud-documents (Serverless Framework, FAQ: text of a refused call)",
  "serverless-roles": "https://github.com/tencentyun/intlcloud-documents (Serverless Cloud Framework, permissions)",
  "tcr-cases": "https://github.com/tencentyun/intlcloud-documents (TCR Enterprise, authorization cases)",
  "tem-roles": "https://github.com/tencentyun/intlcloud-documents (TEM, access of sub-accounts)",
  "vpc-levels":
    "https://github.com/tencentyun/intlcloud-documents (VPC, actions of resource level; all others take * alone)",
  "calling-methods":
    "https://github.com/TencentCloudBase/CloudBase-AI-Toolkit (calling-methods.md: texts of refused calls, 2026-09-24)",
  /** Second-hand: a comment in the provisioning code of a CloudBase application, which is public and not official. */
  provisioning: "comment in public provisioning code of a CloudBase application: these are checked against *",
} as const;
export type Source = keyof typeof SOURCES;

export interface CatalogueAction {
  /** `service:Action`, in the spelling of the API. */
  readonly name: string;
  readonly service: string;
  readonly access: Access;
  /**
   * Every way in which CAM may be asked, by some document or because none says: resources that must all be allowed, with placeholders
   * as in `qcs::tcb:<region>:uin/<ownerUin>:env/<envId>`; `["*"]` for operation level, where a statement with a named resource never
   * applies. `<resource>` stands for any path, `<service>` for any service. The first is the one that the sandbox takes.
   */
  readonly ways: readonly (readonly string[])[];
  /** Level of the first way. */
  readonly granularity: "operation" | "resource";
  /** First resource of the first way. */
  readonly resource: string;
  readonly basis: Basis;
  /** Where the first way comes from; if no document says it, where the name does. */
  readonly source: Source;
  /** Of all ways. */
  readonly sources: readonly Source[];
  /**
   * What the call changes or shows by its parameters. A way that has none of these resources lets whoever may call it reach all of
   * them, since CAM is not asked for them.
   */
  readonly actsOn: readonly string[];
}

/** One way in which CAM may be asked. */
export interface Way {
  readonly resources: readonly string[];
  readonly sources: readonly [Source, ...Source[]];
  /** Whether the sources say that CAM is asked so, or only that the action exists. */
  readonly isSaid: boolean;
}

/** Sources say that CAM is asked for these resources, all of them. */
export function said(
  sources: Source | readonly [Source, ...Source[]],
  ...resources: readonly string[]
): readonly Way[] {
  return [{ resources, sources: typeof sources === "string" ? [sources] : sources, isSaid: true }];
}

/** The source has the name, and no document says what CAM is asked: it may be any one of these. */
export function unsaid(source: Source, ...resources: readonly string[]): readonly Way[] {
  return resources.map((resource) => ({ resources: [resource], sources: [source], isSaid: false }));
}

/** One action: name without service, access, ways (at least one), and what it acts on where a way does not have that. */
export type Row = readonly [name: string, access: Access, ways: readonly Way[], actsOn?: readonly string[]];

/** The actions of one service, one a row. */
export function actionsOf(service: string, rows: readonly Row[]): CatalogueAction[] {
  return rows.map(([name, access, ways, actsOn = []]) => {
    const [first] = ways;
    const [resource] = first?.resources ?? [];
    if (first === undefined || resource === undefined) throw new RangeError(`${service}:${name} has no way`);
    return {
      name: `${service}:${name}`,
      service,
      access,
      ways: ways.map(({ resources }) => resources),
      granularity: resource === "*" ? "operation" : "resource",
      resource,
      basis: basisOf(ways),
      source: first.sources[0],
      sources: [...new Set(ways.flatMap(({ sources }) => sources))],
      actsOn,
    };
  });
}

function basisOf(ways: readonly Way[]): Basis {
  if (ways.some(({ isSaid }) => !isSaid)) return "inferred";
  // Several ways of one source are one statement: a command runs on servers of either kind.
  const levels = new Set(ways.map(({ resources }) => resources.includes("*")));
  return levels.size > 1 || new Set(ways.map(({ sources }) => sources.join(" "))).size > 1 ? "differ" : "sourced";
}
