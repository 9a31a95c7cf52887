/** Lighthouse actions on the firewall rules of an instance. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { PAGE, paged } from "../lists.ts";
import { FIREWALL_RULES, newRules, ruleAnswer, withoutRules } from "./firewall.ts";
import { instancesOf, lighthouseAction, ofItsInstance } from "./service.ts";
import type { FirewallRule, Instance } from "./state.ts";

const CHANGE = z.strictObject({
  InstanceId: z.string(),
  FirewallRules: FIREWALL_RULES,
  /** Version that the client last saw, from DescribeFirewallRules: a change in between is refused. */
  FirewallVersion: z.int().optional(),
});

/** Adds to the rules that are there. */
const createFirewallRules = changeOfRules("CreateFirewallRules", (sent, existing) => [
  ...existing,
  ...newRules(sent, existing),
]);

/** Replaces every rule. */
const modifyFirewallRules = changeOfRules("ModifyFirewallRules", (sent) => newRules(sent, []));

const deleteFirewallRules = changeOfRules("DeleteFirewallRules", withoutRules);

const describeFirewallRules = lighthouseAction("DescribeFirewallRules", {
  writes: false,
  body: z.strictObject({ ...PAGE, InstanceId: z.string() }),
  resources: ofItsInstance,
  answer: (body, call, cloud) => {
    const { firewallRules, firewallVersion } = instanceOf(cloud, call, body.InstanceId);
    return {
      TotalCount: firewallRules.length,
      FirewallRuleSet: paged(firewallRules, body).map(ruleAnswer),
      FirewallVersion: firewallVersion,
    };
  },
});

function changeOfRules(
  action: string,
  change: (sent: z.infer<typeof FIREWALL_RULES>, existing: readonly FirewallRule[]) => FirewallRule[],
): Action {
  return lighthouseAction(action, {
    writes: true,
    body: CHANGE,
    resources: ofItsInstance,
    answer: ({ InstanceId, FirewallRules, FirewallVersion }, call, cloud) => {
      const instance = instanceOf(cloud, call, InstanceId);
      if (FirewallVersion !== undefined && FirewallVersion !== instance.firewallVersion) {
        throw new ApiError(
          "UnsupportedOperation.FirewallVersionMismatch",
          `The firewall of ${InstanceId} is at version ${instance.firewallVersion}, not ${FirewallVersion}.`,
        );
      }
      instance.firewallRules = change(FirewallRules, instance.firewallRules);
      instance.firewallVersion += 1;
      return {};
    },
  });
}

function instanceOf(cloud: Cloud, call: Call, id: string): Instance {
  const [instance] = instancesOf(cloud, call, [id]);
  if (instance === undefined) throw new ApiError("ResourceNotFound.InstanceIdNotFound", `There is no instance ${id}.`);
  return instance;
}

export const firewallActions: readonly Action[] = [
  createFirewallRules,
  modifyFirewallRules,
  deleteFirewallRules,
  describeFirewallRules,
];
