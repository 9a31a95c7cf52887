/** Rules of conditions: operators and keys that exist, and values that can hold. */
import { findOperator } from "../evaluation/operators.ts";
import type { LocatedCondition } from "../language/read.ts";
import { type Rule, statementRule } from "./rule.ts";

/** Keys of all services; each service has more of its own, such as `vpc:region` (https://cloud.tencent.com/document/product/598/10608). */
const KEYS: readonly string[] = [
  "cvm_system_disk_size",
  "mfa",
  "qcs:BindToken",
  "qcs:create_uin",
  "qcs:current_time",
  "qcs:except_cam_finance",
  "qcs:ip",
  "qcs:mfa",
  "qcs:owner_uin",
  "qcs:read_only_action",
  "qcs:request_tag",
  "qcs:resource_tag",
  "qcs:tag",
  "qcs:uin",
  "qcs:vpc",
];
const TAG_KEYS: readonly string[] = ["qcs:request_tag", "qcs:resource_tag"];

export const CONDITION_RULES: readonly Rule[] = [
  conditionRule({
    id: "operator-unknown",
    severity: "warning",
    message: "Condition operators exist",
    check: ({ operator }) => (isOperator(operator) ? undefined : `no document has the operator ${operator}`),
  }),
  conditionRule({
    id: "condition-key-unknown",
    severity: "warning",
    message: "Condition keys exist",
    check: ({ key }) =>
      KEYS.includes(key) || /^qcs:tag\//.test(key) || /^(?!qcs:)[a-z]+:[\w-]+$/.test(key)
        ? undefined
        : `"${key}" is none of the keys that documents list for all services, nor one of a service (cos:x-cos-acl); keys are case-sensitive`,
  }),
  conditionRule({
    id: "condition-value",
    severity: "warning",
    message: "The values of a condition can be compared",
    check: ({ operator, value }) => {
      const takes = findOperator(operator)?.comparison.takes;
      const wrong = takes === undefined ? undefined : value.map(String).find((each) => !takes(each));
      return wrong === undefined ? undefined : `${operator} cannot compare with "${wrong}"`;
    },
  }),
  conditionRule({
    id: "tag-qualifier",
    severity: "warning",
    message: "Tags are compared with for_any_value, those of a request with either qualifier",
    check: ({ operator, key }) =>
      !TAG_KEYS.includes(key) ||
      operator.startsWith("for_any_value:") ||
      // All tags of a request may be asked to be among those listed (https://cloud.tencent.com/document/product/598/10608).
      (key === "qcs:request_tag" && operator.startsWith("for_all_value:"))
        ? undefined
        : `a resource has many tags; write for_any_value:${operator.replace(/^for_all_value:/, "")}`,
  }),
];

function isOperator(name: string): boolean {
  return name === "null_equal" || findOperator(name) !== undefined;
}

function conditionRule(
  rule: Omit<Rule, "check"> & { readonly check: (condition: LocatedCondition) => string | undefined },
): Rule {
  return statementRule({
    ...rule,
    check: ({ condition }) =>
      condition.flatMap((each) => {
        const message = rule.check(each);
        return message === undefined ? [] : [{ path: each.path, message }];
      }),
  });
}
