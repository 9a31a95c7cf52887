/** Rules of privileges: statements that give away the account, other people's environments, or secrets. */

import { actionsMatching, type CatalogueAction } from "../catalogue/catalogue.ts";
import { isOwnKey, isTakeover, reachesTakeover } from "../catalogue/takeover.ts";
import { parsePattern, patternContains } from "../language/pattern.ts";
import type { ReadPolicy, ReadStatement } from "../language/read.ts";
import { enumeration, type Found, type LintContext, type Rule, statementRule } from "./rule.ts";

export const PRIVILEGE_RULES: readonly Rule[] = [
  allowRule({
    id: "action-all",
    severity: "error",
    message: "No statement allows every action of every service",
    *check({ action }) {
      for (const { value, path } of action) {
        if (isAll(value)) yield { path, message: `"${value}" allows everything; name the actions` };
      }
    },
  }),
  allowRule({
    id: "takeover",
    severity: "error",
    message: "No action leads to the root account",
    *check(statement, { policy }) {
      for (const { value, path } of statement.action) {
        if (isAll(value) || !reachesTakeover(value)) continue;
        const names = namesOf(value).filter(
          (name) => isTakeover(name) && !isDenied(name, policy) && !isOnlyOwnKey(name, statement),
        );
        if (names.length > 0)
          yield { path, message: `${enumeration(names)}: a step towards the root account; remove it` };
      }
    },
  }),
  accountWideRule({
    id: "operation-write-on-all",
    severity: "error",
    message: "No operation-level action that writes is allowed, since it reaches everybody's resources",
    applies: ({ granularity, access }) =>
      granularity === "operation" && (access === "write" || access === "permission management"),
    explain: (names) => `${names} cannot be confined to one environment and would write to everybody's; remove it`,
  }),
  accountWideRule({
    id: "operation-data-on-all",
    severity: "warning",
    message: "No operation-level action that reads contents is allowed, since it reaches everybody's resources",
    applies: ({ granularity, access }) => granularity === "operation" && access === "data",
    explain: (names) => `${names} cannot be confined to one environment and would read everybody's contents; remove it`,
  }),
  accountWideRule({
    id: "resource-action-on-all",
    severity: "warning",
    message: "Actions that can be confined to a resource are",
    applies: ({ granularity }) => granularity === "resource",
    explain: (names) => `${names} can be confined to a resource, and the statement allows all; name the resources`,
  }),
  allowRule({
    id: "credential-action",
    severity: "warning",
    message: "No action shows or makes a secret",
    *check(statement, { policy }) {
      for (const { value, path } of statement.action) {
        if (isAll(value)) continue;
        const names = known(value, policy).filter(
          ({ name, access }) => access === "credential" && !isOnlyOwnKey(name, statement) && !isTakeover(name),
        );
        if (names.length > 0)
          yield { path, message: `${enumeration(names.map(({ name }) => name))}: the answer has a secret in it` };
      }
    },
  }),
  allowRule({
    id: "bucket-permissions",
    severity: "warning",
    message: "The policy and the access list of a bucket stay with the administrator",
    *check({ action }, { policy }) {
      for (const { value, path } of action) {
        if (isAll(value)) continue;
        const names = known(value, policy).filter(
          ({ service, access }) => service === "cos" && access === "permission management",
        );
        if (names.length === 0) continue;
        const list = enumeration(names.map(({ name }) => name));
        yield { path, message: `${list} can open the bucket to anybody, whatever CAM policies say; deny it` };
      }
    },
  }),
];

/** A rule of allowing statements. */
function allowRule(rule: Parameters<typeof statementRule>[0]): Rule {
  return statementRule({
    ...rule,
    check: (statement, context) => (statement.effect === "allow" ? rule.check(statement, context) : []),
  });
}

/** A rule of actions that are allowed on `*`; actions that lead to the root account have a rule of their own. */
function accountWideRule(rule: {
  readonly id: string;
  readonly severity: Rule["severity"];
  readonly message: string;
  readonly applies: (action: CatalogueAction) => boolean;
  readonly explain: (names: string) => string;
}): Rule {
  const { applies, explain, ...rest } = rule;
  return allowRule({
    ...rest,
    *check({ action, resource }: ReadStatement, { policy }: LintContext): Iterable<Found> {
      if (!resource.some((each) => each.resource === "*")) return;
      for (const { value, path } of action) {
        if (isAll(value)) continue;
        const names = known(value, policy).filter((each) => applies(each) && !isTakeover(each.name));
        if (names.length > 0) yield { path, message: explain(enumeration(names.map(({ name }) => name))) };
      }
    },
  });
}

function isAll(action: string): boolean {
  return action === "*" || action === "*:*";
}

/** Known actions that a pattern stands for and no statement of the policy denies for good. */
function known(pattern: string, policy: ReadPolicy): readonly CatalogueAction[] {
  return actionsMatching(pattern).filter(({ name }) => !isDenied(name, policy));
}

function namesOf(pattern: string): readonly string[] {
  return pattern.includes("*") ? actionsMatching(pattern).map(({ name }) => name) : [pattern];
}

/** Denied on everything and under no condition. */
function isDenied(name: string, { statements }: ReadPolicy): boolean {
  const action = parsePattern(name);
  return statements.some(
    ({ effect, action: denied, resource, condition }) =>
      effect === "deny" &&
      condition.length === 0 &&
      resource.some((each) => each.resource === "*") &&
      denied.some(({ value }) => patternContains(parsePattern(value), action)),
  );
}

function isOnlyOwnKey(name: string, { resource }: ReadStatement): boolean {
  return resource.every(({ resource: each }) => each !== "*" && isOwnKey(name, each.path));
}
