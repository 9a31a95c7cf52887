/** What employees have in the sandbox that others could reach for. */
import { z } from "zod";
import type { IsolationEnvironment } from "../../../policies/isolation/isolation.ts";
import { type Ask, answered, type Key, type SubAccount } from "./sub-accounts.ts";

/** What belongs to one employee, by the ids that requests write. */
export interface Target {
  readonly name: string;
  readonly ownerUin: string;
  readonly uin: number;
  readonly accessKeyId: string;
  readonly policyId: number;
  readonly groupId: number;
  readonly roleName: string;
  readonly envId: string;
  /** A collection and a function of the environment. */
  readonly table: string;
  readonly function: string;
  readonly instanceId: string;
  readonly templateId: string;
  readonly commandId: string;
  readonly invocationId: string;
  /** With the app id: the storage of the environment, its hosting, and what else the employee may use. */
  readonly buckets: readonly string[];
  /** Of the environment. One without logs has none: an id that nobody has. */
  readonly logsetId: string;
  readonly topicId: string;
  /** A repository of a registry. The sandbox serves none, so that any id will do. */
  readonly registryId: string;
  readonly namespace: string;
  readonly repository: string;
  /** As for the registry. */
  readonly certificateId: string;
}

/** What an employee has before anything is made in the sandbox. */
export type Owner = Pick<Target, "name" | "ownerUin" | "envId" | "buckets" | "logsetId" | "topicId">;

/** All but what a sub-account has by itself. */
export type Belongings = Omit<Target, "uin" | "accessKeyId" | "policyId">;

export function ownerOf(name: string, ownerUin: string, environment: IsolationEnvironment): Owner {
  const {
    id,
    storageBucket,
    hostingBucket,
    logsetId = `logset-of-${name}`,
    topicId = `topic-of-${name}`,
  } = environment;
  const buckets = [storageBucket, ...(hostingBucket === undefined ? [] : [hostingBucket])];
  return { name, ownerUin, envId: id, buckets, logsetId, topicId };
}

export function targetOf(belongings: Belongings, { uin, key, policyIds }: SubAccount): Target {
  return { ...belongings, uin, accessKeyId: key.secretId, policyId: policyIds[0] ?? 0 };
}

export const TRUST_POLICY =
  '{"version":"2.0","statement":[{"effect":"allow","action":["sts:AssumeRole"],"principal":{"service":["scf.qcloud.com"]}}]}';

const CREATED = z.object({
  GroupId: z.int().optional(),
  InstanceIdSet: z.array(z.string()).optional(),
  TemplateId: z.string().optional(),
  CommandId: z.string().optional(),
  InvocationId: z.string().optional(),
});

/**
 * Puts a collection and a function into the employee's environment, and makes a group, a role, a server, a firewall template, a command
 * and a run of it that belong to nobody else.
 */
export async function addBelongings(ask: Ask, root: Key, owner: Owner): Promise<Belongings> {
  const create = (action: string, body: object) => answered(ask(root, action, body), CREATED);
  const label = owner.name.replace(".", "-");
  await create("tcb:CreateTable", { EnvId: owner.envId, TableName: label });
  await create("scf:CreateFunction", { Namespace: owner.envId, FunctionName: label });
  await create("cam:CreateRole", { RoleName: label, PolicyDocument: TRUST_POLICY });
  const { GroupId: groupId = 0 } = await create("cam:CreateGroup", { GroupName: label });
  const { InstanceIdSet: [instanceId = ""] = [] } = await create("lighthouse:CreateInstances", {
    BundleId: "bundle_starter_mc_promo_med4_02",
    BlueprintId: "lhbp-sandboxo",
    InstanceChargePrepaid: { Period: 1 },
  });
  const { TemplateId: templateId = "" } = await create("lighthouse:CreateFirewallTemplate", { TemplateName: label });
  const { CommandId: commandId = "" } = await create("tat:CreateCommand", { CommandName: label, Content: "bHM=" });
  const run = { CommandId: commandId, InstanceIds: [instanceId] };
  const { InvocationId: invocationId = "" } = await create("tat:InvokeCommand", run);
  return {
    ...owner,
    groupId,
    roleName: label,
    table: label,
    function: label,
    instanceId,
    templateId,
    commandId,
    invocationId,
    registryId: `tcr-${label}`,
    namespace: label,
    repository: label,
    certificateId: label,
  };
}
