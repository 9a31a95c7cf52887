/** Fills a policy template with the values of one environment. Whatever does not come out exact is an error, never a wider policy. */
import type { Condition, PolicyDocument, Statement } from "./language/document.ts";
import { canonicalName, type EnvironmentValues, LEFT_OUT, PLACEHOLDERS } from "./placeholders.ts";

/** Thrown with everything that is wrong with a template or its values, each as one line. */
export class FillError extends Error {
  override readonly name = "FillError";

  constructor(readonly reasons: readonly string[]) {
    super(reasons.join("\n"));
  }
}

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** What ids, buckets, regions and UINs are made of. A `*`, `:` or `/` in a value would change what a resource means. */
const SAFE_VALUE = /^[A-Za-z0-9._-]+$/;

/**
 * The policy document for one environment: every placeholder replaced, resources that the environment does not have left out, and
 * statements that have no resource left left out with them.
 *
 * @param template A document with placeholders (`${envId}`) in its resources and condition values.
 * @throws FillError for an unknown or misplaced placeholder, a missing or unsafe value.
 */
export function fillTemplate(template: PolicyDocument, values: EnvironmentValues): PolicyDocument {
  const reasons = new Set<string>();
  const fill = (text: string): string[] => {
    const filled = fillText(text, values, reasons);
    return filled === LEFT_OUT ? [] : [filled];
  };
  const statement = template.statement.flatMap((each): Statement[] => {
    const resource = each.resource.flatMap(fill);
    if (resource.length === 0) return [];
    const condition = each.condition && fillCondition(each.condition, fill, reasons);
    return [{ ...each, resource, ...(condition === undefined ? {} : { condition }) }];
  });
  for (const resource of statement.flatMap((each) => each.resource)) {
    const gap = emptySegment(resource);
    if (gap !== undefined) reasons.add(`the resource ${resource} ${gap}; correct the template`);
  }
  if (reasons.size > 0) throw new FillError([...reasons]);
  if (statement.length === 0) {
    throw new FillError(["the template allows nothing in this environment; correct the template"]);
  }
  return { version: "2.0", statement };
}

/** What is wrong with the placeholders of a resource or a condition's value, whatever they stand for. */
export function textMistakes(text: string): string[] {
  const unknown = Array.from(text.matchAll(PLACEHOLDER), ([placeholder, name = ""]) =>
    isPlaceholder(name) ? [] : [unknownPlaceholder(placeholder)],
  ).flat();
  const rest = text.replace(PLACEHOLDER, "");
  return unknown.length === 0 && hasLeftOver(rest) ? [leftOver(text)] : unknown;
}

function isPlaceholder(name: string): boolean {
  return Object.hasOwn(PLACEHOLDERS, canonicalName(name));
}

function unknownPlaceholder(placeholder: string): string {
  return `the placeholder ${placeholder} is unknown; known are ${Object.keys(PLACEHOLDERS).join(", ")}`;
}

/** Also catches `${` that is not closed, and CAM's own policy variables, which would mean another number than here. */
function hasLeftOver(text: string): boolean {
  return text.includes("${") || text.includes("{$");
}

function leftOver(text: string): string {
  return `${JSON.stringify(text)} has \`\${\` left over; correct the template`;
}

/** A condition without one of its values would hold more often, so nothing may be left out here. */
function fillCondition(condition: Condition, fill: (text: string) => string[], reasons: Set<string>): Condition {
  const fillValue = (value: string | number): string | number => {
    if (typeof value === "number") return value;
    const [filled] = fill(value);
    if (filled === undefined) reasons.add(`the condition value ${value} names what the environment does not have`);
    return filled ?? value;
  };
  const fillKeys = (keys: Condition[string]): Condition[string] =>
    Object.fromEntries(Object.entries(keys).map(([key, list]) => [key, list.map(fillValue)]));
  return Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, fillKeys(keys)]));
}

function fillText(text: string, values: EnvironmentValues, reasons: Set<string>): string | typeof LEFT_OUT {
  let leftOut = false;
  const filled = text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const key = canonicalName(name);
    const read = Object.hasOwn(PLACEHOLDERS, key) ? PLACEHOLDERS[key] : undefined;
    if (read === undefined) {
      reasons.add(unknownPlaceholder(placeholder));
      return "";
    }
    const value = read(values);
    if (value === LEFT_OUT) {
      leftOut = true;
      return "";
    }
    if (value === undefined || value === "") {
      reasons.add(`the placeholder ${placeholder} has no value`);
    } else if (!SAFE_VALUE.test(value)) {
      reasons.add(
        `the placeholder ${placeholder} has the value ${JSON.stringify(value)}, which is no id (A-Z a-z 0-9 . _ -)`,
      );
    }
    return value;
  });
  if (leftOut) return LEFT_OUT;
  if (hasLeftOver(filled)) reasons.add(leftOver(text));
  return filled;
}

/** What is empty in a filled resource, if anything: only service, region and account as a whole may be. */
export function emptySegment(resource: string): string | undefined {
  if (resource === "*") return undefined;
  if (/ui[nd]\/(?::|$)/.test(resource)) return "names no account";
  const last = resource.split(":").slice(5).join(":");
  if (last === "" || last.startsWith("/") || last.startsWith(":") || /:\//.test(resource))
    return "has an empty segment";
  if (last.endsWith("/")) return "ends in an empty id";
  if (resource.includes("//")) return "has an empty path segment (`//`)";
  return undefined;
}
