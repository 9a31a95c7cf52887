/** Reads JSON that anybody may have sent. */

/** Levels that a body may have: more than any action's parameters, and few enough for what walks through them. */
const DEEPEST = 64;

/** @throws SyntaxError for what is no JSON, and for what is nested so deep that walking through it could exhaust the stack. */
export function parseJson(text: string): unknown {
  let depth = 0;
  // Strings are skipped as wholes, so that brackets in them do not count.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > DEEPEST) throw new SyntaxError(`it is nested deeper than ${DEEPEST} levels`);
  }
  return JSON.parse(text);
}
