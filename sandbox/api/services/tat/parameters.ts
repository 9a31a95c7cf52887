/** Parameters of a command: the placeholders in its content, their values, and which values the records hide. */

import { ApiError } from "../../errors.ts";
import { parseJson } from "../../json.ts";

/**
 * Values by name, from JSON text as requests carry it.
 *
 * @throws ApiError `InvalidParameterValue.ParameterInvalidJsonFormat`, `.ParameterValueNotString`,
 * `.ParameterNumberExceeded`, `.ParameterKeyContainsInvalidChar` and `.ParameterKeyLenExceeded`
 */
export function readParameters(text: string): ReadonlyMap<string, string> {
  if (text === "") return new Map();
  const entries: [string, unknown][] = Object.entries(parseObject(text));
  if (entries.length > 20) refuse("ParameterNumberExceeded", "A command has at most 20 parameters.");
  return new Map(
    entries.map(([name, value]) => {
      checkName(name);
      if (typeof value !== "string")
        refuse("ParameterValueNotString", `The value of the parameter ${name} is not text.`);
      return [name, value];
    }),
  );
}

/** `{{name}}`, or `{{tat-hidden:name}}` for a value that the records must not show. */
const PLACEHOLDER = /\{\{\s*(tat-hidden:)?([a-zA-Z0-9_-]+)\s*\}\}/g;

/**
 * @param content of the command, Base64.
 * @throws ApiError `InvalidParameterValue.LackOfParameterInfo` for a placeholder without a value.
 */
export function checkPlaceholders(content: string, values: ReadonlyMap<string, string>): void {
  const missing = placeholders(content).find(({ name }) => !values.has(name));
  if (missing !== undefined) {
    refuse(
      "LackOfParameterInfo",
      `The command has the placeholder {{${missing.name}}}, and no value for it was given.`,
    );
  }
}

/**
 * What the records of an invocation show of its parameters: the text as it was sent, but for hidden values. So the secret
 * that a command was given is nowhere in the state of the sandbox.
 */
export function recordedParameters(content: string, text: string): string {
  const hidden = new Set(placeholders(content).flatMap(({ name, isHidden }) => (isHidden ? [name] : [])));
  const values = [...readParameters(text)];
  if (!values.some(([name]) => hidden.has(name))) return text;
  return JSON.stringify(Object.fromEntries(values.map(([name, value]) => [name, hidden.has(name) ? "******" : value])));
}

function placeholders(content: string): readonly { readonly name: string; readonly isHidden: boolean }[] {
  const text = Buffer.from(content, "base64").toString();
  return [...text.matchAll(PLACEHOLDER)].map(([, prefix, name = ""]) => ({ name, isHidden: prefix !== undefined }));
}

function parseObject(text: string): object {
  const parsed = parsedJson(text);
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  return refuse("ParameterInvalidJsonFormat", "Parameters are the text of a JSON object.");
}

function parsedJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
    refuse("ParameterKeyContainsInvalidChar", `The parameter name \`${name}\` takes a-z, A-Z, 0-9, - and _ only.`);
  }
  if (name.length > 64) refuse("ParameterKeyLenExceeded", "A parameter name has at most 64 characters.");
}

function refuse(reason: string, message: string): never {
  throw new ApiError(`InvalidParameterValue.${reason}`, message);
}
