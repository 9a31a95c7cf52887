/** Policies as everything but their own actions sees them: custom ones and presets alike. */
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { own } from "../../records.ts";
import { PRESET_TIME, PRESETS } from "./presets.ts";
import type { CamPolicy } from "./state.ts";

export interface Policy {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly kind: "custom" | "preset";
  /** The version in effect, as JSON text. */
  readonly document: string;
  readonly addTime: number;
  readonly updateTime: number;
}

/** The numbers and words that the API has for the kinds: Type, PolicyType and StrategyType, and CreateMode 2 for written documents. */
export const KINDS = {
  custom: { type: 1, policyType: "User", createMode: 2 },
  preset: { type: 2, policyType: "QCS", createMode: 2 },
} as const;

const PRESET_POLICIES: readonly Policy[] = PRESETS.map((preset) => ({
  ...preset,
  kind: "preset",
  addTime: PRESET_TIME,
  updateTime: PRESET_TIME,
}));

const PRESETS_BY_ID: ReadonlyMap<number, Policy> = new Map(PRESET_POLICIES.map((preset) => [preset.id, preset]));

/** Custom policies, the newest first, then presets. */
export function allPolicies(cloud: Cloud): Policy[] {
  return [...Object.values(cloud.cam.policies).map(customPolicy).reverse(), ...PRESET_POLICIES];
}

export function findPolicy(cloud: Cloud, id: number): Policy | undefined {
  const custom = own(cloud.cam.policies, id);
  return custom === undefined ? PRESETS_BY_ID.get(id) : customPolicy(custom);
}

/** @throws ApiError `ResourceNotFound.PolicyIdNotFound` */
export function policyById(cloud: Cloud, id: number): Policy {
  const policy = findPolicy(cloud, id);
  if (policy === undefined) throw policyNotFound();
  return policy;
}

export function policyNotFound(): ApiError {
  return new ApiError("ResourceNotFound.PolicyIdNotFound", "The policy does not exist.");
}

export function customPolicy(policy: CamPolicy): Policy {
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    kind: "custom",
    document: own(policy.versions, policy.defaultVersion)?.document ?? "",
    addTime: policy.addTime,
    updateTime: policy.updateTime,
  };
}
