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

/** Whether every text that `inner` matches is matched by `outer` as well. Exact. */
export function patternContains(outer: Pattern, inner: Pattern): boolean {
  // A character that no pattern has stands for whatever a wildcard of `inner` may become: only a wildcard of `outer` can take it.
  return patternMatches(outer, inner.parts.join(ANYTHING));
}

const ANYTHING = "\u0000";

/** Whether there is a text that both match. Exact. */
export function patternsOverlap(one: Pattern, other: Pattern): boolean {
  if (one.parts.length === 1) return patternMatches(other, one.text);
  if (other.parts.length === 1) return patternMatches(one, other.text);
  // Both have a wildcard. What stands before the first ones must agree, and what stands after the last ones; all else fits between
  // them, one pattern's parts within the other's wildcard.
  const [head, otherHead] = [one.parts[0] ?? "", other.parts[0] ?? ""];
  const [tail, otherTail] = [one.parts.at(-1) ?? "", other.parts.at(-1) ?? ""];
  return (
    (head.startsWith(otherHead) || otherHead.startsWith(head)) && (tail.endsWith(otherTail) || otherTail.endsWith(tail))
  );
}

/**
 * Patterns that together match what both match. Exact, and folding case: where one pattern has a letter and `prevailing` has the same
 * letter in another case, the result has that of `prevailing`.
 */
export function patternIntersection(one: string, prevailing: string): readonly string[] {
  // Most pairs are apart, or one within the other, which is told much faster.
  const [folded, foldedPrevailing] = [parsePattern(one.toLowerCase()), parsePattern(prevailing.toLowerCase())];
  if (!patternsOverlap(folded, foldedPrevailing)) return [];
  if (patternContains(folded, foldedPrevailing)) return [prevailing];
  if (one === folded.text && prevailing === foldedPrevailing.text && patternContains(foldedPrevailing, folded))
    return [one];
  const known = new Map<number, readonly string[]>();
  const a = one.replace(/\*+/g, "*");
  const b = prevailing.replace(/\*+/g, "*");
  return withoutContained(intersect(0, 0));

  function intersect(i: number, j: number): readonly string[] {
    const key = i * (b.length + 1) + j;
    const found = known.get(key) ?? compute(i, j);
    known.set(key, found);
    return found;
  }

  function compute(i: number, j: number): readonly string[] {
    const [left, right] = [a[i], b[j]];
    if (left === undefined && right === undefined) return [""];
    if (left === "*" && right === "*") return prefixed("*", [...intersect(i + 1, j), ...intersect(i, j + 1)]);
    // A wildcard ends here, or takes one more character of the other pattern.
    if (left === "*")
      return [...intersect(i + 1, j), ...(right === undefined ? [] : prefixed(right, intersect(i, j + 1)))];
    if (right === "*")
      return [...intersect(i, j + 1), ...(left === undefined ? [] : prefixed(left, intersect(i + 1, j)))];
    if (left === undefined || right === undefined || left.toLowerCase() !== right.toLowerCase()) return [];
    return prefixed(right, intersect(i + 1, j + 1));
  }
}

function prefixed(start: string, rests: readonly string[]): readonly string[] {
  return [...new Set(rests.map((rest) => (start === "*" && rest.startsWith("*") ? rest : start + rest)))];
}

function withoutContained(texts: readonly string[]): readonly string[] {
  const patterns = texts.map(parsePattern);
  return patterns
    .filter((inner, index) =>
      patterns.every(
        (outer, other) =>
          other === index || !patternContains(outer, inner) || (patternContains(inner, outer) && index < other),
      ),
    )
    .map(({ text }) => text);
}
