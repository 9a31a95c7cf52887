/** Rules of resources: what each of the six segments must say. */

import { SERVICES } from "../catalogue/catalogue.ts";
import { isService } from "../catalogue/services.ts";
import { unmatchable } from "../catalogue/unmatchable.ts";
import { isRegion, longRegion } from "../language/regions.ts";
import type { Resource } from "../language/resource.ts";
import { type LintContext, type Rule, resourceRule, statementRule } from "./rule.ts";

/** Services that name the account by its app id; all others name it by its UIN (https://cloud.tencent.com/document/product/598/10606). */
const APP_ID_SERVICES = ["cos", "ci"];
const EITHER_SERVICES = ["cas"];

export const RESOURCE_RULES: readonly Rule[] = [
  statementRule({
    id: "service-unknown",
    severity: "warning",
    message: "Actions and resources belong to services that documents name",
    *check({ action, resource }) {
      for (const { value, path } of action) {
        const [service = ""] = value.split(":");
        if (!isKnown(service)) yield { path, message: unknownService(service) };
      }
      for (const { resource: parsed, path } of resource) {
        if (parsed !== "*" && !isKnown(parsed.service)) yield { path, message: unknownService(parsed.service) };
      }
    },
  }),
  resourceRule({
    id: "region-unknown",
    severity: "error",
    message: "The region exists",
    check: ({ region }) =>
      region === "" || region.includes("*") || region.includes("$") || isRegion(region)
        ? undefined
        : `there is no region "${region}"; write it as in ap-shanghai or sh, or leave it empty for all`,
  }),
  resourceRule({
    id: "region-wildcard",
    severity: "error",
    message: "Region and account have no wildcard",
    check: ({ service, region, account }) =>
      // The page of the registry's Personal edition prints `*` as the account.
      region.includes("*") || (account.includes("*") && !(service === "tcr" && account === "*"))
        ? "no document says what * means in region or account; leave the region empty for all regions"
        : undefined,
  }),
  resourceRule({
    id: "account-form",
    severity: "error",
    message: "The account is uid/<app id> for COS and CI, uin/<root account> elsewhere",
    check: ({ service, account }) => {
      if (account === "" || account.includes("*") || EITHER_SERVICES.includes(service)) return undefined;
      const wanted = APP_ID_SERVICES.includes(service) ? "uid" : "uin";
      const meaning = wanted === "uid" ? "app id" : "UIN";
      return account.startsWith(`${wanted}/`) && account.length > 4
        ? undefined
        : `"${account}" is not how ${service} names an account; write ${wanted}/ and the ${meaning} of the root account`;
    },
  }),
  resourceRule({
    id: "account-other",
    severity: "error",
    message: "The account is the configured root account",
    check: ({ account }, _located, { ownerUin, appId }) => {
      const [kind, number = ""] = account.split("/");
      const own = kind === "uin" ? ownerUin : kind === "uid" ? appId : undefined;
      if (own === undefined || number === own || !/^\d+$/.test(number)) return undefined;
      return `"${account}" is another account; write ${kind}/${own}`;
    },
  }),
  resourceRule({
    id: "region-other",
    severity: "warning",
    message: "The region is the configured one",
    check: ({ region }, _located, options) =>
      options.region === undefined || region === "" || !isRegion(region) || region === longRegion(options.region)
        ? undefined
        : `names ${region}, and the environments are in ${longRegion(options.region)}`,
  }),
  resourceRule({
    id: "resource-id-empty",
    severity: "error",
    message: "Resources name an id",
    check: ({ service, path }) => {
      const isBucketRoot = APP_ID_SERVICES.includes(service) && /^(?:bucket\/)?[^/]+\/$/.test(path);
      const isEmpty = path === "" || /^[/-]/.test(path) || path.includes("//") || (path.endsWith("/") && !isBucketRoot);
      return isEmpty ? `"${path}" has an empty id; a value was missing when it was filled in` : undefined;
    },
  }),
  resourceRule({
    id: "resource-unmatchable",
    severity: "error",
    message: "Some request can be about the resource",
    check: (resource) => {
      const reason = unmatchable(resource);
      return reason === undefined ? undefined : `matches nothing: ${reason}`;
    },
  }),
  {
    id: "placeholder",
    severity: "error",
    message: "No placeholder is left",
    check: ({ policy }) => [...placeholders(policy)],
  },
  resourceRule({
    id: "scf-namespace",
    severity: "warning",
    message: "Functions are named with their namespace",
    check: ({ service, path }) =>
      service === "scf" && path !== "*" && /^(?:function|layer)\//.test(path)
        ? `"${path}" has no namespace; write namespace/<environment id>/${path}`
        : undefined,
  }),
  statementRule({
    id: "tcb-region",
    severity: "warning",
    message: "CloudBase actions that leave the region empty are allowed without a region",
    *check({ action, resource }) {
      // CreateUser, DescribeUserList and ModifyEnvPlan ask CAM without a region, according to tcb-openapi.yaml.
      if (!action.some(({ value }) => REGIONLESS.includes(value))) return;
      for (const { resource: parsed, path } of resource) {
        if (parsed === "*" || parsed.service !== "tcb" || parsed.region === "") continue;
        yield {
          path,
          message: `names ${parsed.region}, and some of the actions ask without a region; leave it empty: qcs::tcb::…`,
        };
      }
    },
  }),
];

const REGIONLESS: readonly string[] = ["tcb:*", "tcb:CreateUser", "tcb:DescribeUserList", "tcb:ModifyEnvPlan"];

function isKnown(service: string): boolean {
  return (
    service === "" || service.includes("*") || service.includes("$") || isService(service) || SERVICES.includes(service)
  );
}

function* placeholders({ statements }: LintContext["policy"]) {
  for (const { resource, condition } of statements) {
    for (const { value, path, resource: parsed } of resource) {
      const found = PLACEHOLDER.exec(value)?.[0];
      if (found === undefined || (parsed !== "*" && hasVariablesOfCam(parsed))) continue;
      const trap = isUin(found) ? ", and CAM takes it for the caller's own UIN, not the root account's" : "";
      yield { path, message: `${found} was not filled in${trap}; write the value` };
    }
    for (const { value, path } of condition) {
      const found = PLACEHOLDER.exec(value.join(" ").replace(VARIABLE, ""))?.[0];
      if (found !== undefined) yield { path, message: `${found} was not filled in; write the value` };
    }
  }
}

/**
 * CAM's own variables, which stand for the caller (https://cloud.tencent.com/document/product/598/10607): in the last segment of a resource
 * and in the values of conditions, and not in paths of object storage.
 */
const VARIABLE = /\$\{(?:uin|owner_uin|app_id|qcs:user|qcs:principal_tag_(?:key|value))\}/g;

function hasVariablesOfCam({ service, region, account, path }: Resource): boolean {
  const others = [service, region, account, APP_ID_SERVICES.includes(service) ? path : path.replace(VARIABLE, "")];
  return !others.some((segment) => PLACEHOLDER.test(segment));
}

function unknownService(service: string): string {
  return `"${service}" is none of the services that documents name; check its spelling`;
}

/** In the form of the templates, and in that of older ones (`{$EnvId}`). */
const PLACEHOLDER = /\$\{[^}]*\}|\{\$[^}]*\}/;

function isUin(placeholder: string): boolean {
  return /^\$\{uin\}$/.test(placeholder);
}
