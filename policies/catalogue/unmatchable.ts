/** Finds resources that no request can be about, such as `environments/alice-1`: what allows them allows nothing, and what denies them nothing either. */
import { closest, distance } from "fastest-levenshtein";
import type { Resource } from "../language/resource.ts";

/** First part of the path of each service's resources, as documents write them; sources: those of the catalogue. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  cam: ["group", "policyid", "policyName", "resourceUser", "role", "roleName", "saml-provider", "uin"],
  cdn: ["domain"],
  ci: ["bucket", "dataset"],
  cls: ["alarm", "alarmNotice", "config", "dashboard", "logset", "machinegroup", "topic"],
  lighthouse: ["blueprint", "disk", "disk-backup", "firewall-template", "instance", "keypair", "snapshot"],
  lowcode: ["env"],
  scf: ["domain", "function", "layer", "namespace", "package"],
  ssl: ["certificate", "csr"],
  tat: ["command", "invoker", "register-code", "register-instance"],
  tcb: ["env"],
  tcbr: ["env"],
  tcr: ["instance", "repo", "repository"],
};

/** Services whose documents list every kind; of the others only what is nearly one of the kinds is taken for a mistake. */
const COMPLETE: readonly string[] = ["lowcode", "tcb", "tcbr"];

/** Of what lies in a namespace of functions (https://www.tencentcloud.com/document/product/583/38177). */
const IN_NAMESPACE: readonly string[] = ["function", "layer", "package", "trigger"];

/** Services whose paths end in names that people choose freely, in any script. */
const FREE_NAMES: readonly string[] = ["ci", "cos"];

/**
 * Why no request can be about a resource, and what to write; undefined where one can.
 *
 * @param resource May have placeholders of templates (`${envId}`), which stand for anything.
 */
export function unmatchable(resource: Resource): string | undefined {
  const service = opened(resource.service);
  const account = opened(resource.account);
  const path = opened(resource.path);
  const all = [service, opened(resource.region), account, path].join(":");
  const placeholder = /\{\{[^}]*\}\}|<[^>]*>|\{\$[^}]*\}/.exec(all)?.[0];
  if (placeholder !== undefined) return `${placeholder} is in it as it stands; write the value`;
  return strangeCharacter(all, FREE_NAMES.includes(service)) ?? wrongAccount(account) ?? wrongPath(service, path);
}

/** Placeholders of templates and CAM's variables as wildcards. */
function opened(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "*");
}

function strangeCharacter(text: string, hasFreeNames: boolean): string | undefined {
  const [character] = /\s/u.exec(hasFreeNames ? text.split("/").slice(0, 2).join("/") : text) ?? [];
  if (character !== undefined) return "it has a blank, which no id has; remove it";
  // What follows the first slash of a path in object storage is the name of an object.
  const [letter] =
    /[^\x20-\x7e]/u.exec(hasFreeNames ? ((text.split(":").pop() ?? "").split("/")[0] ?? "") : text) ?? [];
  return letter === undefined
    ? undefined
    : `"${letter}" is not one of the letters and digits that ids have, though it may look like one; write it again`;
}

function wrongAccount(account: string): string | undefined {
  return account === "" || /^(?:ui[nd]\/)?[\d*]+$/.test(account) || !/^ui[nd]\//.test(account)
    ? undefined
    : `${account} is no account; write ${account.slice(0, 4)} and its number`;
}

function wrongPath(service: string, path: string): string | undefined {
  const [kind = "", id, third] = path.split("/");
  if (service === "cos") return wrongBucket(kind);
  if (service === "ci" && kind === "bucket" && id !== undefined) return wrongBucket(id);
  const kinds = Object.hasOwn(KINDS, service) ? KINDS[service] : undefined;
  if (kinds === undefined || kind.includes("*")) return undefined;
  const mistaken = wrongKind(kind, kinds, COMPLETE.includes(service));
  if (mistaken !== undefined) return `${service} has no ${mistaken}`;
  if (kinds.length === 1 && kind === "env" && third !== undefined) {
    return `${service} asks for the environment as a whole; write ${kind}/${id ?? ""} without what follows`;
  }
  if (service === "scf" && kind === "namespace" && third !== undefined && !third.includes("*")) {
    const wrong = wrongKind(third, IN_NAMESPACE, false);
    return wrong === undefined ? undefined : `a namespace of functions has no ${wrong}`;
  }
  return undefined;
}

function wrongKind(kind: string, kinds: readonly string[], isComplete: boolean): string | undefined {
  if (kinds.some((each) => each.toLowerCase() === kind.toLowerCase())) return undefined;
  const near = closest(kind, [...kinds]);
  if (!isComplete && distance(kind.toLowerCase(), near.toLowerCase()) > 2) return undefined;
  return `"${kind}"; write ${near}`;
}

function wrongBucket(bucket: string): string | undefined {
  return bucket === "" || bucket.includes("*") || /-\d+$/.test(bucket)
    ? undefined
    : `the bucket ${bucket} has no app id at its end; write it like ${bucket}-1250000000`;
}
