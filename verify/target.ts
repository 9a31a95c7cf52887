/** What calls name: things of the employee, of a colleague, or of nobody. */

/** Ids as requests and policies write them; the keys are those of the catalogue's placeholders. */
export interface Target {
  readonly ownerUin: string;
  readonly region: string;
  readonly envId: string;
  /** UIN of a sub-account, and its name. */
  readonly uin: string;
  readonly name: string;
  readonly policyId: string;
  readonly policyName: string;
  readonly groupId: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly accessKeyId: string;
  readonly table: string;
  readonly function: string;
  readonly instanceId: string;
  readonly templateId: string;
  readonly commandId: string;
  readonly invocationId: string;
  readonly logsetId: string;
  readonly topicId: string;
  readonly registryId: string;
  readonly namespace: string;
  readonly repository: string;
  readonly certificateId: string;
  readonly domain: string;
  /** Name of a sub-account that there is, so that none can be made of it. */
  readonly takenName: string;
}

/** Who a request is about. `nobody`: what does not exist, so that nothing can happen to it. */
export type Whose = "own" | "colleague" | "nobody";

/** What does not exist: ids of the right form that no cloud gives out. @param takenName Name of a sub-account that there is. */
export function nobody(ownerUin: string, region: string, takenName: string): Target {
  return {
    takenName,
    ...{ ownerUin, region, envId: "nobody-0000000000000000", uin: "199999999999", name: "nobody-of-verify" },
    ...{ policyId: "9000000000000", policyName: "nobody-of-verify", groupId: "9000000000000" },
    ...{ roleName: "nobody-of-verify", roleId: "4611686018400000000", accessKeyId: "AKIDnobody" },
    ...{ table: "nobody", function: "nobody", instanceId: "lhins-00000000", templateId: "lhft-00000000" },
    ...{ commandId: "cmd-00000000", invocationId: "inv-00000000", registryId: "tcr-00000000" },
    ...{ logsetId: "00000000-0000-4000-8000-000000000000", topicId: "00000000-0000-4000-8000-000000000001" },
    ...{ namespace: "nobody", repository: "nobody", certificateId: "nobody00", domain: "nobody.invalid" },
  };
}

/** The same with the sub-account and environment of somebody. */
export function somebody(
  none: Target,
  who: {
    readonly name: string;
    readonly uin?: string | undefined;
    readonly envId: string;
    readonly logsetId?: string | undefined;
    readonly topicId?: string | undefined;
  },
): Target {
  const { name, envId, uin = none.uin, logsetId = none.logsetId, topicId = none.topicId } = who;
  return { ...none, name, envId, uin, logsetId, topicId };
}
