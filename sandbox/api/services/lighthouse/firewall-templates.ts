/** Lighthouse actions on firewall templates: named lists of rules that a new instance starts with. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId } from "../../ids.ts";
import { own } from "../../records.ts";
import { FILTERS, filtered, PAGE, paged, refuseIdsWithFilters, rowsOf } from "../lists.ts";
import { resourceOf } from "../service.ts";
import { utcTime } from "../times.ts";
import { FIREWALL_RULES, newRules, ruleAnswer } from "./firewall.ts";
import { lighthouseAction, OPERATION_LEVEL } from "./service.ts";
import type { FirewallTemplate } from "./state.ts";

/** @throws ApiError `InvalidParameterValue.FirewallTemplateIdMalformed`, `ResourceNotFound.FirewallTemplateNotFound` */
export function templateOf(cloud: Cloud, id: string): FirewallTemplate {
  checkTemplateId(id);
  const template = own(cloud.lighthouse.firewallTemplates, id);
  if (template === undefined) {
    throw new ApiError("ResourceNotFound.FirewallTemplateNotFound", `There is no firewall template ${id}.`);
  }
  return template;
}

const createFirewallTemplate = lighthouseAction("CreateFirewallTemplate", {
  writes: true,
  body: z.strictObject({ TemplateName: z.string(), TemplateRules: FIREWALL_RULES.optional() }),
  resources: OPERATION_LEVEL,
  answer: ({ TemplateName, TemplateRules = [] }, call, cloud) => {
    checkTemplateName(TemplateName);
    const rules = newRules(TemplateRules, []);
    const id = `lhft-${nextId(cloud, "lhft", 8)}`;
    cloud.lighthouse.firewallTemplates[id] = {
      id,
      name: TemplateName,
      createdAt: call.now,
      rules: rules.map((rule) => ({ id: `lhftr-${nextId(cloud, "lhftr", 10)}`, rule })),
    };
    return { TemplateId: id };
  },
});

const describeFirewallTemplates = lighthouseAction("DescribeFirewallTemplates", {
  writes: false,
  body: z.strictObject({ ...PAGE, TemplateIds: z.array(z.string()).optional(), Filters: FILTERS }),
  resources: OPERATION_LEVEL,
  answer: (body, _call, cloud) => {
    const { TemplateIds = [], Filters } = body;
    refuseIdsWithFilters(TemplateIds, Filters, "InvalidParameter.ParameterConflict");
    TemplateIds.forEach(checkTemplateId);
    const named = rowsOf(cloud.lighthouse.firewallTemplates, TemplateIds);
    const found = filtered(
      named,
      Filters,
      {
        "template-id": ({ id }) => [id],
        "template-name": ({ name }) => [name],
        "template-type": () => ["CUSTOM"],
      },
      "InvalidParameter.InvalidFilterNotSupportedName",
    );
    return { TotalCount: found.length, TemplateSet: paged(found, body).map(templateAnswer) };
  },
});

const describeFirewallTemplateRules = lighthouseAction("DescribeFirewallTemplateRules", {
  writes: false,
  body: z.strictObject({ ...PAGE, TemplateId: z.string(), TemplateRuleIds: z.array(z.string()).optional() }),
  resources: ofItsTemplate,
  answer: (body, _call, cloud) => {
    const { TemplateId, TemplateRuleIds = [] } = body;
    const { rules } = templateOf(cloud, TemplateId);
    const named = TemplateRuleIds.length === 0 ? rules : rules.filter(({ id }) => TemplateRuleIds.includes(id));
    return {
      TotalCount: named.length,
      TemplateRuleSet: paged(named, body).map(({ id, rule }) => ({
        TemplateRuleId: id,
        FirewallRuleInfo: ruleAnswer(rule),
      })),
    };
  },
});

const modifyFirewallTemplate = lighthouseAction("ModifyFirewallTemplate", {
  writes: true,
  body: z.strictObject({ TemplateId: z.string(), TemplateName: z.string().optional() }),
  resources: ofItsTemplate,
  answer: ({ TemplateId, TemplateName }, _call, cloud) => {
    const template = templateOf(cloud, TemplateId);
    if (TemplateName === undefined) return {};
    checkTemplateName(TemplateName);
    template.name = TemplateName;
    return {};
  },
});

/** Instances that were made with it keep their rules: a template is copied, not referred to. */
const deleteFirewallTemplate = lighthouseAction("DeleteFirewallTemplate", {
  writes: true,
  body: z.strictObject({ TemplateId: z.string() }),
  resources: ofItsTemplate,
  answer: ({ TemplateId }, _call, cloud) => {
    const { id } = templateOf(cloud, TemplateId);
    delete cloud.lighthouse.firewallTemplates[id];
    return {};
  },
});

function ofItsTemplate({ TemplateId }: { readonly TemplateId: string }, call: Call, cloud: Cloud): readonly string[] {
  return [templateResource(call, cloud, TemplateId)];
}

function templateResource(call: Call, cloud: Cloud, id: string): string {
  return resourceOf("lighthouse", call, cloud, `firewall-template/${id}`);
}

function templateAnswer({ id, name, createdAt }: FirewallTemplate): object {
  const CreatedTime = utcTime(createdAt);
  return { TemplateId: id, TemplateName: name, TemplateType: "CUSTOM", TemplateState: "NORMAL", CreatedTime };
}

function checkTemplateId(id: string): void {
  if (!/^lhft-[a-z0-9]{8}$/.test(id)) {
    throw new ApiError("InvalidParameterValue.FirewallTemplateIdMalformed", `\`${id}\` is not a firewall template id.`);
  }
}

function checkTemplateName(name: string): void {
  if (name === "" || [...name].length > 60) {
    throw new ApiError("InvalidParameterValue.TooLong", "`TemplateName` takes 1 to 60 characters.");
  }
}

export const firewallTemplateActions: readonly Action[] = [
  createFirewallTemplate,
  describeFirewallTemplates,
  describeFirewallTemplateRules,
  modifyFirewallTemplate,
  deleteFirewallTemplate,
];
