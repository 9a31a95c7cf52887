/** The actions that templates, grants and the sandbox use, with what is known of each. Adding an action is adding a row to its service. */

import { parsePattern, patternMatches } from "../language/pattern.ts";
import type { CatalogueAction } from "./action.ts";
import { CAM_ACTIONS, ORGANIZATION_ACTIONS, STS_ACTIONS } from "./cam.ts";
import { CDN_ACTIONS, SSL_ACTIONS, TAG_ACTIONS, VPC_ACTIONS } from "./others.ts";
import { LIGHTHOUSE_ACTIONS, TAT_ACTIONS } from "./server.ts";
import { CI_ACTIONS, COS_ACTIONS } from "./storage.ts";
import { TCB_ACTIONS } from "./tcb.ts";
import { TCR_ACTIONS } from "./tcr.ts";
import { CLS_ACTIONS, LOWCODE_ACTIONS, SCF_ACTIONS, TCBR_ACTIONS } from "./workload.ts";

export type { Access, Basis, CatalogueAction, Source } from "./action.ts";
export { SOURCES } from "./action.ts";

/** Every action, by service and then in the order of its list. */
export const CATALOGUE: readonly CatalogueAction[] = [
  ...CAM_ACTIONS,
  ...CDN_ACTIONS,
  ...CI_ACTIONS,
  ...CLS_ACTIONS,
  ...COS_ACTIONS,
  ...LIGHTHOUSE_ACTIONS,
  ...LOWCODE_ACTIONS,
  ...ORGANIZATION_ACTIONS,
  ...SCF_ACTIONS,
  ...SSL_ACTIONS,
  ...STS_ACTIONS,
  ...TAG_ACTIONS,
  ...TAT_ACTIONS,
  ...TCB_ACTIONS,
  ...TCBR_ACTIONS,
  ...TCR_ACTIONS,
  ...VPC_ACTIONS,
];

const BY_LOWER_CASE_NAME: ReadonlyMap<string, CatalogueAction> = new Map(
  CATALOGUE.map((action) => [action.name.toLowerCase(), action]),
);

/** Services that the catalogue has actions of, sorted. */
export const SERVICES: readonly string[] = [...new Set(CATALOGUE.map(({ service }) => service))].sort();

/** The action of that name (`tcb:DescribeEnvs`, with or without `name/`), in whatever case it is written; undefined if unknown. */
export function findAction(name: string): CatalogueAction | undefined {
  return BY_LOWER_CASE_NAME.get(name.replace(/^name\//, "").toLowerCase());
}

/** The known actions that a pattern (`tcb:Describe*`, `*`) stands for, in whatever case it is written. */
export function actionsMatching(pattern: string): readonly CatalogueAction[] {
  const exact = findAction(pattern);
  if (exact !== undefined) return [exact];
  const parsed = parsePattern(pattern.replace(/^name\//, "").toLowerCase());
  return CATALOGUE.filter(({ name }) => patternMatches(parsed, name.toLowerCase()));
}

/** Values for the placeholders of `CatalogueAction.resource`, by name: `{ region: "ap-shanghai", envId: "alice-1" }`. */
export type ResourceValues = Readonly<Record<string, string>>;

/**
 * The resource that CAM is asked about when the action is called.
 *
 * @throws RangeError for a placeholder without a value.
 */
export function resourceOf({ name, resource }: CatalogueAction, values: ResourceValues): string {
  return resource.replace(/<(\w+)>/g, (_match, placeholder: string) => {
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined;
    if (value === undefined) throw new RangeError(`${name} needs a value for ${placeholder}`);
    return value;
  });
}
