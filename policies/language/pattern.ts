/** Patterns with `*`, the only wildcard of the policy language: it stands for any text, also for none, and crosses `/`. */

/** A pattern, split at its wildcards. */
export interface Pattern {
  readonly text: string;
  /** What stands between the wildcards; one part for a pattern without any. */
  readonly parts: readonly string[];
}

export function parsePattern(text: string): Pattern {
  // Two wildcards in a row mean what one means.
  return { text, parts: text.split(/\*+/) };
}

/** Whether the pattern matches a text, in which `*` is a character like any other. Linear but for the search of the parts. */
export function patternMatches({ parts }: Pattern, text: string): boolean {
  const first = parts[0] ?? "";
  if (parts.length === 1) return text === first;
  const last = parts[parts.length - 1] ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  // The leftmost place for every part leaves the most room for those that follow.
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index] ?? "";
    const found = text.indexOf(part, position);
    if (found === -1 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}
