/** Logic with three values, since a condition may rest on something that a request does not say. */

/** What keeps an answer open. */
export interface Doubt {
  /** Condition keys that the request does not give a value of. */
  readonly missing: readonly string[];
  /** Whole sentences without a full stop, for people. */
  readonly reasons: readonly string[];
}

export type Truth = boolean | Doubt;

export function isDoubt(truth: Truth): truth is Doubt {
  return typeof truth === "object";
}

/** False when one is, else in doubt when one is, else true. */
export function all(truths: Iterable<Truth>): Truth {
  return combine(truths, false);
}

/** True when one is, else in doubt when one is, else false. */
export function any(truths: Iterable<Truth>): Truth {
  return combine(truths, true);
}

export function not(truth: Truth): Truth {
  return isDoubt(truth) ? truth : !truth;
}

function combine(truths: Iterable<Truth>, decisive: boolean): Truth {
  const doubts: Doubt[] = [];
  for (const truth of truths) {
    if (truth === decisive) return decisive;
    if (isDoubt(truth)) doubts.push(truth);
  }
  if (doubts.length === 0) return !decisive;
  return {
    missing: [...new Set(doubts.flatMap(({ missing }) => missing))],
    reasons: [...new Set(doubts.flatMap(({ reasons }) => reasons))],
  };
}
