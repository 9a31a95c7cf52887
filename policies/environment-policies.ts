/** The finished policy or policies that confine one employee to one environment. */
import { type PolicyDocument, printPolicyDocument } from "./document.ts";
import { FillError, fillTemplate } from "./fill.ts";
import type { EnvironmentValues } from "./placeholders.ts";
import { SplitError, splitDocument } from "./split.ts";

/** A policy with no placeholder left, as CAM's CreatePolicy takes it. */
export interface FilledPolicy {
  /** `cloudbase-env-<environment id>`, and `-2`, `-3`, … for the further parts of a long one. */
  readonly name: string;
  /** What the text says, for evaluation. */
  readonly document: PolicyDocument;
  /** Minified JSON, at most 4,096 characters. */
  readonly text: string;
}

/**
 * @param template Parsed JSON of the template.
 * @throws FillError with everything that is wrong.
 */
export function environmentPolicies(template: unknown, values: EnvironmentValues): FilledPolicy[] {
  return splitOrExplain(fillTemplate(template, values)).map((document, index) => ({
    name: `cloudbase-env-${values.environmentId}${index === 0 ? "" : `-${index + 1}`}`,
    document,
    text: printPolicyDocument(document),
  }));
}

function splitOrExplain(document: PolicyDocument): PolicyDocument[] {
  try {
    return splitDocument(document);
  } catch (error) {
    if (!(error instanceof SplitError)) throw error;
    throw new FillError([error.message]);
  }
}
