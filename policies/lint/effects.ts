/** Rules of effect: statements that do nothing, or not what they seem to. */
import { actionsMatching, findAction, SERVICES } from "../catalogue/catalogue.ts";
import { parsePattern, patternContains } from "../language/pattern.ts";
import type { ReadStatement } from "../language/read.ts";
import type { ResourceOrAll } from "../language/resource.ts";
import { enumeration, type Found, type Rule, statementRule } from "./rule.ts";

/** Services whose actions are checked against resources of others as a rule: TAT against servers, STS against roles. */
const CROSSING: Readonly<Record<string, readonly string[]>> = {
  tat: ["cvm", "lighthouse"],
  sts: ["cam"],
  cls: ["cvm"],
};

export const EFFECT_RULES: readonly Rule[] = [
  statementRule({
    id: "action-unknown",
    severity: "warning",
    message: "Actions are in the catalogue",
    *check({ action }) {
      for (const { value, path } of action) {
        const [service = ""] = value.split(":");
        if (!SERVICES.includes(service) || actionsMatching(value).length > 0) continue;
        yield { path, message: `${value} is not in the catalogue, which is not complete; check its spelling` };
      }
    },
  }),
  statementRule({
    id: "action-case",
    severity: "error",
    message: "Actions are written as the API writes them",
    *check({ action }) {
      for (const { value, path } of action) {
        const found = findAction(value);
        if (found !== undefined && found.name !== value)
          yield { path, message: `actions are case-sensitive; write ${found.name}` };
      }
    },
  }),
  statementRule({
    id: "operation-action-confined",
    severity: "warning",
    message: "Operation-level actions are allowed on * or not at all",
    *check(statement) {
      if (statement.effect === "allow")
        yield* operationLevel(statement, "is checked against * only, so that this allows nothing");
    },
  }),
  statementRule({
    id: "deny-confined",
    severity: "warning",
    message: "Operation-level actions are denied on *",
    *check(statement) {
      if (statement.effect === "deny") {
        yield* operationLevel(
          statement,
          "is checked against * only, so that this denies nothing; write the resource *",
        );
      }
    },
  }),
  statementRule({
    id: "service-mismatch",
    severity: "warning",
    message: "Actions and resources belong to the same service",
    *check({ action, resource }) {
      const services = action.map(({ value }) => value.split(":")[0] ?? "");
      if (services.length === 0 || services.some((service) => service.includes("*"))) return;
      const reachable = services.flatMap((service) => [service, ...(CROSSING[service] ?? [])]);
      for (const { resource: parsed, path } of resource) {
        if (parsed === "*" || parsed.service === "" || reachable.includes(parsed.service)) continue;
        yield { path, message: `no action of this statement belongs to ${parsed.service}` };
      }
    },
  }),
  statementRule({
    id: "action-duplicate",
    severity: "warning",
    message: "No action is listed twice in a statement",
    *check({ action }) {
      const seen = new Set<string>();
      for (const { value, path } of action) {
        if (seen.has(value)) yield { path, message: `${value} is listed twice; remove one` };
        seen.add(value);
      }
    },
  }),
  statementRule({
    id: "action-covered",
    severity: "warning",
    message: "No action is covered by a wildcard of the same statement",
    *check({ action }) {
      for (const { value, path } of action) {
        const cover = action.find((each) => each.value !== value && contains(each.value, value));
        if (cover !== undefined) yield { path, message: `${value} is covered by ${cover.value}; remove it` };
      }
    },
  }),
  {
    id: "statement-shadowed",
    severity: "warning",
    message: "No statement is covered by another one",
    *check({ policy: { statements } }) {
      for (const [index, statement] of statements.entries()) {
        const cover = statements.find(
          (other, position) => covers(other, statement) && (position < index || !covers(statement, other)),
        );
        if (cover !== undefined && cover !== statement) {
          yield { path: statement.path, message: `does nothing that ${cover.path} does not do; remove it` };
        }
      }
    },
  },
];

function* operationLevel({ action, resource, path }: ReadStatement, consequence: string): Iterable<Found> {
  if (resource.length === 0 || resource.some((each) => each.resource === "*")) return;
  for (const { value, path: place } of action) {
    // A wildcard stands for actions of both levels as a rule, so only those that are named can be meant otherwise.
    const found = value.includes("*") ? undefined : findAction(value);
    if (found?.granularity === "operation")
      yield { path: place || path, message: `${enumeration([found.name])} ${consequence}` };
  }
}

function covers(outer: ReadStatement, inner: ReadStatement): boolean {
  return (
    outer !== inner &&
    outer.effect === inner.effect &&
    outer.condition.length === 0 &&
    inner.action.length > 0 &&
    inner.action.every(({ value }) =>
      outer.action.some((each) => each.value === value || contains(each.value, value)),
    ) &&
    inner.resource.every(({ resource }) => outer.resource.some((each) => resourceContains(each.resource, resource)))
  );
}

function contains(outer: string, inner: string): boolean {
  return patternContains(parsePattern(outer), parsePattern(inner));
}

function resourceContains(outer: ResourceOrAll, inner: ResourceOrAll): boolean {
  if (outer === "*") return true;
  if (inner === "*") return false;
  const segments = ["service", "region", "account"] as const;
  return (
    segments.every((name) => outer[name] === "" || outer[name] === inner[name]) && contains(outer.path, inner.path)
  );
}
