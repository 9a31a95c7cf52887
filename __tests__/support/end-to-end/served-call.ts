/** What a call of an action that catalogue and sandbox share is made of. */
import { findAction, resourceOf } from "../../../policies/catalogue/catalogue.ts";
import { REGION } from "./sub-accounts.ts";
import type { Target } from "./targets.ts";

export interface ServedCall {
  /** `service:Action` */
  readonly action: string;
  /** A body that passes the checks which come before CAM is asked. */
  readonly body: (target: Target) => object;
  /** Every resource that CAM is asked about, in that order; none for what everybody may call. */
  readonly asks: (target: Target) => readonly string[];
}

export type Body = ServedCall["body"];
export type Asks = ServedCall["asks"];

/** Calls of one service whose bodies name the resource in the same way. Without `asks`, CAM is asked what the catalogue says. */
export function calls(service: string, actions: readonly string[], body: Body, asks?: Asks): ServedCall[] {
  return actions.map((name) => {
    const action = `${service}:${name}`;
    return { action, body, asks: asks ?? ((target) => [catalogued(action, target)]) };
  });
}

function catalogued(name: string, target: Target): string {
  const action = findAction(name);
  if (action === undefined) throw new RangeError(`the catalogue has no ${name}`);
  const { name: _name, policyId: _policy, groupId: _group, buckets: _buckets, uin, ...ids } = target;
  return resourceOf(action, { ...ids, uin: String(uin), region: REGION });
}

/** Allows everything. */
export const EVERYTHING = '{"version":"2.0","statement":[{"effect":"allow","action":["*"],"resource":["*"]}]}';

export const NOTHING: Body = () => ({});
