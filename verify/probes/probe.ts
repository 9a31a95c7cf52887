/** One call that tells by its answer alone whether CAM allows it, and that does no harm if it does. */
import type { Target } from "../target.ts";

export interface Probe {
  /** `service:Action` */
  readonly action: string;
  /** Version of the service's API, as the SDK has it. */
  readonly version: string;
  readonly body: (target: Target) => object;
}

/** Names of actions, and the body that all of them take. */
export type Row = readonly [actions: readonly string[], body: Probe["body"]];

export function probesOf(service: string, version: string, rows: readonly Row[]): Probe[] {
  return rows.flatMap(([actions, body]) => actions.map((name) => ({ action: `${service}:${name}`, version, body })));
}

export const NOTHING: Probe["body"] = () => ({});

/** Allows nothing, should it ever be taken for a policy. */
export const DENY_ALL = '{"version":"2.0","statement":[{"effect":"deny","action":["*"],"resource":["*"]}]}';

/** What no policy can be, for calls that would make one. */
export const NO_DOCUMENT = "nothing";
