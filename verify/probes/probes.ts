/** The register of all probes, and what is not tried. */
import { CATALOGUE, type CatalogueAction, findAction } from "../../policies/catalogue/catalogue.ts";
import { CAM_PROBES } from "./cam.ts";
import type { Probe } from "./probe.ts";
import { SERVER_PROBES } from "./server.ts";
import { TCB_PROBES } from "./tcb.ts";
import { WORKLOAD_PROBES } from "./workload.ts";

export type { Probe } from "./probe.ts";

const WRITTEN: readonly Probe[] = [...CAM_PROBES, ...SERVER_PROBES, ...TCB_PROBES, ...WORKLOAD_PROBES];

/** Of each service's API, by service; object storage has another protocol, and is not among them. */
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ...WRITTEN.map(({ action, version }): [string, string] => [action.slice(0, action.indexOf(":")), version]),
  ["organization", "2021-03-31"],
]);

/** What everybody may ask, or asks CAM only once the call's target was found: no answer tells anything. */
const TELLING_NOTHING: readonly string[] = ["sts:GetCallerIdentity", "tat:CancelInvocation"];

/** Services whose calls name an environment, by the parameter that the SDK has for it. */
const OF_ENVIRONMENTS: readonly string[] = ["tcb", "tcbr", "lowcode"];

/** Actions that only show something are no harm whatever they are sent, also where no document has their parameters. */
const SHOWN: readonly Probe[] = CATALOGUE.filter(
  ({ name, service, access }) =>
    access === "read" &&
    VERSIONS.has(service) &&
    !TELLING_NOTHING.includes(name) &&
    WRITTEN.every(({ action }) => action !== name),
).map(({ name, service }) => ({
  action: name,
  version: VERSIONS.get(service) ?? "",
  body: ({ envId }) => (OF_ENVIRONMENTS.includes(service) ? { EnvId: envId } : {}),
}));

/** One for each action that can be tried without harm. */
export const PROBES: readonly Probe[] = [...WRITTEN, ...SHOWN];

/** The row of the catalogue. @throws RangeError for an action that it does not have: then nothing could be expected of it */
export function cataloguedAction({ action }: Pick<Probe, "action">): CatalogueAction {
  const found = findAction(action);
  if (found === undefined) throw new RangeError(`the catalogue has no ${action}`);
  return found;
}

/** Names of the catalogue's actions that nothing here tries: no document has their parameters, or there is no form of them that does no harm. */
export const UNTRIED: readonly string[] = CATALOGUE.map(({ name }) => name).filter((name) =>
  PROBES.every(({ action }) => action !== name),
);

/** What may be tried on things that exist: it shows them, and changes nothing. */
export function isHarmless({ access }: Pick<CatalogueAction, "access">): boolean {
  return access === "read" || access === "data";
}
