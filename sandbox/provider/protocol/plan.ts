/**
 * What Terraform plans for one resource, in the manner of Terraform's old SDK (terraform-plugin-sdk v2), whose quirks users of
 * the real provider know: it holds unset and empty for the same, so an empty text from the API is no drift.
 */
import type { PlanRules } from "./provider.ts";
import { type Block, blockType } from "./schema.ts";
import type { Type } from "./type.ts";
import { isList, isMembers, type Members, UNKNOWN, type Value } from "./value.ts";

export interface Plan {
  readonly planned: Members;
  /** Attributes that force a replacement; empty for a create or an update in place. */
  readonly requiresReplace: readonly string[];
}

/** The old SDK's block for operation timeouts: a change of it alone is no change. */
const TIMEOUTS = "timeouts";

/**
 * @param prior state before, null for a create.
 * @param proposed Terraform's merge of the configuration and the prior state: what the configuration leaves out is null, or
 * the prior value if the attribute is computed. No nested block of the old SDK's schemas here has computed attributes.
 */
export function planChange(block: Block, rules: PlanRules, prior: Members | null, proposed: Members): Plan {
  const wanted = withDefaults(block, rules, proposed);
  if (prior === null) return { planned: plannedCreate(block, wanted), requiresReplace: [] };
  const { attributes: types } = blockType(block);
  const changed = Object.entries(types)
    .filter(([name, type]) => name !== TIMEOUTS && !unchanged(type, rules, name, prior[name], wanted[name]))
    .map(([name]) => name);
  if (changed.length === 0) return { planned: prior, requiresReplace: [] };
  const requiresReplace = changed.filter((name) => rules.forceNew?.includes(name));
  // Terraform then asks again, with no prior state: what is planned here is not used.
  if (requiresReplace.length > 0) return { planned: wanted, requiresReplace };
  const kept = Object.keys(types).filter((name) => name !== TIMEOUTS && !changed.includes(name));
  return { planned: { ...wanted, ...pick(prior, kept) }, requiresReplace };
}

/** A state without unknowns: what a resource did not set after apply is null. */
export function knownState(state: Members): Members {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, value === UNKNOWN ? null : value]));
}

function withDefaults(block: Block, rules: PlanRules, proposed: Members): Members {
  const missing = Object.entries(rules.defaults ?? {}).filter(
    ([name]) => block.attributes.has(name) && (proposed[name] ?? null) === null,
  );
  return { ...proposed, ...Object.fromEntries(missing) };
}

function plannedCreate(block: Block, wanted: Members): Members {
  const unknown = [...block.attributes]
    .filter(([name, { computed }]) => computed && (wanted[name] ?? null) === null)
    .map(([name]) => [name, UNKNOWN] as const);
  return { ...wanted, ...Object.fromEntries(unknown) };
}

function unchanged(type: Type, rules: PlanRules, name: string, prior: Value = null, wanted: Value = null): boolean {
  if (sameMeaning(type, prior, wanted)) return true;
  const equivalent = rules.equivalent?.[name];
  return (
    equivalent !== undefined && typeof prior === "string" && typeof wanted === "string" && equivalent(prior, wanted)
  );
}

/**
 * Whether the old SDK sees no difference. Leaving a zero value out is no change, nor is writing an empty text where nothing
 * was; writing `false` or `0` where nothing was is one.
 */
function sameMeaning(type: Type, prior: Value, wanted: Value): boolean {
  if (prior === UNKNOWN || wanted === UNKNOWN) return false;
  if (prior === wanted) return true;
  switch (type.kind) {
    case "string":
      return (prior ?? "") === (wanted ?? "");
    case "number":
      return prior === 0 && wanted === null;
    case "bool":
      return prior === false && wanted === null;
    case "list":
      return sameLists(type.element, isList(prior) ? prior : [], isList(wanted) ? wanted : []);
    case "set":
      return sameLists(type.element, sorted(prior), sorted(wanted));
    case "map":
      return sameMaps(type.element, isMembers(prior) ? prior : {}, isMembers(wanted) ? wanted : {});
    case "object":
      return (
        isMembers(prior) &&
        isMembers(wanted) &&
        Object.entries(type.attributes).every(([name, inner]) =>
          sameMeaning(inner, prior[name] ?? null, wanted[name] ?? null),
        )
      );
  }
}

function sameLists(element: Type, prior: readonly Value[], wanted: readonly Value[]): boolean {
  return (
    prior.length === wanted.length && prior.every((value, index) => sameMeaning(element, value, wanted[index] ?? null))
  );
}

function sameMaps(element: Type, prior: Members, wanted: Members): boolean {
  const keys = Object.keys(wanted);
  return (
    keys.length === Object.keys(prior).length &&
    keys.every((key) => Object.hasOwn(prior, key) && sameMeaning(element, prior[key] ?? null, wanted[key] ?? null))
  );
}

/** The order of a set says nothing. */
function sorted(value: Value): readonly Value[] {
  const text = (inner: Value) => JSON.stringify(inner) ?? "";
  return isList(value) ? [...value].sort((a, b) => (text(a) < text(b) ? -1 : 1)) : [];
}

function pick(values: Members, names: readonly string[]): Members {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
