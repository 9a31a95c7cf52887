/** Reads the text of a policy template: as strictly as the linter reads policies, since what is deployed must be what a reviewer sees. */
import { unmatchable } from "./catalogue/unmatchable.ts";
import { emptySegment, textMistakes } from "./fill.ts";
import type { PolicyDocument } from "./language/document.ts";
import type { Place } from "./language/json.ts";
import { parsePolicyText, readPolicyText } from "./language/parse.ts";
import type { ReadPolicy } from "./language/read.ts";

/** A mistake in a template, with its place in the text. */
export interface TemplateProblem {
  /** Id of the linter's rule that is broken, or `placeholder` or `resource-empty`. */
  readonly rule: string;
  readonly place: Place;
  /** `statement[2].action[0]`; empty for the text as a whole. */
  readonly path: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

type Unplaced = Omit<TemplateProblem, "place">;

/**
 * Refuses what is no policy document 2.0, names written twice, characters that nobody sees, placeholders that do not exist, and resources
 * that no request can be about.
 *
 * @param text JSON with placeholders (`${envId}`).
 */
export function readTemplate(
  text: string,
): { readonly template: PolicyDocument } | { readonly problems: readonly TemplateProblem[] } {
  const { policy, problems, placeOf } = readPolicyText(text);
  const found = [
    ...problems.map(({ code, ...rest }) => ({ rule: code, ...rest })),
    ...policy.statements.flatMap(mistakesIn).map((mistake) => ({ ...mistake, place: placeOf(mistake.path) })),
  ];
  if (found.length === 0) return { template: parsePolicyText(text) };
  return { problems: found.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column) };
}

function mistakesIn({ resource, condition }: ReadPolicy["statements"][number]): Unplaced[] {
  return [
    ...resource.flatMap(({ value, path, resource: each }): Unplaced[] => {
      const ofPlaceholders = textMistakes(value).map((message) => ({ rule: "placeholder", path, message }));
      if (ofPlaceholders.length > 0) return ofPlaceholders;
      const gap = emptySegment(value.replace(/\$\{[^{}]*\}/g, "x"));
      if (gap !== undefined) return [{ rule: "resource-empty", path, message: gap }];
      const reason = each === "*" ? undefined : unmatchable(each);
      return reason === undefined
        ? []
        : [{ rule: "resource-unmatchable", path, message: `matches nothing: ${reason}` }];
    }),
    ...condition.flatMap(({ value, path }) =>
      value.flatMap((each) => textMistakes(String(each)).map((message) => ({ rule: "placeholder", path, message }))),
    ),
  ];
}
