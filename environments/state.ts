/** What an environment that the roster wants is like at this moment. Pure. */
import type { FindByReference } from "../lookups/environment-index.ts";
import type { CloudEnvironment } from "../lookups/ready-environment.ts";
import type { EmployeeEnvironment } from "../roster/roster.ts";
import type { Billing } from "./account.ts";

/** A part that an environment is made without, and gets by a call of its own. */
export type Part = "log service" | "static hosting";

export type EnvironmentState =
  /** There is none; one that the roster names by its id cannot be made, since the cloud chooses ids. */
  | { readonly kind: "missing" }
  /** Several have the alias. */
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] }
  /** Not NORMAL: it is being made, or out of service for a reason that only the console tells. */
  | { readonly kind: "unavailable"; readonly id: string }
  /** Given back or run out, and deleted for good at a time that the cloud chooses. */
  | { readonly kind: "isolated"; readonly id: string; readonly since: string }
  /** NORMAL; `lacks` has nobody asked for yet, `awaits` is being made. */
  | {
      readonly kind: "incomplete";
      readonly id: string;
      readonly lacks: readonly Part[];
      readonly awaits: readonly Part[];
    }
  | { readonly kind: "ready"; readonly id: string };

/** @param billing by environment id */
export function environmentState(
  { reference, ...wanted }: Pick<EmployeeEnvironment, "reference" | "logs" | "hosting">,
  find: FindByReference<CloudEnvironment>,
  billing: ReadonlyMap<string, Billing>,
): EnvironmentState {
  const found = find(reference);
  const [match, ...others] = found;
  if (match === undefined) return { kind: "missing" };
  if (others.length > 0) return { kind: "ambiguous", ids: found.map(({ EnvId }) => EnvId).sort() };
  return stateOf(match, wanted, billing.get(match.EnvId));
}

/** The state of an environment that is there. */
export function stateOf(
  environment: CloudEnvironment,
  wanted: Pick<EmployeeEnvironment, "logs" | "hosting">,
  bill: Billing | undefined,
): EnvironmentState {
  const { EnvId: id, Status, LogServices, StaticStorages } = environment;
  if (bill?.isIsolated) return { kind: "isolated", id, since: bill.isolatedAt };
  if (Status !== "NORMAL") return { kind: "unavailable", id };
  const logs = LogServices?.[0];
  const hosting = StaticStorages?.[0];
  const parts: readonly { part: Part; wanted: boolean; asked: boolean; there: boolean }[] = [
    {
      part: "log service",
      wanted: wanted.logs,
      asked: logs !== undefined,
      there: Boolean(logs?.LogsetId && logs.TopicId),
    },
    {
      part: "static hosting",
      wanted: wanted.hosting,
      asked: hosting !== undefined,
      there: hosting?.Status === "online" && Boolean(hosting.Bucket),
    },
  ];
  const open = parts.filter((each) => each.wanted && !each.there);
  if (open.length === 0) return { kind: "ready", id };
  const names = (some: typeof parts) => some.map(({ part }) => part);
  return {
    kind: "incomplete",
    id,
    lacks: names(open.filter(({ asked }) => !asked)),
    awaits: names(open.filter(({ asked }) => asked)),
  };
}
