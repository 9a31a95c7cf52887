/** Checks a policy document against every rule there is: grammar, resources, limits, privileges, effects and conditions. */
import type { PolicyDocument } from "../language/document.ts";
import { parseJson } from "../language/json.ts";
import { readPolicyText } from "../language/parse.ts";
import { CONDITION_RULES } from "./conditions.ts";
import { EFFECT_RULES } from "./effects.ts";
import { GRAMMAR_RULES } from "./grammar.ts";
import { LIMIT_RULES } from "./limits.ts";
import { PRIVILEGE_RULES } from "./privileges.ts";
import { RESOURCE_RULES } from "./resources.ts";
import type { Finding, LintContext, LintOptions, Rule } from "./rule.ts";

export type { Finding, LintOptions, Rule, Severity } from "./rule.ts";

/** Every rule, in the order of the documents. */
export const LINT_RULES: readonly Rule[] = [
  ...GRAMMAR_RULES,
  ...RESOURCE_RULES,
  ...LIMIT_RULES,
  ...PRIVILEGE_RULES,
  ...EFFECT_RULES,
  ...CONDITION_RULES,
];

/**
 * @param policy Text of a policy, whose findings have line and column, or a document that was parsed or made.
 * @returns what was found, in the order of the text; empty when there is nothing to say.
 */
export function lintPolicy(policy: string | PolicyDocument, options: LintOptions = {}): readonly Finding[] {
  if (typeof policy === "string") return lintText(policy, options);
  // The text is only made to bring the findings into order.
  const text = JSON.stringify(policy);
  return lintText(text, options).map(({ place: _place, ...finding }) => finding);
}

function lintText(text: string, options: LintOptions): readonly Required<Finding>[] {
  const { policy, problems, placeOf } = readPolicyText(text);
  const isJson = !problems.some(({ code }) => code === "json-syntax");
  const context: LintContext = { policy, problems, length: isJson ? minified(text).length : 0, options };
  const findings = LINT_RULES.flatMap((rule) =>
    [...rule.check(context)].map(({ path, message }) => {
      const problem = problems.find((each) => each.code === rule.id && each.path === path);
      return { rule: rule.id, severity: rule.severity, path, message, place: problem?.place ?? placeOf(path) };
    }),
  );
  return findings.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function minified(text: string): string {
  return JSON.stringify(parseJson(text).value);
}
