/** Resources as policies name them: six segments, `qcs:project:service:region:account:path`, or `*` for everything. */
import { longRegion } from "./regions.ts";

/** A resource in one normal form, whichever of the documented ways it was written in. Empty segments stay empty. */
export interface Resource {
  /** Always empty in a valid policy ("must be left empty"). */
  readonly project: string;
  /** Abbreviation such as `tcb`; empty: every service. */
  readonly service: string;
  /** Long name such as `ap-shanghai`; empty: every region. */
  readonly region: string;
  /** `uin/<root account>` or `uid/<app id>`; empty: the root account of whoever wrote the policy. */
  readonly account: string;
  /** What the service names: `env/alice-1`, `namespace/alice-1/function/*`, `bucket-1250000000/*`. */
  readonly path: string;
}

/** A resource, or `*`. */
export type ResourceOrAll = Resource | "*";

/** Old way to name a COS bucket: `prefix//<app id>/<bucket without app id>/<object>`. */
const OLD_COS_PATH = /^prefix\/\/(\d+)\/([^/]*)(.*)$/s;

/**
 * Reads a resource of a policy or of a request.
 *
 * Normalised are the region (short names become long ones) and the old form of COS paths (`prefix//1250000000/pictures/*` becomes
 * `pictures-1250000000/*`), see https://cloud.tencent.com/document/product/598/10606. `uin/` and `uid/` stay as written, since only an
 * account knows that they mean the same. The path may contain colons.
 *
 * @returns the resource, or what is wrong with it and what to write.
 */
export function parseResource(text: string): { readonly resource: ResourceOrAll } | { readonly problem: string } {
  if (text === "*") return { resource: "*" };
  const [qcs, project, service, region, account, ...path] = text.split(":");
  if (
    project === undefined ||
    service === undefined ||
    region === undefined ||
    account === undefined ||
    path.length === 0
  ) {
    const segments = text.split(":").length;
    return {
      problem: `"${text}" has ${segments} of the six segments; write qcs::<service>:<region>:uin/<root account>:<resource>, or "*"`,
    };
  }
  if (qcs !== "qcs") return { problem: `"${text}" starts with "${qcs}"; the first of the six segments is always qcs` };
  return {
    resource: { project, service, region: longRegion(region), account, path: normalPath(service, path.join(":")) },
  };
}

function normalPath(service: string, path: string): string {
  const old = service === "cos" ? OLD_COS_PATH.exec(path) : null;
  if (old === null) return path;
  const [, appId, bucket, object] = old;
  // `prefix//1250000000/*` is every bucket of the account.
  return bucket === "*" ? `*-${appId}${object === "" ? "/*" : object}` : `${bucket}-${appId}${object}`;
}

/** The six segments as one text, with the long name of the region. */
export function printResource(resource: ResourceOrAll): string {
  if (resource === "*") return "*";
  const { project, service, region, account, path } = resource;
  return ["qcs", project, service, region, account, path].join(":");
}
