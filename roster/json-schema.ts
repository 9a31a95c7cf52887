/** The JSON schema of roster files, with which editors complete and check them, in the words of the parser. */
import { z } from "zod";
import { HINTS, POLICY_CHOICES, RULES } from "./editor-hints.ts";
import { rosterSchema } from "./schema.ts";

type Json = z.core.JSONSchema.BaseSchema;
type Type = z.core.$ZodType;

/** Formats that JSON schema itself has; validators refuse, or ignore, others. */
const FORMATS: readonly unknown[] = ["email"];

/** Content of the committed employees.schema.json. */
export function rosterJsonSchema(): string {
  const schema = z.toJSONSchema(rosterSchema, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => improve(zodSchema, jsonSchema, path),
  });
  return `${JSON.stringify({ title: "Roster of cloudbase-subaccounts", ...schema }, null, 2)}\n`;
}

/** Called for every part, from the inside out. */
function improve(type: Type, json: Json, path: readonly (string | number)[]): void {
  const place = path.filter((part) => part !== "properties" && part !== "anyOf");
  const names = place.filter((part): part is string => typeof part === "string");
  const key = names.at(-1) ?? "";
  if (json.description !== undefined) json["markdownDescription"] = json.description;
  if (json.format !== undefined && !FORMATS.includes(json.format)) delete json.format;
  // Not every validator reads classes of Unicode.
  if (json.pattern !== undefined) json.pattern = json.pattern.replaceAll("\\p{Cc}", "\\u0000-\\u001f\\u007f-\\u009f");
  addMessages(type, json);
  if (json.type === "object") {
    json.title = key === "" ? "roster" : titleOf(names);
    const rules = RULES[names.slice(-2).join("/")] ?? RULES[key];
    if (rules !== undefined)
      json.allOf = rules.map(({ when, so }) =>
        Object.fromEntries([
          ["if", when],
          // biome-ignore lint/suspicious/noThenProperty: JSON schema calls it so, and nothing awaits it
          ["then", so],
        ]),
      );
  }
  if (key === "server" && json.anyOf !== undefined) json.anyOf = [...json.anyOf].reverse();
  if (key === "policy" && json.enum !== undefined) Object.assign(json, structuredClone(POLICY_CHOICES));
  const hint = Object.hasOwn(HINTS, key) ? HINTS[key] : undefined;
  // Of a union, the whole has it; of a list, not its items.
  if (hint !== undefined && path.at(-2) === "properties") Object.assign(json, structuredClone(hint));
}

/** `employee`, `grant`, `waiver`: an item is called by its list. */
function titleOf(names: readonly string[]): string {
  const [name = "", last] = names.slice(-2);
  return last === "items" ? (name === "firewall" ? "firewall rule" : name.replace(/s$/, "")) : (last ?? name);
}

/** The sentence of the parser for each pattern, and for each part of a choice that is no map. */
function addMessages(type: Type, json: Json): void {
  const { def } = type._zod;
  const patterns = patternMessages(type);
  if (json.pattern !== undefined && patterns[0] !== undefined) json["patternErrorMessage"] = patterns[0];
  for (const [index, part] of (json.allOf ?? []).entries()) {
    const message = patterns[index];
    if (typeof part === "object" && part.pattern !== undefined && message !== undefined)
      part["patternErrorMessage"] = message;
  }
  if (def.type === "union") {
    const message = messageOf(def.error);
    for (const part of json.anyOf ?? []) {
      if (typeof part === "object" && part.type !== "object" && message !== undefined) part["errorMessage"] = message;
    }
  } else if (["enum", "literal"].includes(def.type)) {
    const message = messageOf(def.error);
    if (message !== undefined) json["errorMessage"] = message;
  }
}

/** In the order of the patterns. */
function patternMessages(type: Type): (string | undefined)[] {
  const { def } = type._zod;
  const checks = "checks" in def && Array.isArray(def.checks) ? def.checks : [];
  const own = "pattern" in def && def.pattern instanceof RegExp ? [messageOf(def.error)] : [];
  return [
    ...own,
    ...checks.flatMap((check: z.core.$ZodCheck) => {
      const { def: checkDef } = check._zod;
      return "pattern" in checkDef && checkDef.pattern instanceof RegExp ? [messageOf(checkDef.error)] : [];
    }),
  ];
}

/** Of what zod keeps for a message that does not depend on the value. */
function messageOf(error: unknown): string | undefined {
  if (typeof error !== "function") return undefined;
  const message: unknown = Reflect.apply(error, undefined, [{ code: "custom", input: undefined, path: [] }]);
  if (typeof message === "string") return message;
  return typeof message === "object" && message !== null && "message" in message ? String(message.message) : undefined;
}
