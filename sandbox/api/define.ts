/** Makes an action of its parts: checks the body, asks CAM, answers. */
import type { z } from "zod";
import type { Action, ActionParts } from "./action.ts";
import { ApiError } from "./errors.ts";

/**
 * @param parts `body` is a `z.strictObject(...)`: what it does not know is refused, as Tencent Cloud does.
 * @returns the action, whose `run` throws ApiError with `UnknownParameter`, `MissingParameter` or `InvalidParameter`
 * (https://www.tencentcloud.com/document/product/213/33281) before anything has changed.
 */
export function defineAction<Body>(parts: ActionParts<Body>): Action {
  return {
    name: parts.name,
    version: parts.version,
    writes: parts.writes,
    run: (sent, call, cloud, authorize) => {
      const body = checkedBody(parts.body, call.query ? numbersFromText(parts.body, sent) : sent);
      authorize(parts.resources(body, call, cloud));
      return parts.answer(body, call, cloud, authorize);
    },
  };
}

function checkedBody<Body>(schema: z.ZodType<Body>, sent: unknown): Body {
  const checked = schema.safeParse(sent);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw issue === undefined ? new ApiError("InvalidParameter", checked.error.message) : parameterError(issue, sent);
}

function parameterError(issue: z.core.$ZodIssue, sent: unknown): ApiError {
  const place = printedPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const unknown = printedPath([...issue.path, issue.keys[0] ?? ""]);
    return new ApiError("UnknownParameter", `The parameter \`${unknown}\` is not recognized.`);
  }
  if (issue.path.length > 0 && valueAt(sent, issue.path) === undefined) {
    return new ApiError("MissingParameter", `The request is missing a required parameter \`${place}\`.`);
  }
  const subject = place === "" ? "The request body" : `The parameter \`${place}\``;
  return new ApiError("InvalidParameter", `${subject} is not valid: ${issue.message}.`);
}

/** As API 3.0 writes places: `Info.0.GroupId`. */
function printedPath(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? Reflect.get(inner, key) : undefined), value);
}

/** A query string has text where the schema wants numbers and booleans: converts just what the schema stumbles over. */
function numbersFromText<Body>(schema: z.ZodType<Body>, sent: unknown): unknown {
  const checked = schema.safeParse(sent);
  if (checked.success) return sent;
  const converted = structuredClone(sent);
  for (const issue of checked.error.issues) {
    const key = issue.path.at(-1);
    const parent = valueAt(converted, issue.path.slice(0, -1));
    if (issue.code !== "invalid_type" || key === undefined || !isObject(parent)) continue;
    const text: unknown = Reflect.get(parent, key);
    if (issue.expected === "number" && typeof text === "string" && /^-?\d+(\.\d+)?$/.test(text)) {
      Reflect.set(parent, key, Number(text));
    }
    if (issue.expected === "boolean" && (text === "true" || text === "false"))
      Reflect.set(parent, key, text === "true");
  }
  return converted;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
