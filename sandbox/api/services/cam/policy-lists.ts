/** Lists of policies, and of what a policy is attached to. */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { ApiError } from "../../errors.ts";
import { tagList } from "../tag/tags.ts";
import { beijingTime } from "../times.ts";
import { attachmentCounts, type Entity, entitiesBoundedBy, entitiesOf } from "./attached.ts";
import { camAction, OPERATION_LEVEL, PAGE, paged } from "./declare.ts";
import { allPolicies, KINDS, policyById } from "./policy.ts";

export const policyListActions: readonly Action[] = [
  camAction("ListPolicies", {
    writes: false,
    body: z.strictObject({ ...PAGE, Scope: z.string().optional(), Keyword: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ Scope = "All", Keyword = "", ...page }, _call, cloud) => {
      const kinds = oneOf(SCOPES, Scope, "InvalidParameter.ScopeError");
      const counts = attachmentCounts(cloud);
      const rows = allPolicies(cloud).filter(({ kind, name }) => kinds.includes(kind) && name.includes(Keyword));
      return {
        TotalNum: rows.length,
        ServiceTypeList: [],
        List: paged(rows, page).map((policy) => ({
          PolicyId: policy.id,
          PolicyName: policy.name,
          AddTime: beijingTime(policy.addTime),
          UpdateTime: beijingTime(policy.updateTime),
          Type: KINDS[policy.kind].type,
          Description: policy.description,
          CreateMode: KINDS[policy.kind].createMode,
          Attachments: counts.get(policy.id) ?? 0,
          AttachEntityCount: counts.get(policy.id) ?? 0,
          AttachEntityBoundaryCount: entitiesBoundedBy(cloud, policy.id).length,
          ServiceType: "",
          IsAttached: 0,
          Deactived: 0,
          DeactivedDetail: [],
          IsServiceLinkedPolicy: 0,
          Tags: tagList(cloud, { service: "cam", region: "", prefix: "policy", id: String(policy.id) }),
        })),
      };
    },
  }),
  camAction("ListEntitiesForPolicy", {
    writes: false,
    body: z.strictObject({ ...PAGE, PolicyId: z.int(), EntityFilter: z.string().optional() }),
    resources: OPERATION_LEVEL,
    answer: ({ PolicyId, EntityFilter = "All", ...page }, _call, cloud) => {
      const types = oneOf(ENTITY_FILTERS, EntityFilter, "InvalidParameter.EntityFilterError");
      const rows = entitiesOf(cloud, policyById(cloud, PolicyId).id).filter(({ type }) => types.includes(type));
      return { TotalNum: rows.length, List: paged(rows, page).map(printedEntity) };
    },
  }),
];

/** Values of Scope: presets are "QCS" policies, custom ones "Local". */
const SCOPES: Readonly<Record<string, readonly ("custom" | "preset")[]>> = {
  All: ["custom", "preset"],
  QCS: ["preset"],
  Local: ["custom"],
};

const ENTITY_FILTERS: Readonly<Record<string, readonly number[]>> = {
  All: [1, 2, 3],
  User: [1],
  Group: [2],
  Role: [3],
};

function oneOf<T>(choices: Readonly<Record<string, T>>, sent: string, code: string): T {
  const chosen = Object.entries(choices).find(([name]) => name === sent)?.[1];
  if (chosen === undefined) throw new ApiError(code, `\`${sent}\` is not one of ${Object.keys(choices).join(", ")}.`);
  return chosen;
}

function printedEntity({ type, entity, addTime }: Entity) {
  return {
    Id: type === 1 ? String(entity.uid) : String(entity.id),
    Name: entity.name,
    Uin: type === 1 ? entity.uin : 0,
    RelatedType: type,
    AttachmentTime: beijingTime(addTime),
  };
}
